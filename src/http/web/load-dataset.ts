import type { ExploreQuery, FacetGroup, Page } from '../../app/explore/explorer.ts'
import type { PublishedDataset, StoredPortal } from '../../app/ports/catalog-store.ts'
import { plainText } from '../../core/content/plain-text.ts'
import { describedText } from '../../core/content/rich-text.ts'
import type { Field } from '../../core/dataset/field.ts'
import { freshnessOf } from '../../core/dataset/freshness.ts'
import { VitrineError } from '../../core/errors.ts'
import {
  EXPORT_USES,
  type ExportFormat,
  type ExportUse,
  exportFormats,
  formatTraits,
} from '../../core/export/formats.ts'
import { resolveText } from '../../core/i18n/language-map.ts'
import { seesAll } from '../../core/permission/decide.ts'
import { faultText } from './fault-text.ts'
import { updatedAt } from './load-cards.ts'
import { type CatalogSources, countedFacets, refineText, searchText } from './load-catalog.ts'
import { conditionExamples } from './models/condition-examples.ts'
import type {
  DatasetExportModel,
  DatasetHead,
  DatasetOverviewModel,
  DatasetTableModel,
  FieldView,
  FileLink,
  Records,
} from './models/dataset-model.ts'
import type { CountedFacet } from './models/facet-group.ts'
import { facetGroups } from './models/facet-group.ts'
import type { PageContext } from './models/page-context.ts'
import { pagerOf } from './models/pager.ts'
import { columnHeads, filterChips, TABLE_PAGE_SIZE, tableSort } from './models/table-state.ts'
import { said } from './models/text.ts'
import {
  DATASET_TABS,
  type DatasetTab,
  datasetApiUrl,
  datasetUrl,
  exploreUrl,
  safeUrl,
  type TableParams,
} from './urls.ts'

/** Last record that pages reach (explore-api §5.2). */
const REACH = 10_000
const SAMPLE = 5
/** Facets shown beside a table. */
const MAX_FACETS = 6

/** One dataset's pages: who asks, for what. */
export interface DatasetPage {
  readonly portal: StoredPortal
  readonly ctx: PageContext
  readonly published: PublishedDataset
  readonly params: TableParams
  readonly signal: AbortSignal
}

/** The active filter as clauses. */
const filterOf = (params: TableParams, language: string): ExploreQuery => ({
  where: [...searchText(params.q), ...(params.where === '' ? [] : [params.where])],
  refine: params.refine.map(refineText),
  language,
})

/** The active filter as a query string of the API. */
export function apiQuery(params: TableParams, extra: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams()
  for (const where of filterOf(params, '').where ?? []) query.append('where', where)
  for (const refine of filterOf(params, '').refine ?? []) query.append('refine', refine)
  for (const [name, value] of Object.entries(extra)) query.set(name, value)
  return query.size === 0 ? '' : `?${query}`
}

/** Names of whole numbers that nobody adds up. */
const NAMED_AS_CODE = /(?:^|_)(?:id|code|zip|insee|siren|siret|uic|eva)$/i

const fieldView = (field: Field, language: string, fallback: string): FieldView => {
  const label = said(field.label, language, fallback)
  return {
    name: field.name,
    label: label.text === '' ? { text: field.name, lang: '' } : label,
    description: field.description === null ? null : said(field.description, language, fallback),
    type: field.type,
    unit: field.annotations.unit ?? null,
    decimals: field.annotations.decimals ?? null,
    id: field.annotations.id === true || (field.type === 'int' && NAMED_AS_CODE.test(field.name)),
    multivalued: field.annotations.multivalued !== undefined,
    facet: field.annotations.facet === true,
  }
}

/** The fields of a dataset as pages of a language show them. */
export const fieldViewsOf = ({ revision }: PublishedDataset, language: string): readonly FieldView[] =>
  revision.fields.map(field => fieldView(field, language, revision.metadata.language))

/** The fields of a dataset as its pages show them. */
export const fieldViews = ({ ctx, published }: DatasetPage): readonly FieldView[] =>
  fieldViewsOf(published, ctx.language)

const recordsOf = (fields: readonly FieldView[], page: Page): Records => ({
  fields,
  rows: page.results.map(result => fields.map(field => result[field.name] ?? null)),
})

