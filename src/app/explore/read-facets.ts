import { facetTree } from '../../core/facet/tree.ts'
import type { Prepared as PreparedQuery } from '../../core/sql/prepare.ts'
import type { Ports } from '../ports/ports.ts'
import type { FacetGroup, Prepared } from './explorer.ts'
import { identityOf, type Target } from './question.ts'

type QueryPorts = Pick<Ports, 'records'>

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
