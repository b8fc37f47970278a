import type { ExploreQuery, Explorer, FacetGroup } from '../../app/explore/explorer.ts'
import type { LivePortal } from '../../app/portal/live-portals.ts'
import type { PublishedDataset } from '../../app/ports/catalog-store.ts'
import { languageLabel } from '../../core/i18n/languages.ts'
import type { ForeignOf } from './foreign.ts'
import { datasetCard } from './load-cards.ts'
import {
  CATALOG_PAGE_SIZE,
  type CatalogModel,
  type CatalogSort,
  catalogModel,
  catalogSort,
  type PortalTotals,
} from './models/catalog-model.ts'
import type { CountedFacet } from './models/facet-group.ts'
import type { HomeModel } from './models/home-model.ts'
import type { PageContext } from './models/page-context.ts'
import { said } from './models/text.ts'
import { type CatalogParams, exploreUrl, type Refinement } from './urls.ts'

/** Facets that catalogue pages show, in order. */
const FACETS = ['theme', 'publisher', 'keyword', 'license', 'language'] as const

const ORDER: Readonly<Record<CatalogSort, string | undefined>> = {
  relevance: undefined,
  modified: 'modified desc',
  title: 'title',
  records: 'records_count desc',
}

/** What pages of the catalogue are made from. */
export interface CatalogSources {
  readonly explorer: Explorer
  readonly foreign: ForeignOf
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** A refinement as the query language writes it; the value is quoted, so it may hold anything. */
export const refineText = ({ facet, value }: Refinement): string => `\`${facet}\`:${JSON.stringify(value)}`

/** A text search as the query language writes it. */
export const searchText = (q: string): readonly string[] => (q === '' ? [] : [JSON.stringify(q)])

/** The catalogue query of a page's state. */
const queryOf = (params: CatalogParams, language: string): ExploreQuery => ({
  where: searchText(params.q),
  refine: params.refine.map(refineText),
  language,
})

/** Facets with labels in the page's language. */
export const countedFacets = (
  groups: readonly FacetGroup[],
  label: (name: string) => string,
  valueLabel: (facet: string, value: string) => string = (_facet, value) => value,
): readonly CountedFacet[] =>
  groups.map(group => ({
    name: group.name,
    label: label(group.name),
    values: group.facets.flatMap(({ value, count }) =>
      count === undefined ? [] : [{ value, label: valueLabel(group.name, value), count }],
    ),
  }))

const facetLabel =
  (ctx: PageContext) =>
  (name: string): string =>
    FACETS.some(known => known === name) ? ctx.t(`facet.${name as (typeof FACETS)[number]}`) : name

async function totalsOf(
  { explorer }: CatalogSources,
  portal: LivePortal,
  language: string,
  signal: AbortSignal,
): Promise<PortalTotals> {
  const [all, publishers] = await Promise.all([
    explorer.datasets(portal, { limit: 0, language }).run(signal),
    explorer.catalogFacets(portal, { language }, ['publisher']).run(signal),
  ])
  return { datasets: all.totalCount, publishers: publishers[0]?.facets.length ?? 0 }
}

const cards = (sources: CatalogSources, found: readonly PublishedDataset[] | null, language: string) =>
  (found ?? []).map(published => datasetCard(published, language, sources.now()))

/** The catalogue page of a state. */
export async function loadCatalog(
  sources: CatalogSources,
  portal: LivePortal,
  ctx: PageContext,
  params: CatalogParams,
  signal: AbortSignal,
): Promise<CatalogModel> {
  const { language } = ctx
  const query = queryOf(params, language)
  const offset = Math.min((params.page - 1) * CATALOG_PAGE_SIZE, 10_000 - CATALOG_PAGE_SIZE)
  const order_by = ORDER[catalogSort(params)]
  const [page, facets, totals] = await Promise.all([
    sources.explorer.datasets(portal, { ...query, order_by, limit: CATALOG_PAGE_SIZE, offset }).run(signal),
    sources.explorer.catalogFacets(portal, query, FACETS).run(signal),
    totalsOf(sources, portal, language, signal),
  ])
  return catalogModel(ctx, {
    params,
    total: page.totalCount,
    totals,
    cards: cards(sources, page.datasets, language),
    facets: countedFacets(facets, facetLabel(ctx), (facet, value) =>
      facet === 'language' ? languageLabel(value, language) : value,
    ),
  })
}

/** The entrance of a portal. */
export async function loadHome(
  sources: CatalogSources,
  portal: LivePortal,
  ctx: PageContext,
  signal: AbortSignal,
): Promise<HomeModel> {
  const { language } = ctx
  const { config } = portal.stored
  const [latest, facets] = await Promise.all([
    sources.explorer.datasets(portal, { order_by: 'modified desc', limit: 6, language }).run(signal),
    sources.explorer.catalogFacets(portal, { language }, ['theme', 'publisher']).run(signal),
  ])
  const links = (name: string) =>
    (facets.find(group => group.name === name)?.facets ?? []).map(({ value, count = 0 }) => ({
      label: value,
      count,
      href: exploreUrl(language, { refine: [{ facet: name, value }] }),
    }))
  const publishers = links('publisher')
  return {
    description: said(config.description, language, config.languages[0]),
    totals: { datasets: latest.totalCount, publishers: publishers.length },
    themes: links('theme'),
    latest: cards(sources, latest.datasets, language),
    publishers,
  }
}
