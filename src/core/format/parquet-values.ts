import { isUtf8 } from 'node:buffer'
import type { FileMetaData, ParquetReadOptions, SchemaTree } from 'hyparquet'
import { compactJson } from './json-compact.ts'
import { exactDecimal, exactInteger } from './json-number.ts'
import { readWkb } from './parquet-wkb.ts'
import type { RawTyped, RawValue } from './reader.ts'

type SchemaElement = FileMetaData['schema'][number]
type Parsers = NonNullable<ParquetReadOptions['parsers']>

const DAY = 86_400_000

const isRawTyped = (value: unknown): value is RawTyped =>
  typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string'

const isoDate = (epochMs: number): string | null => {
  const date = new Date(epochMs)
  const year = date.getUTCFullYear()
  return Number.isNaN(year) || year < 1 || year > 9999 ? null : date.toISOString()
}

/** An instant; as text when it is outside the years 1 to 9999. */
const instant = (count: bigint, perMs: bigint): RawTyped | string => {
  const epochMs = Number(count >= 0n ? count / perMs : -((-count + perMs - 1n) / perMs))
  return isoDate(epochMs) === null ? String(count) : { kind: 'datetime', epochMs }
}

const textOf = (bytes: Uint8Array): string => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return isUtf8(buffer) ? buffer.toString('utf8') : new TextDecoder('windows-1252').decode(bytes)
}

const bytesText = (bytes: Uint8Array): string => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return isUtf8(buffer) ? buffer.toString('utf8') : buffer.toString('hex')
}

/** Annotated values as the readers give them: dates, instants to the millisecond, geometries, JSON as written. */
export const PARSERS: Parsers = {
  timestampFromMilliseconds: count => instant(BigInt(count), 1n),
  timestampFromMicroseconds: count => instant(BigInt(count), 1000n),
  timestampFromNanoseconds: count => instant(BigInt(count), 1_000_000n),
  dateFromDays: (days: number): RawTyped | string => {
    const iso = isoDate(days * DAY)
    return iso === null ? String(days) : { kind: 'date', iso: iso.slice(0, 10) }
  },
  stringFromBytes: bytes => bytes && textOf(bytes),
  jsonFromBytes: bytes => bytes && jsonOrText(textOf(bytes)),
  geometryFromBytes: bytes => bytes && geometryOrHex(bytes),
  geographyFromBytes: bytes => bytes && geometryOrHex(bytes),
}

const jsonOrText = (text: string): RawTyped | string => {
  try {
    JSON.parse(text)
    return { kind: 'json', text: compactJson(text) }
  } catch {
    return text
  }
}

const geometryOrHex = (bytes: Uint8Array): RawTyped | string => {
  const geometry = readWkb(bytes)
  return geometry === null ? Buffer.from(bytes).toString('hex') : { kind: 'geometry', geometry }
}

/** What the library would round or refuse, taken out of its hands. */
export interface OwnKinds {
  /** Scale of decimals. */
  readonly decimals: ReadonlyMap<SchemaElement, number>
  /** Units a second of times of day. */
  readonly times: ReadonlyMap<SchemaElement, bigint>
}

/** Removes the annotations of decimals, times and the like from a schema, to convert them without loss. */
export const takeOwnKinds = (metadata: FileMetaData): OwnKinds => {
  const decimals = new Map<SchemaElement, number>()
  const times = new Map<SchemaElement, bigint>()
  for (const element of metadata.schema) {
    const { converted_type: converted, logical_type: logical } = element
    const perSecond = unitsASecond(element)
    if (converted === 'DECIMAL' || logical?.type === 'DECIMAL')
      decimals.set(element, element.scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0))
    else if (perSecond !== null) times.set(element, perSecond)
    else if (converted === 'ENUM' || logical?.type === 'ENUM') element.converted_type = 'UTF8'
    else if (converted !== 'BSON' && converted !== 'INTERVAL') continue
    if (element.converted_type !== 'UTF8') delete element.converted_type
    delete element.logical_type
  }
  return { decimals, times }
}

