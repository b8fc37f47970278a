import type { Field } from '../../../core/dataset/field.ts'
import type { WireRecord, WireValue } from '../../../core/record/shape.ts'
import { backQuoted } from './clauses.ts'
import { invalid, type SearchParams } from './params.ts'

/** What an analysis groups by: a field, or parts of a date (explore-api §14.4). */
export interface Axis {
  readonly name: string
  /** Members of its values; none where a value stands alone. */
  readonly members: readonly string[]
  /** Group keys of the query, each under a name of its own. */
  readonly keys: readonly string[]
  /** The value of a group on this axis; null for the group of nothing. */
  readonly valueIn: (group: WireRecord) => WireValue
}

const PRECISIONS = ['year', 'month', 'day', 'hour', 'minute'] as const
const PERIODS = ['year', 'month', 'week', 'weekday', 'day', 'hour', 'minute'] as const
type Precision = (typeof PRECISIONS)[number]
type Part = (typeof PERIODS)[number] | 'weekyear'

/** Parts that have no function of their own are written by a pattern; weekdays count from Monday, 0. */
const PATTERNS: { readonly [K in Part]?: string } = { week: 'ww', weekday: 'e', weekyear: 'xxxx' }

/** How an answer names a part. */
const shownPart = (part: Part): string => (part === 'weekyear' ? 'year' : part)

/**
 * The axes of a request. A date is split by `precision` and `periodic`; `date.year`, `date.month` are those parts of it,
 * together one axis. Rejects with `parameter_invalid`.
 */
export function readAxes(
  names: readonly string[],
  params: SearchParams,
  fields: readonly Field[],
): readonly Axis[] {
  const asked = [...new Set(names)].map(name => readAxis(name, params, fields))
  const together = Map.groupBy(asked, ({ name, named }) => `${name}${named ? '.' : ''}`)
  return [...together.values()].map((same, index) => {
    const [first] = same
    const parts = same.flatMap(one => one.parts)
    const name = first?.name ?? ''
    return parts.length === 0 ? plainAxis(name, index) : dateAxis(name, index, parts)
  })
}

interface Asked {
  readonly name: string
  /** Whether the parts were named one by one. */
  readonly named: boolean
  /** None for a value as it is. */
  readonly parts: readonly Part[]
}

const isTime = (field: Field | undefined): field is Field =>
  field?.type === 'date' || field?.type === 'datetime'

function readAxis(name: string, params: SearchParams, fields: readonly Field[]): Asked {
  const known = fields.find(field => field.name === name)
  if (isTime(known)) return { name, named: false, parts: partsOf(params, known) }
  const [, base = '', part = ''] = /^(.+)\.([a-z]+)$/.exec(name) ?? []
  const dated = fields.find(field => field.name === base)
  if (!isTime(dated)) return { name, named: false, parts: [] }
  return { name: base, named: true, parts: [oneOf('x', part, PERIODS)] }
}

const plainAxis = (name: string, index: number): Axis => ({
  ...{ name, members: [], keys: [`${backQuoted(name)} as x${index}`] },
  valueIn: group => group[`x${index}`] ?? null,
})

function dateAxis(field: string, index: number, parts: readonly Part[]): Axis {
  const keyOf = (part: Part): string => {
    const pattern = PATTERNS[part]
    const value =
      pattern === undefined
        ? `${part}(${backQuoted(field)})`
        : `date_format(${backQuoted(field)}, '${pattern}')`
    return `${value} as x${index}_${part}`
  }
  return {
    ...{ name: field, members: parts.map(shownPart), keys: parts.map(keyOf) },
    valueIn: group => {
      const values = parts.map(part => [part, group[`x${index}_${part}`] ?? null] as const)
      if (values.some(([, value]) => value === null)) return null
      return Object.fromEntries(
        values.map(([part, value]) => [shownPart(part), Number(value) - (part === 'weekday' ? 1 : 0)]),
      )
    },
  }
}

/** The finest part that the values of a field have. */
function finestOf({ type, annotations }: Field): Precision {
  const said = annotations.timeserie_precision
  if (type === 'datetime') return said ?? 'minute'
  return said === 'year' || said === 'month' ? said : 'day'
}

/**
 * The parts of a date that a request groups by: all from the year, or from the part that comes again and again, down to
 * the precision, as far as the field has them.
 */
function partsOf({ other }: SearchParams, field: Field): readonly Part[] {
  const wanted = oneOf('precision', other.precision ?? 'day', [...PRECISIONS, 'week'])
  const cycle = other.periodic === undefined ? 'year' : oneOf('periodic', other.periodic, PERIODS)
  if (cycle === 'week' || cycle === 'weekday') return [cycle]
  if (wanted === 'week') return cycle === 'year' ? ['weekyear', 'week'] : [cycle]
  const alone = other.periodic !== undefined && other.precision === undefined
  const from = PRECISIONS.indexOf(cycle)
  const to = alone ? from : Math.min(PRECISIONS.indexOf(wanted), PRECISIONS.indexOf(finestOf(field)))
  return PRECISIONS.slice(from, Math.max(from, to) + 1)
}

function oneOf<T extends string>(parameter: string, text: string, values: readonly T[]): T {
  const found = values.find(value => value === text)
  if (found === undefined) throw invalid(parameter, text, `one of ${values.join(', ')}`)
  return found
}
