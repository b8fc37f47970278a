import { VitrineError } from '../../core/errors.ts'
import { facetTree } from '../../core/facet/tree.ts'
import { wireError } from '../../core/odsql/faults.ts'
import { countOf, shapeRows, type WireRecord } from '../../core/record/shape.ts'
import { catalogQueryTable } from '../../core/sql/catalog.ts'
import { type Prepared as PreparedQuery, prepareQuery, type Question } from '../../core/sql/prepare.ts'
import type { QueryTable } from '../../core/sql/query-table.ts'
import { recordTable } from '../../core/sql/record-table.ts'
import type { LivePortal } from '../portal/live-portals.ts'
import type { PublishedDataset } from '../ports/catalog-store.ts'
import type { Ports } from '../ports/ports.ts'
import type { CatalogPage, ExploreQuery, Explorer, FacetGroup, Page, Prepared } from './explorer.ts'
import { exportStream } from './export-stream.ts'
import { publishedReader } from './published-reader.ts'
import { QueryRefused } from './query-refused.ts'
import { rememberedAnswers } from './remembered-answers.ts'

type QueryPorts = Pick<Ports, 'records' | 'catalog' | 'clock'>

/** A table with what its answers depend on beside the question. */
interface Target {
  readonly table: QueryTable
  /** Names the state of the data: a revision, a version of a catalogue. */
  readonly version: string
  /** Number of rows when nothing filters them, where that is known without asking. */
  readonly size: number | null
}

const DEFAULT_LIMIT = 10

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
  const ask = (target: Target, query: ExploreQuery, door: Door, facets: readonly string[] = []) =>
    prepare(target, query, { door, facets, now: ports.clock.now().getTime() })
  return {
    records: (published, query) => {
      const target = targetOf(published)
      return answers.of('page', pageOf(ports, target, ask(target, query, 'records')), pageBytes)
    },
    facets: (published, query, facets) => {
      const target = targetOf(published)
      return answers.of('facets', facetsOf(ports, target, ask(target, query, 'facets', facets)), facetBytes)
    },
    export: (published, query, format, options) => {
      const target = targetOf(published)
      const prepared = ask(target, query, 'export')
      return {
        identity: identityOf(target, prepared),
        run: async signal =>
          exportStream(ports.records, { prepared, target, published, format, options, signal }),
      }
    },
    datasets: (portal, query) => {
      const target = catalogTarget(portal, query.language)
      const whole = query.select === undefined && query.group_by === undefined
      const prepared = ask(target, whole ? { ...query, select: 'dataset_uid' } : query, 'records')
      const page = pageOf(ports, target, prepared)
      return whole
        ? answers.of(
            'datasets',
            wholeDatasets(page, uids => reader.read(portal, uids)),
            datasetsBytes,
          )
        : answers.of('selected', selectedDatasets(page), selectedBytes)
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

type Door = Question['options']['door']

function recordsTarget({ dataset, revision }: PublishedDataset): Target {
  if (revision.table === null) throw new VitrineError('table_missing', { table: '' })
  const context = {
    datasetId: dataset.datasetId,
    publishedAt: revision.publishedAt ?? revision.createdAt,
  }
  const name = revision.table.replace(/^ds\./, '')
  return {
    table: recordTable(name, revision.fields, context),
    version: `revision ${revision.id} ${dataset.datasetId}`,
    size: revision.recordsCount,
  }
}

const catalogTarget = (portal: LivePortal, language: string): Target => ({
  table: catalogQueryTable(portal.stored.id, language),
  version: `catalog ${portal.stored.id} ${portal.version}`,
  size: null,
})

interface Asking {
  readonly door: Door
  readonly facets: readonly string[]
  readonly now: number
}

/** Text → planned; every fault of every clause leaves as one, in the wire's words. */
function prepare(target: Target, query: ExploreQuery, { door, facets, now }: Asking): PreparedQuery {
  const prepared = prepareQuery({
    clauses: {
      ...(query.select === undefined ? {} : { select: query.select }),
      ...(query.group_by === undefined ? {} : { groupBy: query.group_by }),
      ...(query.order_by === undefined ? {} : { orderBy: query.order_by }),
      where: query.where ?? [],
      refine: query.refine ?? [],
      exclude: query.exclude ?? [],
      facet: facets,
    },
    fields: target.table.fields,
    options: {
      timezone: query.timezone ?? 'UTC',
      language: query.language,
      now,
      limit: query.limit === undefined ? DEFAULT_LIMIT : query.limit,
      offset: query.offset ?? 0,
      door,
    },
  })
  if (prepared.ok) return prepared.value
  const { error_code, message } = wireError(prepared.diagnostics)
  const code = error_code === 'ODSQLSyntaxError' ? 'odsql_syntax' : 'odsql_invalid'
  throw new QueryRefused(code, message, prepared.diagnostics)
}

const identityOf = (target: Target, { etagText }: PreparedQuery): string | null =>
  etagText === null ? null : `${target.version}\n${etagText}`

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
    return { totalCount, datasets, results: null }
  },
})

const selectedDatasets = (page: Prepared<Page>): Prepared<CatalogPage> => ({
  identity: page.identity,
  run: async signal => ({ ...(await page.run(signal)), datasets: null }),
})
