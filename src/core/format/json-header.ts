import { ColumnNames } from './json-columns.ts'
import type { RawValue } from './reader.ts'

/** A first row that names columns: different texts, none like a number. */
export const looksLikeHeader = (row: readonly RawValue[]): boolean =>
  row.length > 0 &&
  new Set(row).size === row.length &&
  row.every(value => typeof value === 'string' && value !== '' && !/^[-+.\d]/.test(value.trim()))

/** Names for `width` columns from the texts there are; `column_3` where there is none, `x_2` for a second `x`. */
export const headerNames = (row: readonly RawValue[], width: number): readonly string[] => {
  const columns = new ColumnNames()
  for (let at = 0; at < width; at++) {
    const value = row[at] ?? null
    const text = value === null || typeof value === 'object' ? '' : String(value)
    columns.add(columns.free(text.trim() === '' ? `column_${at + 1}` : text))
  }
  return columns.names
}
