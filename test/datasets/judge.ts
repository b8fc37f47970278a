import { type Expectation, kindOf } from './expectation.ts'
import { firstDifference, outlineDisagreement } from './explain.ts'
import type { ColumnHash, Hashes, SourceRequest } from './hashers.ts'
import { hashExport, hashSource } from './hashers.ts'
import { type MatchedField, matchFields, type WireField, wireKind } from './match-fields.ts'

/** What the product says it published, and the export of all records. */
export interface Published {
  readonly fields: readonly WireField[]
  /** JSON Lines, one record a line, all of them. */
  readonly exportFile: string
  /** Null where the report does not say. */
  readonly recordsRead: number | null
  readonly recordsLoaded: number
  readonly recordsQuarantined: number
  /** Place of every quarantined record. */
  readonly quarantinedPlaces: readonly number[]
  readonly warnings: number | null
  readonly seconds: number | null
}

/** The finding about one data set; no disagreement means that it came out as expected. */
export interface Verdict {
  readonly expectation: Expectation
  readonly rowsOut: number
  readonly quarantined: number
  readonly seconds: number | null
  readonly columns: number
  readonly disagreements: readonly string[]
}

type SourceHashes = Hashes & { readonly excluded: number }

const sourceRequest = (
  expectation: Expectation,
  file: string,
  matched: readonly MatchedField[],
): SourceRequest => ({
  expectation,
  file,
  columns: matched.flatMap(({ index, expected, readings }) =>
    readings.map(reading => ({
      field: index,
      type: kindOf(reading),
      ...(reading.parse === undefined ? {} : { parse: reading.parse }),
      ...(expected.tolerance === undefined ? {} : { outline: true }),
    })),
  ),
})

/** Places to leave out of the independent reading: those in quarantine, and optional records that were left out. */
const excludedPlaces = (expectation: Expectation, published: Published): readonly number[] => {
  const optional = expectation.optionalPlaces?.places ?? []
  const missing = expectation.rowsIn - published.recordsLoaded - published.quarantinedPlaces.length
  return missing === optional.length
    ? [...published.quarantinedPlaces, ...optional]
    : published.quarantinedPlaces
}

const countDisagreements = (
  expectation: Expectation,
  published: Published,
  source: SourceHashes,
  rowsOut: number,
): readonly string[] => {
  const { quarantinedPlaces, recordsQuarantined, recordsLoaded, recordsRead } = published
  const { min, max } = expectation.quarantined
  const records = new Set(quarantinedPlaces).size
  const fillers = Math.max(0, records - source.excluded)
  const quarantined = recordsQuarantined - fillers
  const warnings = expectation.warnings?.min ?? 0
  return [
    ...(source.rows === rowsOut ? [] : [`${rowsOut} records exported, ${source.rows} expected`]),
    ...(rowsOut === recordsLoaded
      ? []
      : [`${rowsOut} records exported, ${recordsLoaded} reported as loaded`]),
    ...(recordsRead === null || recordsRead === recordsLoaded + recordsQuarantined
      ? []
      : [`${recordsRead} read is not ${recordsLoaded} loaded + ${recordsQuarantined} quarantined`]),
    ...(records === recordsQuarantined
      ? []
      : [`${recordsQuarantined} quarantined, places of ${records} reported`]),
    ...(quarantined >= min && quarantined <= max
      ? []
      : [`${quarantined} records quarantined, expected ${min} to ${max}`]),
    ...(fillers <= (expectation.fillerRecords?.max ?? 0)
      ? []
      : [`${fillers} quarantined places are no records`]),
    ...((published.warnings ?? 0) >= warnings
      ? []
      : [`${published.warnings ?? 'no'} warnings reported, expected at least ${warnings}`]),
  ]
}

/** Null when the columns agree, else in which way they differ. */
const columnDisagreement = (match: MatchedField, source: ColumnHash, wire: ColumnHash): string | null => {
  if (match.expected.tolerance !== undefined)
    return outlineDisagreement(match.expected.tolerance, source.outline ?? [], wire.outline ?? [])
  if (source.hash === wire.hash && source.misfits + wire.misfits === 0) return null
  if (wire.misfits > 0) return `${wire.misfits} values are not in the shape of ${wireKind(match.field)}`
  if (source.misfits > 0) return `${source.misfits} values of the source are no ${wireKind(match.field)}`
  if (source.trimmed === wire.trimmed)
    return match.expected.whitespace === 'either' ? null : 'outer white space differs'
  return source.unordered === wire.unordered ? 'same values in another order' : 'values differ'
}

const wireRequest = (file: string, matched: readonly MatchedField[]) => ({
  file,
  fields: matched.map(({ field, expected }) => ({
    name: field.name,
    type: wireKind(field),
    ...(expected.tolerance === undefined ? {} : { outline: true }),
  })),
})

/** A column that differs: its request, its field and the way. */
interface Difference {
  readonly request: SourceRequest
  readonly column: number
  readonly field: WireField
  readonly finding: string
}

interface Compared {
  readonly source: SourceHashes
  readonly wire: Hashes
  readonly differences: readonly Difference[]
}

const compareColumns = async (
  request: SourceRequest,
  matched: readonly MatchedField[],
  exportFile: string,
): Promise<Compared> => {
  const [source, wire] = await Promise.all([
    hashSource(request),
    hashExport(wireRequest(exportFile, matched)),
  ])
  const differences: Difference[] = []
  let column = 0
  for (const [position, match] of matched.entries()) {
    const candidates = source.columns.slice(column, column + match.readings.length)
    const wireColumn = wire.columns[position]
    if (wireColumn === undefined) throw new Error(`no hash of ${match.field.name}`)
    const findings = candidates.map(candidate => columnDisagreement(match, candidate, wireColumn))
    if (!findings.includes(null))
      differences.push({ request, column, field: match.field, finding: findings[0] ?? 'no reading' })
    column += match.readings.length
  }
  return { source, wire, differences }
}

/** Finding an example reads both sides again, so only the first differences get one. */
const EXPLAINED = 3

const explained = async (difference: Difference, at: number, exportFile: string): Promise<string> => {
  const { request, column, field, finding } = difference
  const example = at < EXPLAINED ? await firstDifference(request, column, exportFile, field) : null
  return `${field.name}: ${finding}${example === null ? '' : ` (${example})`}`
}

/**
 * Compares what was published with what must come out of `file`: fields, types, counts, and the hash of every
 * column, records in quarantine left out. Places count lines; where that disagrees they are tried as record numbers.
 */
export const judge = async (
  expectation: Expectation,
  file: string,
  published: Published,
): Promise<Verdict> => {
  const { exportFile, recordsQuarantined, seconds } = published
  const { matched, disagreements } = matchFields(expectation, published.fields)
  const exclude = excludedPlaces(expectation, published)
  const request = { ...sourceRequest(expectation, file, matched), exclude }
  let compared = await compareColumns(request, matched, exportFile)
  if (compared.differences.length > 0 && exclude.length > 0) {
    const byRecord = await compareColumns({ ...request, places: 'record' }, matched, exportFile)
    if (byRecord.differences.length === 0) compared = byRecord
  }
  const counts = countDisagreements(expectation, published, compared.source, compared.wire.rows)
  const columns = await Promise.all(
    compared.differences.map((difference, at) => explained(difference, at, exportFile)),
  )
  return {
    expectation,
    rowsOut: compared.wire.rows,
    quarantined: recordsQuarantined,
    seconds,
    columns: matched.length,
    disagreements: [...disagreements, ...counts, ...columns],
  }
}