const unitsASecond = ({ converted_type: converted, logical_type: logical }: SchemaElement): bigint | null => {
  if (logical?.type === 'TIME')
    return { MILLIS: 1000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n }[logical.unit]
  if (converted === 'TIME_MILLIS') return 1000n
  return converted === 'TIME_MICROS' ? 1_000_000n : null
}

/** The value of a column's place, from what the library gave. */
export const columnValue = (tree: SchemaTree, kinds: OwnKinds, value: unknown): RawValue => {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) {
    const element = listElement(tree)
    const items = value.map(item => (isNested(item) ? null : scalar(element, kinds, item)))
    return items.every(item => typeof item === 'string')
      ? { kind: 'list', items }
      : { kind: 'json', text: jsonText(tree, kinds, value) }
  }
  return isNested(value) ? { kind: 'json', text: jsonText(tree, kinds, value) } : scalar(tree, kinds, value)
}

const isNested = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array) && !isRawTyped(value)

/** The tree of a list's elements (three levels, or two in old files). */
const listElement = (tree: SchemaTree): SchemaTree => {
  const [repeated] = tree.children
  if (repeated === undefined) return tree
  const [element] = repeated.children
  return repeated.children.length === 1 && element !== undefined ? element : repeated
}

const scalar = ({ element }: SchemaTree, kinds: OwnKinds, value: unknown): RawValue => {
  const scale = kinds.decimals.get(element)
  if (scale !== undefined) return decimal(value, scale)
  const perSecond = kinds.times.get(element)
  if (perSecond !== undefined && (typeof value === 'bigint' || typeof value === 'number'))
    return timeOfDay(BigInt(value), perSecond)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'bigint') return exactInteger(String(value))
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (value instanceof Uint8Array) return bytesText(value)
  return isRawTyped(value) ? value : null
}

const decimal = (value: unknown, scale: number): RawValue => {
  if (typeof value !== 'number' && typeof value !== 'bigint' && !(value instanceof Uint8Array)) return null
  const unscaled = value instanceof Uint8Array ? signedInteger(value) : BigInt(value)
  if (scale <= 0) return exactInteger(String(unscaled * 10n ** BigInt(-scale)))
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  return exactDecimal(`${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`)
}

const signedInteger = (bytes: Uint8Array): bigint =>
  bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`))

const timeOfDay = (count: bigint, perSecond: bigint): string => {
  const seconds = count / perSecond
  const parts = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map(part =>
    String(part).padStart(2, '0'),
  )
  const fraction = String(count % perSecond)
    .padStart(String(perSecond).length - 1, '0')
    .replace(/0+$/, '')
  return fraction === '' ? parts.join(':') : `${parts.join(':')}.${fraction}`
}

/** A nested value as JSON text, numbers without loss. */
const jsonText = (tree: SchemaTree, kinds: OwnKinds, value: unknown): string => {
  if (Array.isArray(value)) {
    const element = listElement(tree)
    return `[${value.map(item => jsonText(element, kinds, item)).join(',')}]`
  }
  if (isNested(value)) {
    const members = Object.entries(value).map(
      ([name, member]) => `${JSON.stringify(name)}:${jsonText(memberTree(tree, name), kinds, member)}`,
    )
    return `{${members.join(',')}}`
  }
  return value === undefined ? 'null' : scalarText(tree, kinds, value)
}

/** The tree of a struct's member, or of a map's values. */
const memberTree = (tree: SchemaTree, name: string): SchemaTree => {
  const member = tree.children.find(({ element }) => element.name === name)
  return member ?? tree.children[0]?.children[1] ?? tree
}

const scalarText = (tree: SchemaTree, kinds: OwnKinds, value: unknown): string => {
  const raw = scalar(tree, kinds, value)
  if (raw === null || typeof raw === 'boolean' || typeof raw === 'number' || typeof raw === 'bigint')
    return String(raw)
  if (typeof raw === 'string') return kinds.decimals.has(tree.element) ? raw : JSON.stringify(raw)
  if (raw.kind === 'json') return raw.text
  if (raw.kind === 'date') return JSON.stringify(raw.iso)
  if (raw.kind === 'datetime') return JSON.stringify(new Date(raw.epochMs).toISOString())
  return JSON.stringify(raw.kind === 'geometry' ? raw.geometry : raw.items)
}
