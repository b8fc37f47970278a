import type { ErrorCode } from '../errors.ts'
import type { RawValue } from '../format/reader.ts'
import { castDate } from './cast-date.ts'
import { castFile, castGeometry, castJson, castPoint, type FileTexts } from './cast-documents.ts'
import type { CastSpec } from './cast-spec.ts'
import type { TsvWriter } from './tsv-writer.ts'
import { isEmptyGeometry } from './types-geo.ts'
import { INTEGER, type NumberFormat, plainNumber, plainNumbers } from './types-number.ts'
import { isBlank, isMissingMarker } from './types-value.ts'

/**
 * Writes one value as the physical columns of its field (`core/sql/table.ts`), or answers false and leaves
 * the row to be taken back.
 */
export type Cast = (value: RawValue, out: TsvWriter) => boolean

/** The reason of quarantine for a value that is not of the type. */
export const castReason = (spec: CastSpec): ErrorCode => `cast_${spec.type}`

/** Chooses once per column what then runs for every value; `files` says what is kept of the file that a text names. */
export function compileCast(spec: CastSpec, files: FileTexts = noFiles): Cast {
  switch (spec.type) {
    case 'text':
      return spec.list ? castList(spec.separator) : castText
    case 'int':
      return typed(1, castInt(spec.format))
    case 'double':
      return typed(1, castDouble(spec.format))
    case 'boolean':
      return typed(1, castBoolean(spec.truth, spec.falsehood))
    case 'date':
    case 'datetime':
      return typed(1, castDate(spec.type, spec.order))
    case 'geo_point_2d':
      return typed(2, castPoint(spec.latitudeFirst))
    case 'geo_shape':
      return typed(3, castGeometry)
    case 'json_blob':
      return typed(1, castJson)
    case 'file':
      return typed(1, castFile(files))
  }
}

const noFiles: FileTexts = () => undefined

/** Null for what is missing, else the cast with surrounding white space left out. */
function typed(columns: number, cast: Cast): Cast {
  return (value, out) => {
    if (value === null) return nulls(columns, out)
    if (typeof value !== 'string') return isNothing(value) ? nulls(columns, out) : cast(value, out)
    const length = value.length
    if (length === 0) return nulls(columns, out)
    const first = value.charCodeAt(0)
    if (first > 32 && first < 128 && value.charCodeAt(length - 1) > 32) {
      if (cast(value, out)) return true
      return isMissingMarker(value) ? nulls(columns, out) : false
    }
    const text = value.trim()
    if (text.length === 0 || isMissingMarker(text)) return nulls(columns, out)
    return cast(text, out)
  }
}

const isNothing = (value: Exclude<RawValue, null>): boolean =>
  typeof value === 'object' && value.kind === 'geometry' && isEmptyGeometry(value.geometry)

function nulls(columns: number, out: TsvWriter): true {
  out.null()
  for (let i = 1; i < columns; i++) {
    out.tab()
    out.null()
  }
  return true
}

/** The text that a value of any kind is in a column of texts. */
export function textOf(value: Exclude<RawValue, null>): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object') return String(value)
  switch (value.kind) {
    case 'date':
      return value.iso
    case 'datetime':
      return new Date(value.epochMs).toISOString()
    case 'geometry':
      return JSON.stringify(value.geometry)
    case 'list':
      return value.items.join(',')
    case 'json':
      return value.text
  }
}

const castText: Cast = (value, out) => {
  if (value === null || (typeof value === 'string' && isBlank(value))) return nulls(1, out)
  out.text(textOf(value))
  return true
}

/** An array literal; cells are cut at `separator`, their parts trimmed, and empty parts left out. */
function castList(separator: string | null): Cast {
  return (value, out) => {
    const items = itemsOf(value, separator)
    out.plain('[')
    for (let i = 0; i < items.length; i++) {
      out.plain(i === 0 ? "'" : ",'")
      out.text(items[i] ?? '', true)
      out.plain("'")
    }
    out.plain(']')
    return true
  }
}

function itemsOf(value: RawValue, separator: string | null): readonly string[] {
  if (value === null) return []
  if (isList(value)) return value.items
  const text = textOf(value)
  if (isBlank(text)) return []
  if (separator === null || separator === '') return [text]
  const items = text.split(separator).map(item => item.trim())
  return items.filter(item => item !== '')
}

const isList = (value: RawValue): value is { kind: 'list'; items: readonly string[] } =>
  typeof value === 'object' && value !== null && value.kind === 'list'

const LEAST = -(2n ** 63n)
const MOST = 2n ** 63n - 1n

function castInt(format: NumberFormat): Cast {
  const read = plainNumbers(format)
  return (value, out) => {
    if (typeof value === 'string') {
      if (plainNumber(value) === INTEGER) {
        out.plain(value)
        return true
      }
      return writeInteger(read(value), out)
    }
    if (typeof value === 'number' && !Number.isInteger(value)) return false
    return typeof value === 'number' || typeof value === 'bigint' ? writeInteger(String(value), out) : false
  }
}

function writeInteger(text: string | undefined, out: TsvWriter): boolean {
  if (text === undefined || !/^-?\d{1,19}(?:\.0*)?$/.test(text)) return false
  const value = BigInt(text.split('.', 1)[0] ?? '')
  if (value < LEAST || value > MOST) return false
  out.plain(String(value))
  return true
}

/** Digits that say the same to every reader of decimals: no shorter form is looked for. */
function castDouble(format: NumberFormat): Cast {
  const read = plainNumbers(format)
  return (value, out) => {
    if (typeof value === 'number') return writeDouble(value, out)
    if (typeof value === 'bigint') return writeDouble(Number(value), out)
    if (typeof value !== 'string') return false
    const text = read(value)
    if (text === undefined) return false
    if (text.length > 15 || !SHORT.test(text)) return writeDouble(Number(text), out)
    out.plain(text)
    return true
  }
}

/** Digits on both sides of a dot, or none: what every reader of decimals reads alike. */
const SHORT = /^-?\d+(?:\.\d+)?$/

function writeDouble(value: number, out: TsvWriter): boolean {
  if (!Number.isFinite(value)) return false
  out.plain(String(value))
  return true
}

function castBoolean(truth: string, falsehood: string): Cast {
  return (value, out) => {
    if (typeof value !== 'boolean' && typeof value !== 'string') return false
    const word = typeof value === 'string' ? value.toLowerCase() : ''
    if (value === true || word === truth) out.plain('true')
    else if (value === false || word === falsehood) out.plain('false')
    else return false
    return true
  }
}
