import { facetTree } from '../../core/facet/tree.ts'
import { countOf, shapeRows, type WireRecord } from '../../core/record/shape.ts'
import type { Prepared as PreparedQuery } from '../../core/sql/prepare.ts'
import type { Ports } from '../ports/ports.ts'
import type { FacetGroup, Page, Prepared } from './explorer.ts'
import { identityOf, type Target } from './question.ts'

type QueryPorts = Pick<Ports, 'records'>

/** Memory that a value of an answer takes, roughly: shapes are counted, not texts. */
export const VALUE_BYTES = 100

export const resultsBytes = (results: readonly WireRecord[]): number =>
  results.length * (1 + Object.keys(results[0] ?? {}).length) * VALUE_BYTES
export const pageBytes = ({ results }: Page): number => resultsBytes(results)
export const facetBytes = (groups: readonly FacetGroup[]): number =>
  groups.reduce((sum, group) => sum + (1 + group.facets.length) * 2 * VALUE_BYTES, 0)

/** How many rows or groups there are; known without asking when nothing filters a whole table. */
const totalOf = (
  { records }: QueryPorts,
  target: Target,
  { planned, grouped, compile }: PreparedQuery,
  signal: AbortSignal,
): Promise<number> =>
  target.size !== null && !grouped && planned.filters.length === 0
    ? Promise.resolve(target.size)
    : records.query(compile(target.table).count, 'page', signal).then(countOf)

/** A page of records or groups, and how many there are. */
export function pageOf(ports: QueryPorts, target: Target, prepared: PreparedQuery): Prepared<Page> {
  return {
    identity: identityOf(target, prepared),
    run: async signal => {
      const { rows } = prepared.compile(target.table)
      const [totalCount, results] = await Promise.all([
        totalOf(ports, target, prepared, signal),
        prepared.planned.limit === 0 ? [] : ports.records.query(rows, 'page', signal),
      ])
      return { totalCount, results: shapeRows(rows.columns)(results) }
    },
  }
}

/** Each facet is a statement of its own: they run side by side (engine.md §4). */
export function facetsOf(
  ports: QueryPorts,
  target: Target,
  prepared: PreparedQuery,
): Prepared<readonly FacetGroup[]> {
  return {
    identity: identityOf(target, prepared),
    run: signal =>
      Promise.all(
        prepared
          .compileFacets(target.table)
          .map(async facet => facetTree(facet, await ports.records.query(facet.query, 'page', signal))),
      ),
  }
}
