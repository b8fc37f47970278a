import { invalid, type SearchParams } from './params.ts'
import type { Series } from './series.ts'

type Numbers = readonly number[]

const sum = (numbers: Numbers): number => numbers.reduce((a, b) => a + b, 0)
const mean = (numbers: Numbers): number | null =>
  numbers.length === 0 ? null : sum(numbers) / numbers.length
const squares = (numbers: Numbers): number => sum(numbers.map(number => number * number))

function deviation(numbers: Numbers): number | null {
  const middle = mean(numbers)
  return middle === null ? null : Math.sqrt(squares(numbers.map(n => n - middle)) / numbers.length)
}

const extreme =
  (of: (a: number, b: number) => number) =>
  (numbers: Numbers): number | null =>
    numbers.length === 0 ? null : numbers.reduce((a, b) => of(a, b))

/** What can be said of all the values of a series. */
const SUMMARIES = {
  COUNT: numbers => numbers.length,
  AVG: mean,
  SUM: sum,
  MIN: extreme(Math.min),
  MAX: extreme(Math.max),
  STDDEV: deviation,
  SUMSQUARES: squares,
} as const satisfies Readonly<Record<string, (numbers: Numbers) => number | null>>

const NAMES = Object.keys(SUMMARIES) as (keyof typeof SUMMARIES)[]

/** `agg.<name>.func`, over the series `agg.<name>.expr` or the one of its own name (explore-api §14.4). */
export interface Summary {
  readonly name: string
  readonly series: string
  readonly functions: readonly (keyof typeof SUMMARIES)[]
  /** Whether one function was asked for by itself. */
  readonly single: boolean
}

/** The summaries of a request. Rejects with `parameter_invalid`. */
export function readSummaries({ other }: SearchParams, series: readonly Series[]): readonly Summary[] {
  const names = Object.keys(other).flatMap(key => /^agg\.(.+)\.(?:func|expr)$/.exec(key)?.[1] ?? [])
  return [...new Set(names)].map(name => {
    const wanted = other[`agg.${name}.expr`] ?? name
    if (!series.some(one => one.name === wanted)) throw invalid(`agg.${name}.expr`, wanted, 'a series')
    const said = other[`agg.${name}.func`] ?? ''
    const functions = said.split(',').map(part => {
      const found = NAMES.find(one => one === part.trim().toUpperCase())
      if (found === undefined) throw invalid(`agg.${name}.func`, said, `one of ${NAMES.join(', ')}`)
      return found
    })
    return { name, series: wanted, functions, single: functions.length === 1 }
  })
}

/** The summaries of rows by their names: a number, or numbers by the names of their functions. */
export function summariesOf(
  rows: readonly Readonly<Record<string, unknown>>[],
  summaries: readonly Summary[],
): object {
  const members = summaries.map(({ name, series, functions, single }) => {
    const values = rows.map(row => row[series]).filter(value => typeof value === 'number')
    const said = functions.map(one => [one.toLowerCase(), SUMMARIES[one](values)] as const)
    return [name, single ? said[0]?.[1] : Object.fromEntries(said)]
  })
  return Object.fromEntries(members)
}
