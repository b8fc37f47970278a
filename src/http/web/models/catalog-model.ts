import { isMessageKey } from '../../../core/i18n/translate.ts'
import { type CatalogParams, exploreUrl } from '../urls.ts'
import type { DatasetCard } from './dataset-card.ts'
import { type Chip, type CountedFacet, type FacetGroup, facetGroups, refinementChips } from './facet-group.ts'
import type { PageContext } from './page-context.ts'
import { type Pager, pagerOf } from './pager.ts'
import type { NamedLink } from './text.ts'

/** Orders of the catalogue; the first one that applies is the default. */
export const CATALOG_SORTS = ['relevance', 'modified', 'title', 'records'] as const
export type CatalogSort = (typeof CATALOG_SORTS)[number]

/** Cards on a page of the catalogue. */
export const CATALOG_PAGE_SIZE = 20

/** Text search and filters over the datasets of a portal. */
export interface CatalogModel {
  readonly params: CatalogParams
  /** Whether nothing is asked for: the page then greets. */
  readonly unfiltered: boolean
  readonly total: number
  readonly totals: PortalTotals
  readonly sort: CatalogSort
  readonly cards: readonly DatasetCard[]
  readonly facets: readonly FacetGroup[]
  readonly chips: readonly Chip[]
  readonly clearHref: string
  readonly pager: Pager
  /** The list itself in other formats. */
  readonly exports: readonly NamedLink[]
}

/** Size of a portal, whatever is asked for. */
export interface PortalTotals {
  readonly datasets: number
  readonly publishers: number
}

/** What was found, as the routes have it. */
export interface CatalogFound {
  readonly params: CatalogParams
  readonly total: number
  readonly totals: PortalTotals
  readonly cards: readonly DatasetCard[]
  readonly facets: readonly CountedFacet[]
  readonly exports?: readonly NamedLink[]
}

/** The order that a state asks for, or the default: relevance to a text, else the latest first. */
export function catalogSort(params: CatalogParams): CatalogSort {
  const asked = CATALOG_SORTS.find(sort => sort === params.sort)
  if (asked && (asked !== 'relevance' || params.q)) return asked
  return params.q ? 'relevance' : 'modified'
}

export function catalogModel(ctx: PageContext, found: CatalogFound): CatalogModel {
  const { params, total, totals, cards, facets } = found
  const href = (state: CatalogParams) => exploreUrl(ctx.language, state)
  const chips = refinementChips(facets, params, href, name => {
    const key = `facet.${name}`
    return isMessageKey(key) ? ctx.t(key) : name
  })
  const text = params.q
    ? [{ about: ctx.t('search.text'), label: params.q, href: href({ ...params, q: '', page: 1 }) }]
    : []
  return {
    params,
    unfiltered: params.q === '' && params.refine.length === 0,
    total,
    totals,
    sort: catalogSort(params),
    cards,
    facets: facetGroups(facets, params, href),
    chips: [...text, ...chips],
    clearHref: href({ ...params, q: '', refine: [], page: 1, all: '' }),
    pager: pagerOf({
      page: params.page,
      size: CATALOG_PAGE_SIZE,
      total,
      href: page => href({ ...params, page }),
    }),
    exports: found.exports ?? [],
  }
}
