import type { SeriesText } from '../../../core/odsql/v1/version-1.ts'
import type { WireRecord } from '../../../core/record/shape.ts'
import { invalid, readTruth, type SearchParams } from './params.ts'

/** Functions of a series as the wire names them, and as the query path does (explore-api §14.4). */
const FUNCTIONS = {
  COUNT: 'count',
  AVG: 'avg',
  SUM: 'sum',
  MIN: 'min',
  MAX: 'max',
  STDDEV: 'stddev',
  SUMSQUARES: 'sumsquares',
  QUANTILES: 'percentile',
} as const satisfies Readonly<Record<string, SeriesText['fn']>>
type SeriesFunction = keyof typeof FUNCTIONS

const NAMES = Object.keys(FUNCTIONS) as SeriesFunction[]

/** One series of an analysis: `y.<name>.func`, `.expr` and their like. */
export interface Series {
  readonly name: string
  readonly cumulative: boolean
  /** What is asked of the records; its key is the series' number. */
  readonly text: SeriesText
}

/** The series of a request, in the order that they are first named in. Rejects with `parameter_invalid`. */
export function readSeries({ other }: SearchParams): readonly Series[] {
  const names = Object.keys(other).flatMap(key => /^y\.(.+)\.(?:func|expr)$/.exec(key)?.[1] ?? [])
  return [...new Set(names)].map((name, index) => {
    const option = (part: string): string | undefined => other[`y.${name}.${part}`]
    const said = (option('func') ?? 'COUNT').toUpperCase()
    const func = NAMES.find(one => one === said)
    if (func === undefined) throw invalid(`y.${name}.func`, said, `one of ${NAMES.join(', ')}`)
    if (name === 'x') throw invalid('y.x.func', said, 'a series that is not named as the axis is')
    const expression = option('expr')
    if (func !== 'COUNT' && expression === undefined)
      throw invalid(`y.${name}.expr`, '', 'fields, numbers, operators and functions')
    const subsets = option('subsets') ?? '50'
    if (!/^\d{1,3}(?:\.\d+)?$/.test(subsets)) throw invalid(`y.${name}.subsets`, subsets, '0 to 100')
    return {
      name,
      cumulative: readTruth(`y.${name}.cumulative`, option('cumulative')),
      text: {
        ...{ label: `s${index}`, fn: FUNCTIONS[func] },
        expression: func === 'COUNT' ? null : (expression ?? ''),
        ...(func === 'QUANTILES' ? { level: subsets } : {}),
      },
    }
  })
}

/** The value of a series in a group. */
export function seriesValue({ text }: Series, group: WireRecord): number | null {
  const value = group[text.label]
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null
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
