import { VitrineError } from '../../core/errors.ts'
import { facetTree } from '../../core/facet/tree.ts'
import { resolveText } from '../../core/i18n/language-map.ts'
import { countOf, shapeRows, type WireRecord } from '../../core/record/shape.ts'
import { CATALOG_TABLE_COLUMNS } from '../../core/sql/catalog.ts'
import type { Prepared as PreparedQuery } from '../../core/sql/prepare.ts'
import { isRecord } from '../../core/sql/record-table.ts'
import type { PublishedDataset } from '../ports/catalog-store.ts'
import type { Ports } from '../ports/ports.ts'
import type { CatalogPage, ExploreQuery, Explorer, FacetGroup, Page, Prepared } from './explorer.ts'
import { exportStream } from './export-stream.ts'
import { publishedReader } from './published-reader.ts'
import {
  type Asking,
  catalogTarget,
  flatTarget,
  identityOf,
  prepareQuestion,
  recordsTarget,
  type Target,
} from './question.ts'
import { rememberedAnswers } from './remembered-answers.ts'

type QueryPorts = Pick<Ports, 'records' | 'catalog' | 'clock'>

/** The one query path over the ports. */
export function exploreService(ports: QueryPorts): Explorer {
  const targets = new WeakMap<PublishedDataset, Target>()
  const reader = publishedReader(ports.catalog)
  const answers = rememberedAnswers(ANSWER_BYTES)
  const targetOf = (published: PublishedDataset): Target => {
    const known = targets.get(published)
    if (known !== undefined) return known
    const target = recordsTarget(published)
    targets.set(published, target)
    return target
  }
  const ask = (target: Target, query: ExploreQuery, door: Asking['door'], facets = query.facets ?? []) =>
    prepareQuestion(target, query, { door, facets, now: ports.clock.now().getTime() })
  return {
    records: (published, query) => {
      const target = targetOf(published)
      return answers.of('page', pageOf(ports, target, ask(target, query, 'records')), pageBytes)
    },
    facets: (published, query, facets) => {
      const target = targetOf(published)
      return answers.of('facets', facetsOf(ports, target, ask(target, query, 'facets', facets)), facetBytes)
    },
    export: (published, query, file) => {
      const target = targetOf(published)
      const prepared = ask(target, query, 'export')
      return {
        identity: identityOf(target, prepared),
        run: async signal =>
          exportStream(ports.records, {
            ...{ prepared, target, signal, ...file },
            datasetId: published.dataset.datasetId,
            labelOf: labelsOf(published, query.language),
          }),
      }
    },
    record: (published, recordId, query) => {
      const target = targetOf(published)
      const rowFilter = isRecord(target.table.fields, recordId)
      const now = ports.clock.now().getTime()
      const prepared = prepareQuestion(
        target,
        { ...query, limit: 1 },
        { door: 'records', facets: [], now, rowFilter },
      )
      return answers.of('record', recordOf(ports, target, prepared, recordId), recordBytes)
    },
    datasets: (portal, query) => {
      const target = catalogTarget(portal, query.language)
      const read = (uids: readonly string[]) => reader.read(portal, uids)
      const whole = (query.select ?? '*').trim() === '*' && query.group_by === undefined
      const prepared = ask(target, whole ? { ...query, select: 'dataset_uid' } : query, 'records')
      const page = pageOf(ports, target, prepared)
      return whole
        ? answers.of('datasets', wholeDatasets(page, read), datasetsBytes)
        : answers.of('selected', selectedDatasets(page, partsOf(target, prepared), read), selectedBytes)
    },
    catalogExport: (portal, query, options) => {
      const target = flatTarget(catalogTarget(portal, query.language))
      const select = query.group_by === undefined ? CATALOG_TABLE_COLUMNS.join(', ') : undefined
      const prepared = ask(target, { ...query, select: query.select ?? select }, 'export')
      return {
        identity: identityOf(target, prepared),
        run: async signal =>
          exportStream(ports.records, {
            ...{ prepared, target, format: 'csv', options, signal, datasetId: 'datasets' },
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

/** Memory for answers, and roughly what one takes of it: shapes are counted, not texts. */
const ANSWER_BYTES = 64 * 1024 * 1024
const VALUE_BYTES = 100

const resultsBytes = (results: readonly WireRecord[]): number =>
  results.length * (1 + Object.keys(results[0] ?? {}).length) * VALUE_BYTES
const pageBytes = ({ results }: Page): number => resultsBytes(results)
const selectedBytes = ({ results }: CatalogPage): number => resultsBytes(results ?? [])
/** Only the list: the datasets themselves are kept by their reader. */
const datasetsBytes = ({ datasets }: CatalogPage): number => (datasets?.length ?? 0) * VALUE_BYTES
const facetBytes = (groups: readonly FacetGroup[]): number =>
  groups.reduce((sum, group) => sum + (1 + group.facets.length) * 2 * VALUE_BYTES, 0)

const recordBytes = (record: WireRecord): number => resultsBytes([record])

/** Labels of fields in a language, by name. */
const labelsOf =
  ({ revision: { fields, metadata } }: PublishedDataset, language: string) =>
  (name: string): string => {
    const field = fields.find(one => one.name === name)
    return (field && resolveText(field.label, language, metadata.language)) || name
  }

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

function pageOf(ports: QueryPorts, target: Target, prepared: PreparedQuery): Prepared<Page> {
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
function facetsOf(
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

/** Whole datasets for the identifiers that the search index found. */
const wholeDatasets = (
  page: Prepared<Page>,
  read: (uids: readonly string[]) => Promise<readonly PublishedDataset[]>,
): Prepared<CatalogPage> => ({
  identity: page.identity,
  run: async signal => {
    const { totalCount, results } = await page.run(signal)
    const datasets = await read(results.map(result => String(result.dataset_uid)))
    return { totalCount, datasets, results: null, parts: NO_PARTS }
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

const recordOf = (
  { records }: QueryPorts,
  target: Target,
  prepared: PreparedQuery,
  recordId: string,
): Prepared<WireRecord> => ({
  identity: identityOf(target, prepared),
  run: async signal => {
    const { rows } = prepared.compile(target.table)
    const [record] = shapeRows(rows.columns)(await records.query(rows, 'page', signal))
    if (record === undefined) throw new VitrineError('record_unknown', { record: recordId })
    return record
  },
})
