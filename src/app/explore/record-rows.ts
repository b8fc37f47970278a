import type { ExportColumn, ExportKind, ExportRow, ExportRows, ExportValue } from '../../core/export/rows.ts'
import type { CompiledRows } from '../../core/sql/export-rows.ts'
import type { RecordStore } from '../ports/record-store.ts'

const LF = 10

/** Rows of a compiled export, as the engine finds them. */
export const recordRows = (
  records: RecordStore,
  compiled: CompiledRows,
  signal: AbortSignal,
): ExportRows => ({
  columns: compiled.columns,
  batches: readRows(
    compiled.columns,
    records.stream(compiled, { format: 'JSONCompactEachRow', profile: 'export' }, signal),
  ),
})

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
