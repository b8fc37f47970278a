import type { ColumnHash, SourceRequest } from './hashers.ts'
import { hashExport, hashSource } from './hashers.ts'
import { type WireField, wireKind } from './match-fields.ts'

type Outline = NonNullable<ColumnHash['outline']>

const shown = (cell: string | undefined): string =>
  cell === undefined ? 'nothing' : JSON.stringify(cell.length > 80 ? `${cell.slice(0, 80)}…` : cell)

/** The first record on which a column of the source and a field differ, in words; null when none is found. */
export const firstDifference = async (
  request: SourceRequest,
  column: number,
  exportFile: string,
  field: WireField,
): Promise<string | null> => {
  const wanted = request.columns[column]
  if (wanted === undefined) return null
  const [source, wire] = await Promise.all([
    hashSource({ ...request, columns: [{ ...wanted, dump: true, outline: false }] }),
    hashExport({ file: exportFile, fields: [{ name: field.name, type: wireKind(field), dump: true }] }),
  ])
  const expected = source.columns[0]?.cells ?? []
  const published = wire.columns[0]?.cells ?? []
  const at = expected.findIndex((cell, index) => cell !== published[index])
  return at < 0 ? null : `record ${at + 1}: ${shown(expected[at])} became ${shown(published[at])}`
}

/** Compares shapes whose positions may differ by `tolerance` degrees; null when they agree. */
export const outlineDisagreement = (tolerance: number, source: Outline, wire: Outline): string | null => {
  if (source.length !== wire.length) return `${wire.length} shapes, expected ${source.length}`
  let largest = 0
  for (const [at, expected] of source.entries()) {
    const found = wire[at] ?? null
    if (expected === null || found === null) {
      if (expected !== found) return `record ${at + 1}: a shape is missing`
      continue
    }
    if (expected[0] !== found[0]) return `record ${at + 1}: shapes are built differently`
    for (const [index, number] of expected[1].entries())
      largest = Math.max(largest, Math.abs(number - (found[1][index] ?? Number.POSITIVE_INFINITY)))
  }
  return largest <= tolerance ? null : `positions differ by up to ${largest} degrees`
}
