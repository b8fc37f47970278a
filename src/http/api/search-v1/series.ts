import type { WireRecord } from '../../../core/record/shape.ts'
import { invalid, readTruth, type SearchParams } from './params.ts'

const FUNCTIONS = ['COUNT', 'AVG', 'SUM', 'MIN', 'MAX', 'STDDEV', 'SUMSQUARES', 'QUANTILES'] as const
type SeriesFunction = (typeof FUNCTIONS)[number]

/** One series of an analysis: `y.<name>.func`, `.expr` and their like (explore-api §14.4). */
export interface Series {
  readonly name: string
  readonly func: SeriesFunction
  readonly expression: string
  readonly cumulative: boolean
  /** Of a quantile: 0 to 100. */
  readonly subsets: string
}

/** Names, numbers, operators and parentheses that close: nothing that could end the aggregate it stands in. */
function isExpression(text: string): boolean {
  if (!/^[\p{L}\p{N}_\s.+\-*/()]+$/u.test(text)) return false
  let depth = 0
  for (const character of text) {
    if (character === '(') depth++
    if (character === ')' && --depth < 0) return false
  }
  return depth === 0
}

/** The series of a request, in the order that they are first named in. Rejects with `parameter_invalid`. */
export function readSeries({ other }: SearchParams): readonly Series[] {
  const names = Object.keys(other).flatMap(key => /^y\.(.+)\.(?:func|expr)$/.exec(key)?.[1] ?? [])
  return [...new Set(names)].map(name => {
    const option = (part: string): string | undefined => other[`y.${name}.${part}`]
    const asked = (option('func') ?? 'COUNT').toUpperCase()
    const func = FUNCTIONS.find(one => one === asked)
    if (func === undefined) throw invalid(`y.${name}.func`, asked, `one of ${FUNCTIONS.join(', ')}`)
    const expression = option('expr') ?? ''
    if (func !== 'COUNT' && !isExpression(expression))
      throw invalid(`y.${name}.expr`, expression, 'fields, numbers and operators')
    const subsets = option('subsets') ?? '50'
    if (!/^\d{1,3}(?:\.\d+)?$/.test(subsets)) throw invalid(`y.${name}.subsets`, subsets, '0 to 100')
    const cumulative = readTruth(`y.${name}.cumulative`, option('cumulative'))
    return { name, func, expression, cumulative, subsets }
  })
}

/** The aggregates that a series is made of, named by its number. */
export function aggregatesOf({ func, expression, subsets }: Series, index: number): readonly string[] {
  const of = `(${expression})`
  switch (func) {
    case 'COUNT':
      return [`count(*) as s${index}`]
    case 'SUMSQUARES':
      return [`sum(${of} * ${of}) as s${index}`]
    case 'QUANTILES':
      return [`percentile(${of}, ${subsets}) as s${index}`]
    case 'STDDEV':
      return [`avg(${of} * ${of}) as q${index}`, `avg(${of}) as s${index}`]
    default:
      return [`${func.toLowerCase()}(${of}) as s${index}`]
  }
}

/** The value of a series in a group. */
export function seriesValue({ func }: Series, index: number, group: WireRecord): number | null {
  const number = (key: string): number | null => {
    const value = group[`${key}${index}`]
    return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null
  }
  const value = number('s')
  if (func !== 'STDDEV') return value
  const squares = number('q')
  return value === null || squares === null ? null : Math.sqrt(Math.max(0, squares - value * value))
}

/** Running sums where a series asks for them. */
export function accumulated<Row extends Readonly<Record<string, unknown>>>(
  rows: readonly Row[],
  series: readonly Series[],
): readonly Row[] {
  const sums = new Map<string, number>()
  const running = series.filter(({ cumulative }) => cumulative)
  return rows.map(row => {
    const values = running.map(({ name }) => {
      const sum = (sums.get(name) ?? 0) + Number(row[name] ?? 0)
      sums.set(name, sum)
      return [name, sum]
    })
    return { ...row, ...Object.fromEntries(values) }
  })
}
