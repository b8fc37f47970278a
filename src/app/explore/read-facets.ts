import { VitrineError } from '../../core/errors.ts'
import { facetTree } from '../../core/facet/tree.ts'
import type { Prepared as PreparedQuery } from '../../core/sql/prepare.ts'
import type { Ports } from '../ports/ports.ts'
import type { FacetGroup, Prepared } from './explorer.ts'
import { identityOf, type Target } from './question.ts'

type QueryPorts = Pick<Ports, 'records'>

/** Facets of one question, unless the table has more fields. */
const MOST_FACETS = 100
/** Facets of one question that are counted at once: one caller does not fill the queue of the engine for all. */
const AT_ONCE = 4

/** Each facet is a statement of its own: some run side by side (engine.md §4). Rejects with `query_too_large`. */
export function facetsOf(
  { records }: QueryPorts,
  target: Target,
  prepared: PreparedQuery,
): Prepared<readonly FacetGroup[]> {
  if (prepared.planned.facets.length > Math.max(MOST_FACETS, target.table.fields.fields.length))
    throw new VitrineError('query_too_large')
  return {
    identity: identityOf(target, prepared),
    run: signal =>
      sideBySide(prepared.compileFacets(target.table), signal, async (facet, own) =>
        facetTree(facet, await records.query(facet.query, 'page', own)),
      ),
  }
}

/** Results in the order of the items; a failure ends the others too. */
async function sideBySide<T, R>(
  items: readonly T[],
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<R>,
): Promise<readonly R[]> {
  const failed = new AbortController()
  const own = AbortSignal.any([signal, failed.signal])
  const results: R[] = []
  const left = items.entries()
  const take = async (): Promise<void> => {
    for (const [index, item] of left) {
      own.throwIfAborted()
      results[index] = await work(item, own)
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, take))
  } catch (thrown) {
    failed.abort(thrown)
    throw thrown
  }
  return results
}
