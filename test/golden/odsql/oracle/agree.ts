import assert from 'node:assert/strict'
import { isoDay, isoInstant } from './calendar.ts'
import type { RowsAnswer } from './answer.ts'
import { isDay, isInstant, isList, isPoint } from './expression.ts'
import { orderValues } from './sorting.ts'
import type { Question, Value } from './tree.ts'

/** What the product answered. */
export interface Actual {
  readonly total: number
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/** A value as the wire writes it. */
export function wire(value: Value, timezone: string): unknown {
  if (value === null) return null
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (isDay(value)) return isoDay(value.day)
  if (isInstant(value)) return isoInstant(value.instant, timezone)
  if (isList(value)) return value.length === 0 ? null : value
  if (isPoint(value)) return { lon: value.lon, lat: value.lat }
  if (typeof value === 'object' && 'type' in value) return { type: 'Feature', geometry: value, properties: {} }
  return value
}

const INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d+))?([+-]\d{2}:\d{2})$/

const plain = (text: string): string =>
  text.replace(INSTANT, (_, clock: string, fraction: string | undefined, offset: string) => {
    const part = (fraction ?? '').replace(/0+$/, '')
    return `${clock}${part === '' ? '' : `.${part}`}${offset}`
  })

/** The tolerance of what is computed: floating point, and the model of the globe. */
export function isSame(actual: unknown, expected: unknown, tolerance = 1e-9): boolean {
  if (typeof actual === 'number' && typeof expected === 'number')
    return Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected))
  if (typeof actual === 'string' && typeof expected === 'string') return actual === expected || plain(actual) === plain(expected)
  if (typeof actual !== 'object' || typeof expected !== 'object' || actual === null || expected === null)
    return actual === expected
  const [own, other] = [Object.entries(actual), new Map<string, unknown>(Object.entries(expected))]
  return own.length === other.size && own.every(([key, value]) => other.has(key) && isSame(value, other.get(key), tolerance))
}

const shown = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner))

/** Fails unless a page of rows is what was expected; rows of one tie may be swapped. */
export function assertRows(actual: Actual, expected: RowsAnswer, question: Question): void {
  assert.equal(actual.total, expected.total, 'total_count')
  const wired = expected.rows.map(({ values, keys }) => ({
    keys,
    values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, wire(value, question.timezone)])),
  }))
  const page = wired.slice(question.offset, question.offset + question.limit)
  assert.equal(actual.rows.length, page.length, 'rows of the page')
  const inexact = question.orderBy.map(({ of }) => of.kind === 'distance' || (question.groupBy.length > 0 && of.kind !== 'field'))
  const isFar = question.orderBy.some(({ of }) => of.kind === 'distance')
  const taken = new Set<number>()
  for (const [index, row] of actual.rows.entries()) {
    const place = page[index]?.keys ?? []
    const found = wired.findIndex(
      (one, i) =>
        !taken.has(i) &&
        (expected.isByRelevance || mayStand(one.keys, place, [inexact, isFar ? GLOBE : 1e-9])) &&
        isSame(row, one.values, toleranceOf(question)),
    )
    assert.ok(found !== -1, `row ${index}: ${shown(row)}\nexpected: ${shown(page[index]?.values)}`)
    taken.add(found)
  }
}

/** Whether a row with these keys may stand where one with those is expected: computed numbers are not exact. */
function mayStand(
  keys: readonly Value[],
  place: readonly Value[],
  [inexact, tolerance]: readonly [readonly boolean[], number],
): boolean {
  for (const [i, key] of keys.entries()) {
    const other = place[i] ?? null
    if (typeof key === 'number' && typeof other === 'number' && inexact[i] === true)
      return isSame(key, other, tolerance)
    if (orderValues(key, other, false) !== 0) return false
  }
  return true
}

/** Distances on a sphere and on an ellipsoid differ by so much. */
const GLOBE = 0.007
const toleranceOf = (question: Question): number => (JSON.stringify(question.select).includes('"distance"') ? GLOBE : 1e-9)
