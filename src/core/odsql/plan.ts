import { partsOf } from './bind-value.ts'
import type {
  BoundCondition,
  BoundFacet,
  BoundItem,
  BoundOrder,
  BoundQuery,
  BoundRefinement,
  BoundValue,
} from './bound.ts'
import { relevanceOrder } from './relevance.ts'

/** What the door and the caller's rights add to a question. */
export interface PlanRules {
  /** Records that the caller may see; null for all. */
  readonly rowFilter: BoundCondition | null
  /** Canonical name of the zone that dates are read and shown in. */
  readonly timezone: string
  /** Language of names in `date_format` and of text order. */
  readonly language: string
  /** The instant of the request, Unix milliseconds. */
  readonly now: number
  /** Records asked for; null for all. */
  readonly limit: number | null
  readonly offset: number
  /** Whether a search that asks for no order is answered by relevance. */
  readonly ranked?: boolean
}

/** Filters kept apart by what brought them, for facets count some of them out. */
export interface PlannedFilter {
  /** Field that a refinement is about; null for any other condition. */
  readonly refines: number | null
  readonly condition: BoundCondition
  /** A stored condition: read in a frame of its own, whatever the caller's zone and language. */
  readonly stored?: true
}

/** A question as it will be answered. Everything that changes the answer is in it. */
export interface PlannedQuery {
  readonly select: readonly BoundItem[]
  readonly groupBy: readonly BoundItem[] | null
  readonly filters: readonly PlannedFilter[]
  readonly orderBy: readonly BoundOrder[]
  readonly facets: readonly BoundFacet[]
  readonly refine: readonly BoundRefinement[]
  readonly exclude: readonly BoundRefinement[]
  readonly timezone: string
  readonly language: string
  readonly now: number
  readonly limit: number | null
  readonly offset: number
  /** The answer depends on the moment or on chance: it has no tag. */
  readonly volatile: boolean
}

interface Draft {
  readonly query: BoundQuery
  readonly rules: PlanRules
  readonly planned: PlannedQuery
}

type PlanStep = (draft: Draft) => PlannedQuery

const addFilters = (planned: PlannedQuery, filters: readonly PlannedFilter[]): PlannedQuery => ({
  ...planned,
  filters: [...planned.filters, ...filters],
})

const applyRowFilter: PlanStep = ({ planned, rules }) =>
  rules.rowFilter === null
    ? planned
    : addFilters(planned, [{ refines: null, condition: rules.rowFilter, stored: true }])

const applyWhere: PlanStep = ({ planned, query }) =>
  addFilters(
    planned,
    query.where.map(condition => ({ refines: null, condition })),
  )

/** AND between facets; within one, OR when it is disjunctive (explore-api §12.3). */
const applyRefine: PlanStep = ({ planned, query }) => {
  const fields = [...new Set(query.refine.map(refinement => refinement.field))].sort((a, b) => a - b)
  return addFilters(
    planned,
    fields.map(field => ({ refines: field, condition: refined(query, field) })),
  )
}

function refined(query: BoundQuery, field: number): BoundCondition {
  const values = query.refine.filter(refinement => refinement.field === field)
  const items = values.map(({ condition }) => condition)
  const [only] = items
  if (only !== undefined && items.length === 1) return only
  return { kind: values.some(({ disjunctive }) => disjunctive) ? 'or' : 'and', items }
}

const applyExclude: PlanStep = ({ planned, query }) =>
  addFilters(
    planned,
    query.exclude.map(({ condition }) => ({ refines: null, condition: { kind: 'not', operand: condition } })),
  )

/** Groups without an order come by their keys, ascending. */
const defaultOrder: PlanStep = ({ planned, query }) => {
  const keys = (query.groupBy ?? []).map(
    ({ value }, index): BoundOrder => ({
      value: { kind: 'key', type: value.type, index },
      descending: false,
    }),
  )
  return {
    ...planned,
    orderBy: [...planned.orderBy, ...keys.filter(key => !isOrdered(planned.orderBy, key))],
  }
}

/** Records that were searched for come by relevance when no order is asked for. */
const rank: PlanStep = ({ planned, query, rules }) => {
  const isOrderable = rules.ranked === true && query.groupBy === null && planned.orderBy.length === 0
  const order = isOrderable ? relevanceOrder(query.where) : null
  return order === null ? planned : { ...planned, orderBy: [order] }
}

const isOrdered = (orders: readonly BoundOrder[], { value }: BoundOrder): boolean =>
  orders.some(
    order => order.value.kind === 'key' && value.kind === 'key' && order.value.index === value.index,
  )

/** A pin of the instant only where it is asked for, so that other plans stay equal over time. */
const pinNow: PlanStep = ({ planned, rules }) => {
  const asksNow = mentions(planned, value => value.kind === 'now')
  const byChance = mentions(planned, isByChance)
  return { ...planned, now: asksNow ? rules.now : 0, volatile: asksNow || byChance }
}

const isByChance = (value: BoundValue): boolean =>
  (value.kind === 'random' && value.seed === null) || (value.kind === 'call' && value.fn === 'random')

const STEPS: readonly PlanStep[] = [
  applyRowFilter,
  applyWhere,
  applyRefine,
  applyExclude,
  defaultOrder,
  rank,
  pinNow,
]

/** Bound → planned: the caller's rights, refinements and defaults, in steps that can be read in one place. */
export function plan(query: BoundQuery, rules: PlanRules): PlannedQuery {
  const { timezone, language, limit, offset, now } = rules
  const { select, groupBy, orderBy, facets, refine, exclude } = query
  const start: PlannedQuery = {
    ...{ select, groupBy, filters: [], orderBy, facets, refine, exclude },
    ...{ timezone, language, now, limit, offset, volatile: false },
  }
  return STEPS.reduce((planned, step) => step({ query, rules, planned }), start)
}

function mentions(planned: PlannedQuery, test: (value: BoundValue) => boolean): boolean {
  const inValue = (value: BoundValue): boolean => test(value) || partsOf(value).some(inValue)
  const items = [...planned.select, ...(planned.groupBy ?? []), ...planned.orderBy]
  return (
    items.some(({ value }) => inValue(value)) ||
    planned.filters.some(f => valuesOf(f.condition).some(inValue))
  )
}

/** The values that a condition compares. */
export function valuesOf(condition: BoundCondition): readonly BoundValue[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.items.flatMap(valuesOf)
    case 'not':
      return valuesOf(condition.operand)
    case 'compare':
      return [condition.left, condition.right]
    case 'between':
      return [
        condition.subject,
        ...[condition.low, condition.high].flatMap(end => (end === null ? [] : [end.value])),
      ]
    case 'in':
      return [condition.subject, ...condition.values]
    case 'text':
      return []
    case 'search':
      return condition.fields ?? []
    default:
      return [condition.subject]
  }
}

/**
 * Canonical text of a plan, for tags: how the question was spelled is not in it, everything that changes the
 * answer is. Unlike the plan itself it leaves out the order of conditions that were only joined.
 */
export const printPlanned = (planned: PlannedQuery): string => JSON.stringify(planned)
