import type { WireRecord } from '../../core/record/shape.ts'
import type { FacetGroup, Page } from './explorer.ts'

/** Memory that a value of an answer takes, roughly: shapes are counted, not texts. */
export const VALUE_BYTES = 100

export const resultsBytes = (results: readonly WireRecord[]): number =>
  results.length * (1 + Object.keys(results[0] ?? {}).length) * VALUE_BYTES
export const pageBytes = ({ results }: Page): number => resultsBytes(results)
export const facetBytes = (groups: readonly FacetGroup[]): number =>
  groups.reduce((sum, group) => sum + (1 + group.facets.length) * 2 * VALUE_BYTES, 0)
