import { isDay, isInstant, isList, isNumber } from './expression.ts'
import type { Value } from './tree.ts'

const collator = new Intl.Collator('en', { sensitivity: 'base' })

/** Case and accents aside. */
export const orderTexts = (a: string, b: string): number => collator.compare(a, b)

/** Nulls last in both directions; a list counts as its smallest element, or its largest when descending. */
export function orderValues(a: Value, b: Value, descending: boolean): number {
  const [x, y] = [one(a, descending), one(b, descending)]
  if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1
  const sign =
    typeof x === 'string' && typeof y === 'string' ? orderTexts(x, y) : orderNumbers(plain(x), plain(y))
  return descending ? -sign : sign
}

function orderNumbers(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function one(value: Value, descending: boolean): Value {
  if (!isList(value)) return value
  return value.toSorted((a, b) => (descending ? orderTexts(b, a) : orderTexts(a, b)))[0] ?? null
}

function plain(value: Value): number | bigint {
  if (isDay(value)) return value.day
  if (isInstant(value)) return value.instant
  if (typeof value === 'boolean') return Number(value)
  if (isNumber(value)) return value
  throw new Error(`no order of ${JSON.stringify(value)}`)
}
