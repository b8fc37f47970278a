import type { ColumnNames } from './json-columns.ts'
import { CLOSE_BRACE, CLOSE_BRACKET, type JsonScanner, OPEN_BRACE, OPEN_BRACKET } from './json-scanner.ts'
import { readValue } from './json-value.ts'
import type { RawValue } from './reader.ts'

/** Passes the object at hand, adding the names of its members; gives how many it has. */
export const noteMembers = (scanner: JsonScanner, columns: ColumnNames): number => {
  scanner.expect(OPEN_BRACE)
  let members = 0
  for (; scanner.nextItem(CLOSE_BRACE, members === 0) !== CLOSE_BRACE; members++) {
    if (!passExpected(scanner, columns.written[members])) columns.add(scanner.readKey())
    scanner.skipValue()
  }
  return members
}

/** Reads the object at hand into `row`, the first column's value at `from`; members without a column are passed. */
export const readMembers = (scanner: JsonScanner, columns: ColumnNames, row: RawValue[], from = 0): void => {
  scanner.expect(OPEN_BRACE)
  let expected = 0
  for (let first = true; scanner.nextItem(CLOSE_BRACE, first) !== CLOSE_BRACE; first = false) {
    const place = passExpected(scanner, columns.written[expected])
      ? expected
      : columns.placeOf(scanner.readKey())
    if (place === undefined) scanner.skipValue()
    else {
      row[from + place] = readValue(scanner)
      expected = place + 1
    }
  }
}

const passExpected = (scanner: JsonScanner, written: string | null | undefined): boolean =>
  written != null && scanner.passKey(written)

/** Reads the array at hand into a row; values beyond `width` are counted, not kept. */
export const readElements = (scanner: JsonScanner, row: RawValue[], width: number): number => {
  scanner.expect(OPEN_BRACKET)
  let count = 0
  for (; scanner.nextItem(CLOSE_BRACKET, count === 0) !== CLOSE_BRACKET; count++) {
    if (count < width) row[count] = readValue(scanner)
    else scanner.skipValue()
  }
  return count
}

/** Passes the array at hand; gives how many elements it has. */
export const countElements = (scanner: JsonScanner): number => {
  scanner.expect(OPEN_BRACKET)
  let count = 0
  for (; scanner.nextItem(CLOSE_BRACKET, count === 0) !== CLOSE_BRACKET; count++) scanner.skipValue()
  return count
}
