import type { FacetGroup } from '../../../app/explore/explorer.ts'

/** A value of a facet as v1 has it; `path` is what to refine by. */
interface Value {
  readonly name: string
  readonly path: string
  readonly count?: number
  readonly state: string
  readonly facets?: readonly Value[]
}

/** `facet_groups` of the facets asked for (explore-api §14.2); one without values is left out. */
export const facetGroups = (groups: readonly FacetGroup[], asked: readonly string[]): readonly object[] =>
  groups
    .filter(({ name, facets }) => asked.includes(name) && facets.length > 0)
    .map(({ name, facets }) => ({ name, count: facets.length, facets: facets.map(facetValue) }))

const facetValue = ({ name, value, count, state, facets }: FacetGroup['facets'][number]): Value => ({
  ...{ name, path: value, state },
  ...(count === undefined ? {} : { count }),
  ...(facets === undefined ? {} : { facets: facets.map(facetValue) }),
})