/** What all pages of the dataset show of it. */
export function datasetHead({ ctx, published, params }: DatasetPage, now: number): DatasetHead {
  const { dataset, revision } = published
  const { metadata } = revision
  const { language } = ctx
  const title = said(metadata.title, language, metadata.language)
  const description = said(metadata.description, language, metadata.language)
  const updated = updatedAt(published)
  const theme = metadata.theme[0]
  const themeName = theme === undefined ? '' : resolveText(theme, language, metadata.language)
  const refined = (facet: string, value: string) => exploreUrl(language, { refine: [{ facet, value }] })
  return {
    id: dataset.datasetId,
    title: title.text === '' ? { text: dataset.datasetId, lang: '' } : title,
    summary: { text: plainText(description.text), lang: description.lang },
    publisher:
      metadata.publisher === null
        ? null
        : { label: metadata.publisher, href: refined('publisher', metadata.publisher) },
    theme: themeName === '' ? null : { label: themeName, href: refined('theme', themeName) },
    license:
      metadata.license === null
        ? null
        : { label: metadata.license, href: safeUrl(metadata.licenseUrl ?? '') ?? null },
    updatedAt: updated,
    freshness: freshnessOf(updated, metadata.updateFrequency, now),
    frequency: metadata.updateFrequency,
    records: revision.recordsCount,
    revision: { number: revision.number, publishedAt: revision.publishedAt },
    quarantined: revision.report?.recordsQuarantined ?? 0,
    tabs: published.access.dataVisible ? DATASET_TABS : ['overview'],
    params,
    download: published.access.dataVisible
      ? {
          label: 'CSV',
          href: `${datasetApiUrl(dataset.datasetId)}/exports/csv${apiQuery(params)}`,
          bytes: null,
        }
      : null,
  }
}

export async function loadOverview(
  sources: CatalogSources,
  page: DatasetPage,
): Promise<DatasetOverviewModel> {
  const { ctx, published, signal } = page
  const { metadata } = published.revision
  const { language } = ctx
  const fields = fieldViews(page)
  const sample = published.access.dataVisible
    ? await sources.explorer.records(published, { limit: SAMPLE, language }).run(signal)
    : { totalCount: 0, results: [], next: null }
  const description = said(metadata.description, language, metadata.language)
  return {
    head: datasetHead(page, sources.now()),
    description:
      description.text === ''
        ? null
        : {
            html: describedText(description.text, sources.foreign(page.portal, language)).html,
            lang: description.lang,
          },
    sample: recordsOf(fields, sample),
    fields,
    keywords: metadata.keyword.map(map => {
      const label = resolveText(map, language, metadata.language)
      return { label, href: exploreUrl(language, { refine: [{ facet: 'keyword', value: label }] }) }
    }),
    territory: metadata.territory,
    attributions: metadata.attributions,
    references: metadata.references,
    attachments: attachmentLinks(page),
  }
}

/** Files beside the data, for those who may read all of it. */
function attachmentLinks({ ctx, published }: DatasetPage): readonly FileLink[] {
  const { dataset, revision, access } = published
  const { attachments, language } = revision.metadata
  if (!seesAll(access)) return []
  return attachments.map(({ id, kind, title, bytes }) => ({
    title: said(title, ctx.language, language),
    href: `${datasetApiUrl(dataset.datasetId)}/${kind}s/${encodeURIComponent(id)}`,
    bytes,
  }))
}

/** Facets of the dataset's own annotations, counted under the active filter. */
async function loadFacets(
  sources: CatalogSources,
  { ctx, published, signal }: DatasetPage,
  filter: ExploreQuery,
): Promise<readonly CountedFacet[]> {
  const { fields, metadata } = published.revision
  const facets = fields
    .filter(field => field.annotations.facet === true)
    .filter(field => field.type === 'text' || field.type === 'boolean' || field.type === 'int')
    .slice(0, MAX_FACETS)
  if (facets.length === 0) return []
  const groups: readonly FacetGroup[] = await sources.explorer
    .facets(
      published,
      filter,
      facets.map(field => `facet(name=${JSON.stringify(field.name)},limit=200)`),
    )
    .run(signal)
  const label = (name: string): string => {
    const field = fields.find(one => one.name === name)
    return field === undefined ? name : resolveText(field.label, ctx.language, metadata.language) || name
  }
  return countedFacets(groups, label, (name, value) =>
    fields.find(one => one.name === name)?.type === 'boolean'
      ? ctx.t(value === 'true' ? 'cell.true' : 'cell.false')
      : value,
  )
}

/** What a filter gave, or what was left of it. */
interface Filtered<T> {
  readonly answer: T
  /** The page of the filter that was applied: its links lead to what it shows. */
  readonly applied: DatasetPage
  readonly fault: string | null
}

