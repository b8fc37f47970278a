import type { ExploreQuery } from '../../../app/explore/explorer.ts'
import type { Version1 } from '../../../core/odsql/v1/version-1.ts'
import { type ByField, readTruth, type SearchParams } from './params.ts'

/** A name as the query language reads it, whatever is in it. */
export const backQuoted = (name: string): string => `\`${name.replace(/[\\`]/g, '\\$&')}\``

/** Filters that records and catalogue have in common: queries and refinements. */
export const filtersOf = (params: SearchParams, language: string): ExploreQuery => ({
  ...{ qv1: params.q, timezone: params.timezone, language },
  ...{ refine: refinements(params.refine), exclude: refinements(params.exclude) },
  facets: declaredFacets(params),
})

/** A question with what only v1 asks beside what it asks already. */
export const asking = (query: ExploreQuery, more: Version1): ExploreQuery => ({
  ...query,
  version1: { ...query.version1, ...more },
})

const refinements = (values: ByField): readonly string[] =>
  [...values].flatMap(([field, wanted]) =>
    wanted.map(value => `${backQuoted(field)}:${JSON.stringify(value)}`),
  )

/** Facets asked for and refined ones, so that each combines as the request says: AND unless declared disjunctive. */
export function declaredFacets(params: SearchParams): readonly string[] {
  const names = new Set([...params.facet, ...params.refine.keys(), ...params.exclude.keys()])
  return [...names].map(name => {
    const disjunctive = readTruth(`disjunctive.${name}`, params.disjunctive.get(name)?.at(-1))
    const sort = params.facetsort.get(name)?.at(-1)
    const sorted = sort === undefined ? '' : `, sort=${JSON.stringify(sort)}`
    return `facet(name=${JSON.stringify(name)}, disjunctive=${disjunctive}${sorted})`
  })
}

/** `sort`: downwards, with a minus upwards, the other way round than later versions (explore-api §14.2). */
export function orderOf(
  { sort }: SearchParams,
  expressions: Readonly<Record<string, string>> = {},
): string | undefined {
  const keys = sort.map(key => {
    const name = key.replace(/^-/, '')
    return `${expressions[name] ?? backQuoted(name)} ${key.startsWith('-') ? 'asc' : 'desc'}`
  })
  return keys.length === 0 ? undefined : keys.join(', ')
}
