import { bind } from '../odsql/bind.ts'
import { defaultFacets } from '../odsql/bind-facet.ts'
import { hasAggregate } from '../odsql/bind-value.ts'
import type { BoundCondition, BoundItem, BoundQuery } from '../odsql/bound.ts'
import type { OdsqlFault } from '../odsql/faults.ts'
import type { FieldSet } from '../odsql/field-set.ts'
import { type ClauseTexts, parse } from '../odsql/parser.ts'
import { type PlannedQuery, plan, printPlanned } from '../odsql/plan.ts'
import { asVersion1, type Version1 } from '../odsql/v1/version-1.ts'
import { asVersion20, type Version20 } from '../odsql/version-20.ts'
import type { Parsed } from '../parsed.ts'
import type { CompiledQuery } from './compiled.ts'
import { type CompiledFacet, compileFacets } from './facets.ts'
import type { QueryTable } from './query-table.ts'
import { compile } from './records.ts'

/** A question as it came to a door. */
export interface Question {
  readonly clauses: ClauseTexts
  readonly fields: FieldSet
  readonly options: {
    /** Canonical zone (`readTimezone`). */
    readonly timezone: string
    readonly language: string
    /** Instant of the request, Unix milliseconds. */
    readonly now: number
    readonly limit: number | null
    readonly offset: number
    readonly rowFilter?: BoundCondition
    /** Said of each record before what is selected; groups are not records. */
    readonly technical?: readonly BoundItem[]
    /** Set for a question of v2.0 (explore-api §13). */
    readonly version20?: Version20
    /** Set for a question of the v1 search API (explore-api §14). */
    readonly version1?: Version1
    /** Exports refuse what would sort more than a page of groups; tiles refuse aggregates. */
    readonly door: 'records' | 'export' | 'facets' | 'tile'
  }
}

/** A question that is right: what it means is fixed, its SQL is made when it is needed. */
export interface Prepared {
  readonly planned: PlannedQuery
  readonly grouped: boolean
  /** Text for a tag beside the revision; null when the answer is another one each time. */
  readonly etagText: string | null
  /** Rows of the page and their number in all. */
  compile(table: QueryTable): { readonly rows: CompiledQuery; readonly count: CompiledQuery }
  /** One statement a facet. */
  compileFacets(table: QueryTable): readonly CompiledFacet[]
}

const LARGEST_SORT = 20_000

/** The one query path up to SQL: text → tree → bound → planned. All faults of all clauses at once. */
export function prepareQuery({ clauses, fields, options }: Question): Parsed<Prepared, OdsqlFault> {
  const tree = parse(clauses)
  if (!tree.ok) return tree
  const { version20 } = options
  const checked = bind(tree.value, fields, { placeKeys: version20 !== undefined })
  if (!checked.ok) return checked
  const bound = inVersion(checked.value, fields, options)
  if (!bound.ok) return bound
  const refused = doorFault(bound.value, options)
  if (refused !== null) return { ok: false, diagnostics: [refused] }
  const { facets } = bound.value
  const all = options.door === 'facets' && facets.length === 0 ? defaultFacets(fields.fields) : facets
  const { rowFilter = null, technical = [], timezone, language, now, limit, offset } = options
  const select = bound.value.groupBy === null ? [...technical, ...bound.value.select] : bound.value.select
  const planned = plan(
    { ...bound.value, select, facets: all },
    { rowFilter, timezone, language, now, limit, offset, ranked: options.door === 'records' },
  )
  return {
    ok: true,
    value: {
      planned,
      grouped: planned.groupBy !== null,
      etagText: planned.volatile ? null : printPlanned(planned),
      compile: table => compile(planned, table),
      compileFacets: table => compileFacets(planned, table),
    },
  }
}

/** A question as the version of the API that it came to means it. */
function inVersion(
  query: BoundQuery,
  fields: FieldSet,
  { version1, version20 }: Question['options'],
): Parsed<BoundQuery, OdsqlFault> {
  if (version1 !== undefined) return asVersion1(query, fields, version1)
  return { ok: true, value: version20 === undefined ? query : asVersion20(query, version20) }
}

/** What a door refuses of a question that is right elsewhere. */
function doorFault(query: BoundQuery, { door, limit }: Question['options']): OdsqlFault | null {
  if (door === 'export') return exportFault(query, limit)
  if (door !== 'tile' || !query.select.some(({ value }) => hasAggregate(value))) return null
  return { code: 'odsql_aggregate_here', place: 'select', span: [0, 0], params: { fn: 'select' } }
}

/** A grouped export may be sorted by an aggregate only when it is short (explore-api §10.7). */
function exportFault({ groupBy, orderBy }: BoundQuery, limit: number | null): OdsqlFault | null {
  const sorts = orderBy.some(({ value }) => hasAggregate(value))
  if (groupBy === null || !sorts || (limit !== null && limit <= LARGEST_SORT)) return null
  return { code: 'odsql_order_export', place: 'order_by', span: [0, 0], params: {} }
}
