import { compactJson } from './json-compact.ts'
import {
  CLOSE_BRACKET,
  escapeControls,
  type JsonScanner,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './json-scanner.ts'
import type { RawValue } from './reader.ts'

/** The value at hand: scalars as they are, arrays of texts as lists, the rest as JSON text. */
export const readValue = (scanner: JsonScanner): RawValue => {
  const code = scanner.peek()
  if (code === QUOTE) return scanner.readString()
  if (code === OPEN_BRACKET) return readList(scanner) ?? readJson(scanner)
  if (code === OPEN_BRACE) return readJson(scanner)
  return scanner.startsNumber(code) ? scanner.readNumber() : scanner.readWord()
}

/** An array of texts; null, and nothing read, when it holds anything else. */
const readList = (scanner: JsonScanner): RawValue => {
  const start = scanner.pos
  const before = scanner.repairs.trailingCommas
  const items: string[] = []
  scanner.pos++
  for (let code = scanner.nextItem(CLOSE_BRACKET, true); ; code = scanner.nextItem(CLOSE_BRACKET, false)) {
    if (code === CLOSE_BRACKET) return { kind: 'list', items }
    if (code !== QUOTE) break
    items.push(scanner.readString())
  }
  scanner.pos = start
  scanner.repairs.trailingCommas = before
  return null
}

/** The value at hand as compact JSON text, every number as it is written. */
export const readJsonText = (scanner: JsonScanner): string => {
  scanner.peek()
  const start = scanner.pos
  scanner.spaced = false
  scanner.repaired = false
  scanner.skipValue()
  const text = scanner.text.slice(start, scanner.pos)
  return scanner.repaired ? repair(text) : scanner.spaced ? compactJson(text) : text
}

const readJson = (scanner: JsonScanner): RawValue => ({ kind: 'json', text: readJsonText(scanner) })

const FAULTS = /("(?:[^"\\]+|\\.)*")|[ \n\r\t]+|,(?=[ \n\r\t]*[\]}])|-?(?:NaN|Infinity)/gs

/** Checked JSON text made compact, with its repairs made. */
const repair = (text: string): string =>
  text.replace(FAULTS, (found, string?: string) => {
    if (string !== undefined) return escapeControls(string)
    return /[NI]/.test(found) ? 'null' : ''
  })
