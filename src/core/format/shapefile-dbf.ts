import iconv from 'iconv-lite'
import { exactDecimal, exactInteger } from './json-number.ts'
import type { RawValue } from './reader.ts'
import { BytePuller, damagedShapefile } from './shapefile-bytes.ts'

/** A field of a dBASE table. */
interface DbfField {
  readonly name: Uint8Array
  readonly type: string
  readonly at: number
  readonly length: number
}

export interface DbfHeader {
  readonly records: number
  readonly headerLength: number
  readonly recordLength: number
  /** Language driver, a hint of the encoding. */
  readonly language: number
  readonly fields: readonly DbfField[]
}

/** Language drivers that shapefiles carry, as encodings. */
const LANGUAGES: Readonly<Record<number, string>> = {
  1: 'cp437',
  2: 'cp850',
  3: 'windows-1252',
  4: 'macroman',
  8: 'cp865',
  9: 'cp437',
  10: 'cp850',
  13: 'cp437',
  14: 'cp850',
  15: 'cp437',
  16: 'cp850',
  19: 'shift_jis',
  20: 'cp850',
  26: 'cp850',
  29: 'cp850',
  31: 'cp852',
  38: 'cp866',
  77: 'gbk',
  78: 'cp949',
  79: 'big5',
  80: 'cp874',
  87: 'windows-1252',
  88: 'windows-1252',
  89: 'windows-1252',
  100: 'cp852',
  101: 'cp866',
  102: 'cp865',
  107: 'cp857',
  120: 'big5',
  121: 'cp949',
  122: 'gbk',
  123: 'shift_jis',
  200: 'windows-1250',
  201: 'windows-1251',
  202: 'windows-1254',
  203: 'windows-1253',
}

export const languageEncoding = (language: number): string | undefined => LANGUAGES[language]

/** Code pages by number: `65001`, `88591`, `1252`. */
const numbered = (name: string): readonly string[] =>
  name === '65001'
    ? ['utf-8']
    : [name.startsWith('8859') ? `iso-8859-${name.slice(4)}` : `cp${name}`, `windows-${name}`]

/** The encoding that a `.cpg` names; undefined when it is none that is known. */
export const cpgEncoding = (text: string): string | undefined => {
  const name = text.trim().replace(/^ANSI\s+/i, '')
  const candidates = /^\d+$/.test(name) ? numbered(name) : [name]
  return candidates.find(candidate => candidate !== '' && iconv.encodingExists(candidate))
}

/** Reads the header of a `.dbf`. @throws VitrineError `source_damaged`. */
export const readDbfHeader = (view: DataView): DbfHeader => {
  if (view.byteLength < 32) throw damagedShapefile()
  const headerLength = view.getUint16(8, true)
  const recordLength = view.getUint16(10, true)
  const fields: DbfField[] = []
  let at = 1
  for (
    let place = 32;
    place + 32 <= Math.min(headerLength, view.byteLength) && view.getUint8(place) !== 0x0d;
    place += 32
  ) {
    const type = String.fromCharCode(view.getUint8(place + 11))
    const length = view.getUint8(place + 16) + (type === 'C' ? view.getUint8(place + 17) * 256 : 0)
    const name = new Uint8Array(view.buffer, view.byteOffset + place, 11)
    fields.push({ name: name.subarray(0, name.indexOf(0) === -1 ? 11 : name.indexOf(0)), type, at, length })
    at += length
  }
  if (recordLength === 0 || at > recordLength) throw damagedShapefile()
  return { records: view.getUint32(4, true), headerLength, recordLength, language: view.getUint8(29), fields }
}

/** The records of a `.dbf` as rows in the order of its fields; null for a deleted one. */
export async function* dbfRows(
  chunks: AsyncIterable<Uint8Array>,
  header: DbfHeader,
  encoding: string,
): AsyncGenerator<RawValue[] | null> {
  const puller = new BytePuller(chunks)
  try {
    await puller.take(header.headerLength)
    for (let record = 0; record < header.records; record++) {
      const view = await puller.take(header.recordLength)
      if (view === null) throw damagedShapefile()
      yield view.getUint8(0) === 0x2a ? null : header.fields.map(field => fieldValue(view, field, encoding))
    }
  } finally {
    await puller.close()
  }
}

const fieldValue = (view: DataView, { type, at, length }: DbfField, encoding: string): RawValue => {
  if (type === 'I' && length === 4) return view.getInt32(at, true)
  if ((type === 'O' || type === 'B') && length === 8) return view.getFloat64(at, true)
  const text = decodeText(new Uint8Array(view.buffer, at, length), encoding)
  if (text === '') return null
  return TEXTS[type]?.(text) ?? (type in TEXTS ? null : text)
}

/** A cell's text without the blanks that fill it. */
export const decodeText = (bytes: Uint8Array, encoding: string): string => {
  const zero = bytes.indexOf(0)
  const text = iconv.decode(Buffer.from(zero === -1 ? bytes : bytes.subarray(0, zero)), encoding)
  return text.trimEnd()
}

const numberOf = (text: string): RawValue => {
  const token = text.trim()
  if (/^\*+$/.test(token)) return null
  if (/^-?\d+$/.test(token)) return exactInteger(token)
  return /^-?\d*\.?\d+(?:[eE][+-]?\d+)?$/.test(token) ? exactDecimal(token) : token
}

/** Values of types that are written as text; a type that is not here is kept as its text. */
const TEXTS: Readonly<Record<string, (text: string) => RawValue>> = {
  N: numberOf,
  F: numberOf,
  D: text => {
    const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text.trim()) ?? []
    if (year === undefined) return text.trim()
    return `${year}${month}${day}` === '00000000' ? null : { kind: 'date', iso: `${year}-${month}-${day}` }
  },
  L: text => (/^[TtYy]$/.test(text) ? true : /^[FfNn]$/.test(text) ? false : null),
}
