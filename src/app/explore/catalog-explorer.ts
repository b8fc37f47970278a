import { catalogTableColumns } from '../../core/sql/catalog.ts'
import type { Prepared as PreparedQuery } from '../../core/sql/prepare.ts'
import type { SeeDataset } from '../permission/see-datasets.ts'
import type { PublishedDataset } from '../ports/catalog-store.ts'
import type { Ports } from '../ports/ports.ts'
import { facetBytes, resultsBytes, VALUE_BYTES } from './answer-bytes.ts'
import { datasetPages } from './dataset-pages.ts'
import type { CatalogPage, ExploreQuery, Explorer, Page, Prepared } from './explorer.ts'
import { exportStream } from './export-stream.ts'
import { publishedReader } from './published-reader.ts'
import {
  type Asking,
  catalogTarget,
  datasetTarget,
  flatTarget,
  identityOf,
  type Target,
  templatesOf,
} from './question.ts'
import { facetsOf } from './read-facets.ts'
import type { PageReader } from './read-page.ts'
import type { RememberedAnswers } from './remembered-answers.ts'

/** The part of the query path that is about the catalogue. */
type CatalogExplorer = Pick<
  Explorer,
  'datasets' | 'dataset' | 'datasetPages' | 'catalogExport' | 'catalogFacets'
>

type Ask = (
  target: Target,
  query: ExploreQuery,
  door: Asking['door'],
  facets?: readonly string[],
) => PreparedQuery

/** Questions about the datasets of a portal: the search index finds them, the catalogue knows them. */
export function catalogExplorer(
  ports: Pick<Ports, 'records' | 'catalog' | 'openScratch'>,
  {
    answers,
    pages,
    see,
  }: { readonly answers: RememberedAnswers; readonly pages: PageReader; readonly see: SeeDataset },
  ask: Ask,
): CatalogExplorer {
  const reader = publishedReader(ports.catalog, see)
  return {
    datasets: (portal, query) => {
      const target = catalogTarget(portal, query.language)
      const read = (uids: readonly string[]) => reader.read(portal, uids)
      const whole = (query.select ?? '*').trim() === '*' && query.group_by === undefined
      const prepared = ask(target, whole ? { ...query, select: 'dataset_uid' } : query, 'records')
      const page = pages.page(target, prepared, query.cursor)
      return whole
        ? answers.of('datasets', wholeDatasets(page, read), datasetsBytes)
        : answers.of('selected', selectedDatasets(page, partsOf(target, prepared), read), selectedBytes)
    },
    dataset: (portal, published, query) => {
      const target = datasetTarget(portal, published, query.language)
      const prepared = ask(target, { ...query, limit: 1 }, 'records')
      const page = pages.page(target, prepared)
      const read = () => Promise.resolve([published])
      return answers.of('dataset', selectedDatasets(page, partsOf(target, prepared), read), selectedBytes)
    },
    datasetPages: (portal, query) => {
      const target = catalogTarget(portal, query.language)
      const { select: _, ...clauses } = query
      // a fault in what is selected is told, though whole datasets are read
      const asked = ask(target, query, 'export')
      const prepared = ask(target, { ...clauses, select: 'dataset_uid' }, 'export')
      const read = (uids: readonly string[]) => reader.read(portal, uids)
      return {
        identity: asked.etagText === null ? null : identityOf(target, prepared),
        run: signal => datasetPages(ports.records, prepared.compile(target.table).rows, read, signal),
      }
    },
    catalogExport: (portal, query, file) => {
      const target = flatTarget(portal, query.language)
      const select =
        query.group_by === undefined ? catalogTableColumns(templatesOf(portal)).join(', ') : undefined
      const prepared = ask(target, { ...query, select: query.select ?? select }, 'export')
      return {
        identity: identityOf(target, prepared),
        run: async signal =>
          exportStream(ports.records, {
            ...{ prepared, target, signal, ...file, datasetId: 'datasets' },
            openScratch: ports.openScratch,
            labelOf: name => name,
          }),
      }
    },
    catalogFacets: (portal, query, facets) => {
      const target = catalogTarget(portal, query.language)
      return answers.of('facets', facetsOf(ports, target, ask(target, query, 'facets', facets)), facetBytes)
    },
  }
}

const selectedBytes = ({ results }: CatalogPage): number => resultsBytes(results ?? [])
/** Only the list: the datasets themselves are kept by their reader. */
const datasetsBytes = ({ datasets }: CatalogPage): number => datasets.length * VALUE_BYTES

/** Whole datasets for the identifiers that the search index found. */
const wholeDatasets = (
  page: Prepared<Page>,
  read: (uids: readonly string[]) => Promise<readonly PublishedDataset[]>,
): Prepared<CatalogPage> => ({
  identity: page.identity,
  run: async signal => {
    const { totalCount, results, next } = await page.run(signal)
    const datasets = await read(results.map(result => String(result.dataset_uid)))
    return { totalCount, next, datasets, results: null, parts: NO_PARTS }
  },
})

/** Selected values; of datasets that are shown in part, the datasets too. */
const selectedDatasets = (
  page: Prepared<Page>,
  parts: CatalogPage['parts'],
  read: (uids: readonly string[]) => Promise<readonly PublishedDataset[]>,
): Prepared<CatalogPage> => ({
  identity: page.identity,
  run: async signal => {
    const found = await page.run(signal)
    const [key] = parts.keys()
    const datasets = key === undefined ? [] : await read(found.results.map(result => String(result[key])))
    return { ...found, datasets, parts }
  },
})

const NO_PARTS: CatalogPage['parts'] = new Map()

/** Keys of a question about the catalogue that stand for structures. */
function partsOf({ table }: Target, { planned }: PreparedQuery): CatalogPage['parts'] {
  return new Map(
    planned.select.flatMap(({ key, value }) => {
      const field = value.kind === 'field' ? table.fields.fields[value.field] : undefined
      return field?.structure === true ? [[key, field.name] as const] : []
    }),
  )
}
