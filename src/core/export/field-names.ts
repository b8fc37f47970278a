import { VitrineError } from '../errors.ts'
import type { ExportColumn } from './rows.ts'

/**
 * Numbers of the columns that an option names, between commas. A whole text that is a name stands for that name.
 * @throws VitrineError `parameter_invalid` for a name that no column has.
 */
export function fieldNames(
  option: string,
  text: string,
  columns: readonly ExportColumn[],
): readonly number[] {
  const numberOf = (name: string): number => columns.findIndex(({ key }) => key === name)
  if (text === '') return []
  if (numberOf(text) >= 0) return [numberOf(text)]
  return text.split(',').map(part => {
    const number = numberOf(part.trim())
    if (number >= 0) return number
    throw new VitrineError('parameter_invalid', {
      ...{ parameter: option, found: part.trim(), expected: 'names of fields of the file' },
    })
  })
}

/** Makes each name another one: a number behind those that are taken; `fit` says what a name may be. */
export function uniqueNames(
  names: readonly string[],
  fit: (name: string, number: number) => string,
): readonly string[] {
  const taken = new Set<string>()
  // the last number behind a name: a thousand equal ones are not counted up a thousand times
  const last = new Map<string, number>()
  return names.map(name => {
    const plain = fit(name, 1).toLowerCase()
    let number = last.get(plain) ?? 1
    let fitted = fit(name, number)
    while (taken.has(fitted.toLowerCase())) fitted = fit(name, ++number)
    last.set(plain, number)
    taken.add(fitted.toLowerCase())
    return fitted
  })
}

/** Names of elements: what XML does not take in one becomes `_`, as GDAL does. */
export const xmlNames = (names: readonly string[]): readonly string[] =>
  uniqueNames(names, (name, number) => {
    const fitted = name.replace(/[^\p{L}\p{Nd}_.-]/gu, '_').replace(/^(?![\p{L}_])/u, '_')
    return number === 1 ? fitted : `${fitted}_${number}`
  })