/**
 * Runs a filter, and when its typed condition cannot be used, what is left of it: first without the condition, then
 * without refinements that name no field either. The fault is told on the page.
 */
async function withFault<T>(
  page: DatasetPage,
  run: (filter: ExploreQuery) => Promise<T>,
): Promise<Filtered<T>> {
  const { params, ctx } = page
  const tries = [params, { ...params, where: '' }, { ...params, where: '', refine: [] }]
  let fault: string | null = null
  for (const attempt of tries)
    try {
      const answer = await run(filterOf(attempt, ctx.language))
      return { answer, applied: { ...page, params: attempt }, fault }
    } catch (thrown) {
      if (!(thrown instanceof VitrineError) || thrown.kind !== 'invalid') throw thrown
      fault ??= faultText(ctx, thrown)
    }
  throw new VitrineError('bug')
}

export async function loadTable(sources: CatalogSources, page: DatasetPage): Promise<DatasetTableModel> {
  const { ctx, published, signal } = page
  const { datasetId } = published.dataset
  const fields = fieldViews(page)
  const sort = tableSort(page.params, fields)
  const offset = Math.min((page.params.page - 1) * TABLE_PAGE_SIZE, REACH - TABLE_PAGE_SIZE)
  const order_by = sort === null ? undefined : `\`${sort.field}\`${sort.descending ? ' desc' : ''}`
  const { answer, applied, fault } = await withFault(page, async filter => {
    const [records, facets] = await Promise.all([
      sources.explorer
        .records(published, { ...filter, order_by, limit: TABLE_PAGE_SIZE, offset })
        .run(signal),
      loadFacets(sources, page, filter),
    ])
    return { records, facets }
  })
  const { records, facets } = answer
  const { params } = applied
  const shown = recordsOf(fields, records)
  const href = (state: TableParams): string => datasetUrl(ctx.language, datasetId, 'table', state)
  return {
    head: datasetHead(applied, sources.now()),
    total: records.totalCount,
    columns: columnHeads(ctx, datasetId, params, fields),
    records: shown,
    facets: facetGroups(facets, params, href),
    ...filterChips(ctx, { id: datasetId, tab: 'table', params, facets }),
    pager: pagerOf({
      page: params.page,
      size: TABLE_PAGE_SIZE,
      total: records.totalCount,
      reach: REACH,
      href: number => href({ ...params, page: number }),
    }),
    where: page.params.where,
    fault,
    examples: conditionExamples(shown).map(text => ({
      text,
      href: href({ ...params, where: text, page: 1 }),
    })),
    reach: records.totalCount > REACH ? REACH : null,
  }
}

export async function loadExports(sources: CatalogSources, page: DatasetPage): Promise<DatasetExportModel> {
  const { ctx, published, signal } = page
  const id = published.dataset.datasetId
  const { answer, applied, fault } = await withFault(page, filter =>
    sources.explorer.records(published, { ...filter, limit: 0 }).run(signal),
  )
  const { params } = applied
  return {
    head: datasetHead(applied, sources.now()),
    total: answer.totalCount,
    fault,
    ...filterChips(ctx, { id, tab: 'export', params, facets: [] }),
    groups: groupedFormats(published.revision.fields).map(({ use, names }) => ({
      use,
      formats: names.map(name => ({
        name,
        label: formatTraits(name).label,
        href: `${datasetApiUrl(id)}/exports/${name}${apiQuery(params)}`,
        bytes: null,
        limit: null,
      })),
    })),
  }
}

/** What most people take, before the others of its group. */
const USUAL: readonly ExportFormat[] = ['csv', 'xlsx', 'geojson', 'kml']

/** Formats by what they are for; those of maps only where there is something to draw. */
function groupedFormats(
  fields: readonly Field[],
): readonly { readonly use: ExportUse; readonly names: readonly ExportFormat[] }[] {
  const names = exportFormats(fields)
  const drawn = names.some(name => formatTraits(name).geographic)
  return EXPORT_USES.filter(use => drawn || use !== 'map').map(use => {
    const own = names.filter(name => formatTraits(name).use === use)
    return { use, names: [...new Set([...USUAL.filter(name => own.includes(name)), ...own])] }
  })
}

/** The tab that a path names; `overview` when it names none; undefined when there is no such tab. */
export const tabOf = (name: string | undefined): DatasetTab | undefined =>
  name === undefined || name === ''
    ? 'overview'
    : DATASET_TABS.find(tab => tab === name && tab !== 'overview')
