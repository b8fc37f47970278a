import type { Field } from '../../../core/dataset/field.ts'
import type { WireRecord, WireValue } from '../../../core/record/shape.ts'
import { backQuoted } from './clauses.ts'
import { invalid, type SearchParams } from './params.ts'

/** What an analysis groups by: a field, or parts of a date (explore-api §14.4). */
export interface Axis {
  readonly name: string
  /** Group keys of the query, each under a name of its own. */
  readonly keys: readonly string[]
  /** The value of a group on this axis; null for the group of nothing. */
  readonly valueIn: (group: WireRecord) => WireValue
}

const PRECISIONS = ['year', 'month', 'day', 'hour', 'minute'] as const
const PERIODS = ['year', 'month', 'week', 'weekday', 'day', 'hour', 'minute'] as const
type Part = (typeof PERIODS)[number] | 'weekyear'

/** Parts that have no function of their own are written by a pattern; weekdays count from Monday, 0. */
const PATTERNS: { readonly [K in Part]?: string } = { week: 'ww', weekday: 'e', weekyear: 'xxxx' }

/** How an answer names a part. */
const shownPart = (part: Part): string => (part === 'weekyear' ? 'year' : part)

/** The axes of a request, at least one. Rejects with `parameter_invalid`. */
export function readAxes(
  names: readonly string[],
  params: SearchParams,
  fields: readonly Field[],
): readonly Axis[] {
  if (names.length === 0) throw invalid('x', '', 'a field')
  return names.map((name, index) => {
    const [, base = name, part] = /^(.+)\.([a-z]+)$/.exec(name) ?? []
    const field = fields.find(one => one.name === base) ?? fields.find(one => one.name === name)
    if (field?.type !== 'date' && field?.type !== 'datetime') return plainAxis(name, index)
    return dateAxis(name, index, { field: field.name, parts: partsOf(params, part) })
  })
}

const plainAxis = (name: string, index: number): Axis => ({
  name,
  keys: [`${backQuoted(name)} as x${index}`],
  valueIn: group => group[`x${index}`] ?? null,
})

interface DateParts {
  readonly field: string
  readonly parts: readonly Part[]
}

function dateAxis(name: string, index: number, { field, parts }: DateParts): Axis {
  const keyOf = (part: Part): string => {
    const pattern = PATTERNS[part]
    const value =
      pattern === undefined
        ? `${part}(${backQuoted(field)})`
        : `date_format(${backQuoted(field)}, '${pattern}')`
    return `${value} as x${index}_${part}`
  }
  return {
    name,
    keys: parts.map(keyOf),
    valueIn: group => {
      const values = parts.map(part => [part, group[`x${index}_${part}`] ?? null] as const)
      if (values.some(([, value]) => value === null)) return null
      return Object.fromEntries(
        values.map(([part, value]) => [shownPart(part), Number(value) - (part === 'weekday' ? 1 : 0)]),
      )
    },
  }
}

/** The parts of a date that a request groups by: one of a cycle, or all down to a precision. */
function partsOf({ other }: SearchParams, said: string | undefined): readonly Part[] {
  const { periodic } = other
  if (periodic !== undefined) return [oneOf('periodic', periodic, PERIODS)]
  const precision = oneOf('precision', said ?? other.precision ?? 'day', [...PRECISIONS, 'week'])
  if (precision === 'week') return ['weekyear', 'week']
  return PRECISIONS.slice(0, PRECISIONS.indexOf(precision) + 1)
}

function oneOf<T extends string>(parameter: string, text: string, values: readonly T[]): T {
  const found = values.find(value => value === text)
  if (found === undefined) throw invalid(parameter, text, `one of ${values.join(', ')}`)
  return found
}
