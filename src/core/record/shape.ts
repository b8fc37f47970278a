import type { ColumnShape, ResultColumn } from '../sql/compiled.ts'

/** A value of an answer, as JSON. `bigint` is a whole number beyond 2^53: {@link jsonText} writes its digits. */
export type WireValue =
  | null
  | string
  | number
  | bigint
  | boolean
  | readonly WireValue[]
  | { readonly [key: string]: WireValue }

export type WireRecord = Readonly<Record<string, WireValue>>

type Shaper = (value: unknown) => WireValue

const text: Shaper = value =>
  typeof value === 'string' ? value : value === null || value === undefined ? null : String(value)

/** 64-bit integers arrive as texts so that no digit is lost. */
const int: Shaper = value => {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || !/^-?\d+$/.test(value)) return null
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : BigInt(value)
}

/** NaN and infinities arrive as null, or as texts from some functions. */
const double: Shaper = value => {
  if (value === null || value === undefined) return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

const boolean: Shaper = value => (value === null ? null : value === true || value === 1 || value === 'true')

const texts: Shaper = value => {
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(text)
  return text(value)
}

const point: Shaper = value => {
  if (!Array.isArray(value)) return null
  const [lon, lat] = value.map(double)
  return typeof lon === 'number' && typeof lat === 'number' ? { lon, lat } : null
}

function readJson(value: unknown): WireValue {
  if (typeof value !== 'string') return null
  try {
    return JSON.parse(value) as WireValue
  } catch {
    return value
  }
}

const shape: Shaper = value => {
  const geometry = readJson(value)
  return geometry === null ? null : { type: 'Feature', geometry, properties: {} }
}

const SHAPERS = {
  text,
  texts,
  int,
  double,
  boolean,
  date: text,
  datetime: text,
  geo_point: point,
  geo_shape: shape,
  json: readJson,
} satisfies Record<ColumnShape, Shaper>

/** The shaper of rows with these columns; made once an answer. */
export function shapeRows(
  columns: readonly ResultColumn[],
): (rows: readonly (readonly unknown[])[]) => readonly WireRecord[] {
  const shapers = columns.map(column => ({ key: column.key, shape: SHAPERS[column.shape] }))
  return rows =>
    rows.map(row => {
      const record: Record<string, WireValue> = {}
      for (const [index, { key, shape }] of shapers.entries()) record[key] = shape(row[index])
      return record
    })
}

/** Number of an answer to a count. */
export const countOf = (rows: readonly (readonly unknown[])[]): number => Number(rows[0]?.[0] ?? 0)

const hasBig = (value: WireValue): boolean =>
  typeof value === 'bigint' ||
  (typeof value === 'object' && value !== null && Object.values(value).some(hasBig))

/** JSON text; whole numbers beyond 2^53 keep their digits. */
export function jsonText(value: WireValue): string {
  if (!hasBig(value)) return JSON.stringify(value)
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`
  const members = Object.entries(value ?? {}).map(
    ([key, inner]) => `${JSON.stringify(key)}:${jsonText(inner)}`,
  )
  return `{${members.join(',')}}`
}
