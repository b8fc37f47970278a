import type { ExploreQuery, Explorer, FacetGroup, Page, Prepared } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { WireRecord, WireValue } from '../../../core/record/shape.ts'
import { each } from './both.ts'
import { backQuoted } from './clauses.ts'
import { type FoundRecords, recordsOf, type Search, withFacets } from './found-records.ts'
import { distanceBy, geoFilter } from './geofilter.ts'
import { mergedFacets } from './merge-facets.ts'
import type { SearchPage } from './params.ts'

/** What is asked of one of the datasets. */
interface Asked {
  readonly published: PublishedDataset
  readonly query: ExploreQuery
  /** How many records there are, and what those are sorted by that may be on the page. */
  readonly keys: Prepared<readonly [Page, readonly FacetGroup[] | null]>
}

/**
 * A page of the records of several datasets: in the order asked for, else dataset by dataset. First each says how many it
 * has and what they are sorted by; then only the records of the page are read.
 */
export function recordsOfSeveral(
  explorer: Explorer,
  datasets: readonly PublishedDataset[],
  search: Search,
): Prepared<FoundRecords> {
  const asked = datasets.map(published => questionOf(explorer, published, search))
  // whatever is selected is checked before anything is asked, and decides the answer
  const pages = asked.map(({ published, query }) => explorer.records(published, { ...query, ...search.page }))
  const keys = each(asked.map(one => one.keys))
  const { identity } = each<unknown>([...pages, keys])
  return {
    identity,
    run: async signal => {
      const counted = await keys.run(signal)
      const window = windowOf(
        counted.map(([page]) => page),
        search,
      )
      const parts = await Promise.all(
        asked.map(({ published, query }, index) =>
          partOf(explorer, published, { ...query, ...window.of(index) }, signal),
        ),
      )
      const taken = parts.map(part => part[Symbol.iterator]())
      return {
        total: counted.reduce((sum, [{ totalCount }]) => sum + totalCount, 0),
        records: window.order.flatMap(index => taken[index]?.next().value ?? []),
        facets:
          search.params.facet.length === 0
            ? null
            : mergedFacets(
                counted.map(([, groups]) => groups ?? []),
                search.params,
              ),
      }
    },
  }
}

/** Key under which a value is asked for that records are sorted by. */
const sortKey = (index: number): string => `s${index}`

function questionOf(explorer: Explorer, published: PublishedDataset, search: Search): Asked {
  const { params, page } = search
  const query = search.queryOf(published)
  const expressions = distanceBy(geoFilter(params, published.revision.fields))
  const names = params.sort.map(key => key.replace(/^-/, ''))
  const select = names.map((name, index) => `${expressions[name] ?? backQuoted(name)} as ${sortKey(index)}`)
  const limit = names.length === 0 ? 0 : page.limit + page.offset
  const keys = { ...query, technical: false, select: select.join(', ') || undefined, limit }
  return { published, query, keys: withFacets(explorer, published, keys, params) }
}

/** The records of the page that are of one dataset. */
async function partOf(
  explorer: Explorer,
  published: PublishedDataset,
  query: ExploreQuery,
  signal: AbortSignal,
): Promise<ReturnType<typeof recordsOf>> {
  if (query.limit === 0) return []
  const { results } = await explorer.records(published, query).run(signal)
  return recordsOf(published, results)
}

interface Window {
  /** Numbers of the datasets in the order of their records on the page. */
  readonly order: readonly number[]
  /** The records of a dataset that are on the page. */
  of(index: number): SearchPage
}

/** Takes the first record of all datasets again and again: those of each stay in their own order. */
function windowOf(pages: readonly Page[], { params: { sort }, language, page }: Search): Window {
  const compare = comparing(sort, language)
  const end = page.offset + page.limit
  const sizes = pages.map(({ totalCount, results }) => (sort.length === 0 ? totalCount : results.length))
  const at = pages.map(() => 0)
  const order: number[] = []
  const first = (): number => {
    let best = -1
    for (const [index, size] of sizes.entries()) {
      if ((at[index] ?? 0) >= size) continue
      if (best < 0 || compare(headOf(index), headOf(best)) < 0) best = index
    }
    return best
  }
  const headOf = (index: number): WireRecord => pages[index]?.results[at[index] ?? 0] ?? {}
  const before = new Map<number, number>()
  for (let place = 0; place < end; place++) {
    const next = first()
    if (next < 0) break
    const skipped = at[next] ?? 0
    if (place >= page.offset) {
      if (!before.has(next)) before.set(next, skipped)
      order.push(next)
    }
    at[next] = skipped + 1
  }
  return {
    order,
    of: index => {
      const offset = before.get(index) ?? 0
      return { offset, limit: before.has(index) ? (at[index] ?? 0) - offset : 0 }
    },
  }
}

/** As the engine orders: texts without case and accents, what is not known last (explore-api §10.7). */
function comparing(sort: readonly string[], language: string): (a: WireRecord, b: WireRecord) => number {
  const texts = new Intl.Collator(language, { sensitivity: 'base' })
  const byValue = (a: WireValue, b: WireValue, sign: 1 | -1): number => {
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    if (typeof a === 'object' || typeof b === 'object' || typeof a === 'string' || typeof b === 'string')
      return sign * texts.compare(String(a), String(b))
    return sign * (Number(a) - Number(b))
  }
  return (a, b) => {
    for (const [index, key] of sort.entries()) {
      const name = sortKey(index)
      const order = byValue(a[name] ?? null, b[name] ?? null, key.startsWith('-') ? 1 : -1)
      if (order !== 0) return order
    }
    return 0
  }
}
