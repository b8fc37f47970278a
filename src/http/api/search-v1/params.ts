import { VitrineError } from '../../../core/errors.ts'
import { readTimezone } from '../../../core/odsql/civil.ts'
import { namedDatasets } from '../../dataset-names.ts'

/** Every parameter of a request of the v1 search API, typed once (explore-api §14.2). Empty ones count as absent. */
export interface SearchParams {
  /** Datasets that the request names, each once. */
  readonly datasets: readonly string[]
  /** `q`, every `q.<name>`, `rq`: all of them must hold. */
  readonly q: readonly string[]
  /** `geofilter.distance`, `.polygon` and `.bbox` as sent. */
  readonly distance: string | undefined
  readonly polygon: string | undefined
  readonly bbox: string | undefined
  /** `geo_digest` and `geo_digest.<field>`; null for the field that maps are drawn from. */
  readonly digests: readonly { readonly field: string | null; readonly digest: string }[]
  readonly facet: readonly string[]
  readonly refine: ByField
  readonly exclude: ByField
  readonly disjunctive: ByField
  readonly facetsort: ByField
  /** Null for all. */
  readonly fields: readonly string[] | null
  readonly sort: readonly string[]
  readonly format: string | undefined
  readonly timezone: string
  readonly lang: string | undefined
  /** Everything else, last value wins. */
  readonly other: Readonly<Record<string, string>>
}

/** Values of `<prefix>.<field>` by field, in the order sent. */
export type ByField = ReadonlyMap<string, readonly string[]>

/** A fault of one parameter. */
export const invalid = (parameter: string, found: string, expected: string): VitrineError =>
  new VitrineError('parameter_invalid', { parameter, found, expected })

const listed = (values: readonly string[]): readonly string[] =>
  values
    .flatMap(value => value.split(','))
    .map(value => value.trim())
    .filter(value => value !== '')

/** Reads the parameters; unknown ones are kept for the formats and otherwise ignored. Rejects with `parameter_invalid`. */
export function readSearchParams(query: URLSearchParams): SearchParams {
  const sent = [...query].filter(([, value]) => value !== '')
  const all = (name: string): readonly string[] =>
    sent.flatMap(([key, value]) => (key === name ? [value] : []))
  const last = (name: string): string | undefined => all(name).at(-1)
  const byField = (prefix: string): ByField => {
    const found = sent.flatMap(([key, value]) =>
      key.startsWith(`${prefix}.`) ? [[key.slice(prefix.length + 1), value] as const] : [],
    )
    const grouped = Map.groupBy(found, ([field]) => field)
    return new Map([...grouped].map(([field, pairs]) => [field, pairs.map(([, value]) => value)]))
  }
  const fields = listed(all('fields'))
  return {
    datasets: namedDatasets(query),
    q: sent.flatMap(([key, value]) => (key === 'q' || key === 'rq' || key.startsWith('q.') ? [value] : [])),
    distance: last('geofilter.distance'),
    polygon: last('geofilter.polygon'),
    bbox: last('geofilter.bbox'),
    digests: sent.flatMap(([key, digest]) => {
      const field = /^geo_digest(?:\.(.+))?$/s.exec(key)
      return field === null ? [] : [{ field: field[1] ?? null, digest }]
    }),
    facet: listed(all('facet')),
    refine: byField('refine'),
    exclude: byField('exclude'),
    disjunctive: byField('disjunctive'),
    facetsort: byField('facetsort'),
    fields: fields.length === 0 ? null : fields,
    sort: listed(all('sort')),
    format: last('format'),
    timezone: zoneOf(last('timezone') ?? 'UTC'),
    lang: last('lang'),
    other: Object.fromEntries(sent),
  }
}

function zoneOf(name: string): string {
  const zone = readTimezone(name)
  if (zone === null) throw invalid('timezone', name, 'a time zone such as Europe/Paris')
  return zone
}

/** A boolean parameter; absent is false. */
export function readTruth(name: string, text: string | undefined): boolean {
  const lower = text?.toLowerCase()
  if (lower === undefined || lower === 'false') return false
  if (lower === 'true') return true
  throw invalid(name, text ?? '', 'true or false')
}

/** The format of an answer, `json` when none is said. */
export function readFormat<T extends string>({ format = 'json' }: SearchParams, formats: readonly T[]): T {
  const found = formats.find(one => one === format)
  if (found === undefined) throw invalid('format', format, `one of ${formats.join(', ')}`)
  return found
}

/** `maxpoints`: 0 or less for all. Rejects with `parameter_invalid`. */
export function readMost({ other }: SearchParams): number {
  const text = other.maxpoints ?? '0'
  if (!/^-?\d{1,9}$/.test(text)) throw invalid('maxpoints', text, 'a number')
  return Number(text)
}

/** The deepest zoom of a map. */
const DEEPEST = 25

/** A zoom of a map; null when none is said. Rejects with `parameter_invalid`. */
export function readZoom({ other }: SearchParams, name: string): number | null {
  const text = other[name]
  if (text === undefined) return null
  if (!/^\d{1,2}$/.test(text) || Number(text) > DEEPEST)
    throw invalid(name, text, `a zoom from 0 to ${DEEPEST}`)
  return Number(text)
}

/** The furthest record that a page reaches. */
const REACH = 10_000

/** `rows` and `start` of a page (explore-api §14.2). */
export interface SearchPage {
  readonly limit: number
  readonly offset: number
}

/** The page that a request asks for; so many rows when it does not say. Rejects with `parameter_invalid`. */
export function readPage({ other }: SearchParams, rows = 10): SearchPage {
  const limit = readCount(other, 'rows', rows)
  const offset = readCount(other, 'start', 0)
  if (limit + offset > REACH) throw invalid('sum of start + rows', String(limit + offset), `<= ${REACH}`)
  return { limit, offset }
}

/** `rows` of a download: everything when absent or negative. */
export function readDownloadRows({ other }: SearchParams): number | null {
  const { rows } = other
  if (rows === undefined || /^-\d+$/.test(rows)) return null
  if (!/^\d{1,15}$/.test(rows)) throw invalid('rows', rows, 'a number')
  return Number(rows)
}

function readCount(other: SearchParams['other'], name: string, otherwise: number): number {
  const text = other[name]
  if (text === undefined) return otherwise
  if (!/^\d{1,9}$/.test(text) || Number(text) > REACH) throw invalid(name, text, `0 <= ${name} <= ${REACH}`)
  return Number(text)
}
