import type { BoundFacet, BoundRefinement } from '../odsql/bound.ts'
import type { PlannedQuery } from '../odsql/plan.ts'
import type { CompiledQuery } from './compiled.ts'
import { EMPTY, type Fragment, join, param, paramList, render, sql } from './fragment.ts'
import { collation } from './order.ts'
import type { QueryTable } from './query-table.ts'
import { scopeOf, whereSql } from './scan.ts'
import type { Scope } from './scope.ts'

/** The statement of one facet, and what its rows need to become a tree (`core/facet/tree.ts`). */
export interface CompiledFacet {
  readonly facet: BoundFacet
  readonly refined: readonly string[]
  readonly excluded: readonly string[]
  /** Values are paths, whose levels are joined by `/`. */
  readonly isTree: boolean
  /** Rows: value (path of a tree, joined by `/`), count. */
  readonly query: CompiledQuery
}

/** One statement a facet, so that each can be cached and run beside the others (engine.md §4). */
export const compileFacets = (planned: PlannedQuery, table: QueryTable): readonly CompiledFacet[] =>
  planned.facets.map(facet => compileFacet(planned, table, facet))

/**
 * Counts of a facet's values (explore-api §12): over all filters, or, when disjunctive, without its own
 * refinements, so that the alternatives stay visible.
 */
export function compileFacet(planned: PlannedQuery, table: QueryTable, facet: BoundFacet): CompiledFacet {
  const scope = scopeOf(planned, table)
  const own = (list: readonly BoundRefinement[]): readonly string[] => [
    ...new Set(list.filter(({ field }) => field === facet.field).map(({ value }) => value)),
  ]
  const [refined, excluded] = [own(planned.refine), own(planned.exclude)]
  const where = whereSql(scope, planned, facet.disjunctive ? facet.field : null)
  const { joins, value, isTree } = valueSql(scope, facet, refined)
  // elements of a list are never null; the engine trips over a condition that is always true beside a text search
  const some = sql`${where.parts.length === 0 ? sql` WHERE ` : sql`${where} AND `}isNotNull(v)`
  const known = value === null ? where : some
  const limit = limitSql(facet, isTree)
  const body = sql`SELECT toString(v), count() AS n FROM ${table.from}${joins}${known} GROUP BY v ORDER BY ${sortSql(scope, facet)}${limit}`
  const query = render(value === null ? body : sql`WITH ${value} AS v ${body}`)
  const columns = [
    { key: 'value', shape: 'text' },
    { key: 'count', shape: 'int' },
  ] as const
  return { facet, refined, excluded, isTree, query: { ...query, columns } }
}

interface FacetValue {
  /** What multiplies rows, naming the value `v`. */
  readonly joins: Fragment
  /** The value where nothing is multiplied. */
  readonly value: Fragment | null
  readonly isTree: boolean
}

function valueSql(scope: Scope, facet: BoundFacet, refined: readonly string[]): FacetValue {
  const field = scope.table.fields.fields[facet.field]
  const column = scope.table.columns(facet.field).value
  const exploded = (list: Fragment, isTree: boolean): FacetValue => ({
    joins: sql` ARRAY JOIN ${list} AS v`,
    value: null,
    isTree,
  })
  if (field?.type === 'date' || field?.type === 'datetime')
    return exploded(opened(dateLevels(scope, column, field), refined), true)
  if (facet.separator !== null) {
    const levels = (text: Fragment): Fragment => opened(pathLevels(text, facet.separator ?? '/'), refined)
    if (field?.list !== true) return exploded(levels(column), true)
    return exploded(sql`arrayDistinct(arrayFlatten(arrayMap(x -> ${levels(sql`x`)}, ${column})))`, true)
  }
  if (field?.list === true) return exploded(sql`arrayDistinct(${column})`, false)
  return { joins: EMPTY, value: column, isTree: false }
}

/** `['a', 'a/b', 'a/b/c']` of `a<separator>b<separator>c`. */
function pathLevels(text: Fragment, separator: string): Fragment {
  const parts = sql`splitByString(${param(separator, 'String')}, ifNull(${text}, ''))`
  const levels = sql`arrayMap(i -> arrayStringConcat(arraySlice(${parts}, 1, i), '/'), arrayEnumerate(${parts}))`
  return sql`if(empty(ifNull(${text}, '')), [], ${levels})`
}

type DateField = QueryTable['fields']['fields'][number]

/** `['2020', '2020/03', '2020/03/11']`, cut at the field's precision. */
function dateLevels(scope: Scope, value: Fragment, field: DateField): Fragment {
  const zone = param(field.type === 'date' ? 'UTC' : scope.timezone, 'String')
  const day = sql`replaceAll(substring(toString(${value}, ${zone}), 1, 10), '-', '/')`
  const lengths = [4, 7, 10].slice(0, { year: 1, month: 2, day: 3 }[field.precision])
  const levels = lengths.map(
    length => sql`substring(ifNull(${day}, ''), 1, ${param(String(length), 'UInt64')})`,
  )
  return sql`if(isNull(${value}), [], [${join(levels, ', ')}])`
}

/** Levels that are shown: the first, and those whose parent is refined or above a refined value. */
function opened(levels: Fragment, refined: readonly string[]): Fragment {
  const open = new Set(refined.flatMap(ancestors))
  if (open.size === 0) return sql`arraySlice(${levels}, 1, 1)`
  const parents = sql`arrayResize(arrayPushFront(${levels}, ''), length(${levels}))`
  return sql`arrayFilter((p, parent) -> has(${paramList(['', ...open], 'String')}, parent), ${levels}, ${parents})`
}

/** A path and everything above it. */
function ancestors(path: string): readonly string[] {
  const parts = path.split('/')
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

const PARENT = sql`arrayStringConcat(arrayPopBack(splitByChar('/', toString(v))), '/')`

function limitSql({ limit }: BoundFacet, isTree: boolean): Fragment {
  if (limit === null) return EMPTY
  const count = param(String(limit), 'UInt64')
  return isTree ? sql` LIMIT ${count} BY ${PARENT}` : sql` LIMIT ${count}`
}

/** Ties go by value. */
function sortSql(scope: Scope, facet: BoundFacet): Fragment {
  const type = scope.table.fields.fields[facet.field]?.type
  const isText = type === 'text' || type === 'date' || type === 'datetime'
  const byText = (direction: Fragment): Fragment =>
    isText ? sql`v ${direction} ${collation(scope.language)}, v` : sql`v ${direction}`
  const byNumber = (direction: Fragment): Fragment =>
    isText ? sql`toFloat64OrNull(toString(v)) ${direction} NULLS LAST, v` : sql`v ${direction}`
  switch (facet.sort) {
    case 'count':
      return sql`n ASC, ${byText(sql`ASC`)}`
    case '-count':
      return sql`n DESC, ${byText(sql`ASC`)}`
    case 'alphanum':
      return byText(sql`ASC`)
    case '-alphanum':
      return byText(sql`DESC`)
    case 'num':
      return byNumber(sql`ASC`)
    case '-num':
      return byNumber(sql`DESC`)
  }
}
