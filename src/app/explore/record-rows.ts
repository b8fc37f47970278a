import type { ExportColumn, ExportKind, ExportRow, ExportRows, ExportValue } from '../../core/export/rows.ts'
import type { PlannedQuery } from '../../core/odsql/plan.ts'
import { countOf } from '../../core/record/shape.ts'
import { compileHeights, compileRows } from '../../core/sql/export-rows.ts'
import type { QueryTable } from '../../core/sql/query-table.ts'
import { recordIdItem } from '../../core/sql/record-table.ts'
import type { RecordStore } from '../ports/record-store.ts'

const LF = 10

/** What rows are asked for. */
export interface RowQuestion {
  readonly planned: PlannedQuery
  readonly table: QueryTable
  readonly identified: boolean
}

/** Rows of a plan, as the engine finds them; of records with their identifiers when `identified` asks for them. */
export function recordRows(
  records: RecordStore,
  { planned, table, identified }: RowQuestion,
  signal: AbortSignal,
): ExportRows {
  const ends = identified && planned.groupBy === null
  const select = ends ? [...planned.select, recordIdItem(table.fields)] : planned.select
  const compiled = compileRows({ ...planned, select }, table)
  const columns = compiled.columns.slice(0, planned.select.length)
  const lines = records.stream(compiled, { format: 'JSONCompactEachRow', profile: 'export' }, signal)
  return {
    columns,
    identified: ends,
    batches: readRows(columns, lines),
    hasHeights: async () => {
      const counting = compileHeights(planned, table)
      return counting !== null && countOf(await records.query(counting, 'export', signal)) > 0
    },
  }
}

/** Lines of JSON arrays, cut anywhere, become batches of rows; every raw line end ends a row. */
export async function* readRows(
  columns: readonly ExportColumn[],
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly ExportRow[]> {
  const read = rowReader(columns)
  let held: Uint8Array[] = []
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LF)
    if (end < 0) {
      held.push(chunk)
      continue
    }
    yield read(Buffer.concat([...held, chunk.subarray(0, end)]).toString('utf8'))
    held = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : []
  }
  if (held.length > 0) yield read(Buffer.concat(held).toString('utf8'))
}

type ReadValue = (value: unknown) => ExportValue

/** 64-bit integers arrive as texts, so that no digit is lost. */
const readInt: ReadValue = value => {
  if (typeof value !== 'string') return typeof value === 'number' ? value : null
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : BigInt(value)
}

const readDouble: ReadValue = value => {
  if (value === null) return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

const readPosition: ReadValue = value => {
  const [lon, lat]: readonly unknown[] = Array.isArray(value) ? value : []
  return typeof lon === 'number' && typeof lat === 'number' ? [lon, lat] : null
}

const readTexts: ReadValue = value => (Array.isArray(value) && value.length > 0 ? value.map(String) : null)

/** Kinds whose values do not arrive as they are kept. */
const READERS: { readonly [K in ExportKind]?: ReadValue } = {
  int: readInt,
  double: readDouble,
  geo_point_2d: readPosition,
  texts: readTexts,
}

/** Reads the lines of a batch; values are changed where they stand. */
function rowReader(columns: readonly ExportColumn[]): (lines: string) => readonly ExportRow[] {
  const readers = columns.flatMap(({ kind }, index) => {
    const read = READERS[kind]
    return read === undefined ? [] : [{ index, read }]
  })
  return lines => {
    const rows = JSON.parse(`[${lines.replaceAll('\n', ',')}]`) as ExportValue[][]
    for (const row of rows) for (const { index, read } of readers) row[index] = read(row[index])
    return rows
  }
}
