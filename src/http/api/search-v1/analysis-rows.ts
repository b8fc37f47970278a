import type { WireRecord, WireValue } from '../../../core/record/shape.ts'
import type { Axis } from './axis.ts'
import { invalid } from './params.ts'
import { type Series, seriesValue } from './series.ts'

/** A row of an analysis: `x` unless there is no axis, and a value a series. */
export type Row = Readonly<Record<string, WireValue>>

/** A group as `{x, <series>…}`; the group of nothing is none. */
export function rowOf(group: WireRecord, axes: readonly Axis[], series: readonly Series[]): readonly Row[] {
  const values = axes.map(({ name, valueIn }) => [name, valueIn(group)] as const)
  if (values.some(([, value]) => value === null)) return []
  const [first] = values
  const x = axes.length === 1 && first !== undefined ? first[1] : Object.fromEntries(values)
  const named = series.map(one => [one.name, seriesValue(one, group)] as const)
  return [{ ...(axes.length === 0 ? {} : { x }), ...Object.fromEntries(named) }]
}

/** What rows may be sorted by. */
export interface Sortable {
  readonly keys: readonly string[]
  readonly axes: readonly Axis[]
  readonly series: readonly Series[]
  /** Names that a request may carry along from a list of records: they order nothing here. */
  readonly fields: readonly string[]
}

type Compare = (a: Placed, b: Placed) => number
interface Placed {
  readonly row: Row
  /** Its place along the axes. */
  readonly at: number
}

/**
 * `sort`: `x` or a series downwards, with a minus upwards; `x.<axis>` upwards, as charts of time send it, with a minus
 * downwards. Groups come upwards along the axes by themselves. Rejects with `parameter_invalid`.
 */
export function inOrder(rows: readonly Row[], sortable: Sortable): readonly Row[] {
  const compares = sortable.keys.flatMap(key => compareOf(key, sortable) ?? [])
  if (compares.length === 0) return rows
  const compare: Compare = (a, b) => {
    for (const one of compares) {
      const order = one(a, b)
      if (order !== 0) return order
    }
    return a.at - b.at
  }
  return rows
    .map((row, at) => ({ row, at }))
    .toSorted(compare)
    .map(({ row }) => row)
}

function compareOf(key: string, { axes, series, fields }: Sortable): Compare | null {
  const name = key.replace(/^-/, '')
  const sign = key.startsWith('-') ? -1 : 1
  if (name === 'x') return (a, b) => sign * (b.at - a.at)
  if (series.some(one => one.name === name)) return (a, b) => -sign * byNumber(a.row[name], b.row[name], sign)
  const axis = axes.find(one => name === `x.${one.name}` || name.startsWith(`x.${one.name}.`))
  if (axis !== undefined) {
    const member = name.slice(`x.${axis.name}.`.length)
    const value = ({ row }: Placed): WireValue => partOf(axes, row.x ?? null, [axis.name, member])
    return (a, b) => sign * byValue(value(a), value(b))
  }
  if (fields.includes(name)) return null
  throw invalid('sort', key, 'x or a series')
}

/** What is not known comes last, whichever way. */
function byNumber(a: WireValue | undefined, b: WireValue | undefined, sign: number): number {
  const known = (value: WireValue | undefined): number => Number(value ?? sign * Number.NEGATIVE_INFINITY)
  const [first, second] = [known(a), known(b)]
  return first === second ? 0 : first - second
}

function byValue(a: WireValue, b: WireValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b), 'en', { sensitivity: 'base' })
}

type Members = Readonly<Record<string, WireValue>>
const isMembers = (value: WireValue): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value of an axis, or of a part of its date. */
function partOf(
  axes: readonly Axis[],
  x: WireValue,
  [axis, member]: readonly [axis: string, member: string],
): WireValue {
  const value = axes.length > 1 && isMembers(x) ? (x[axis] ?? null) : x
  return isMembers(value) ? (value[member] ?? null) : value
}

/** The columns of rows as a table, and their cells: the parts of an axis by their paths, then the series. */
export function tableOf(
  rows: readonly Row[],
  axes: readonly Axis[],
  series: readonly Series[],
): readonly (readonly string[])[] {
  const paths = axes.flatMap(({ name, members }) =>
    (members.length === 0 ? [''] : members).map(member => [name, member] as const),
  )
  const columnOf = ([axis, member]: (typeof paths)[number]): string =>
    ['x', ...(axes.length > 1 ? [axis] : []), ...(member === '' ? [] : [member])].join('.')
  const cells = (row: Row): readonly string[] => [
    ...paths.map(path => textOf(partOf(axes, row.x ?? null, path))),
    ...series.map(({ name }) => textOf(row[name] ?? null)),
  ]
  return [[...paths.map(columnOf), ...series.map(({ name }) => name)], ...rows.map(cells)]
}

const textOf = (value: WireValue): string =>
  value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
