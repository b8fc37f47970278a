import type { Field } from '../../core/dataset/field.ts'
import { activeTemplates, type MetadataTemplate } from '../../core/dataset/metadata-templates.ts'
import { VitrineError } from '../../core/errors.ts'
import type { BoundCondition } from '../../core/odsql/bound.ts'
import { wireError } from '../../core/odsql/faults.ts'
import type { DatasetAccess } from '../../core/permission/decide.ts'
import { recordFilesRoot } from '../../core/record/file-value.ts'
import { catalogQueryTable, flatCatalogFieldSet } from '../../core/sql/catalog.ts'
import { catalogRowTable } from '../../core/sql/catalog-row-table.ts'
import { type Prepared as PreparedQuery, prepareQuery, type Question } from '../../core/sql/prepare.ts'
import type { QueryTable } from '../../core/sql/query-table.ts'
import { filterFieldSet, recordTable, technicalItems } from '../../core/sql/record-table.ts'
import { bindRowFilter } from '../../core/sql/row-filter.ts'
import { catalogRow } from '../catalog/catalog-row.ts'
import type { LivePortal } from '../portal/live-portals.ts'
import type { PublishedDataset } from '../ports/catalog-store.ts'
import type { ExploreQuery } from './explorer.ts'
import { QueryRefused } from './query-refused.ts'

/** A table with what its answers depend on beside the question. */
export interface Target {
  readonly table: QueryTable
  /** Names the state of the data: a revision, a version of a catalogue. */
  readonly version: string
  /** Number of rows when nothing filters them, where that is known without asking. */
  readonly size: number | null
  /** What is read whatever its version, and the number of that version: what a cursor stands for. */
  readonly name: string
  readonly number: number
  /** Whether keys of rows are whole numbers, as those of records are. */
  readonly numbered: boolean
  /** Records that the caller may see; null for all. */
  readonly rowFilter: BoundCondition | null
}

/**
 * The records of a revision that the caller may see, the one way to ask for any; `access_forbidden` where they may see
 * none. `origin` is where the portal is, which answers about files say.
 */
export function recordsTarget(
  { dataset, revision, access, layout }: PublishedDataset,
  origin: string,
): Target {
  if (!access.dataVisible) throw new VitrineError('access_forbidden')
  if (revision.table === null) throw new VitrineError('table_missing', { table: '' })
  const context = {
    datasetId: dataset.datasetId,
    publishedAt: revision.publishedAt ?? revision.createdAt,
    ...(hasFiles(layout) ? { filesRoot: recordFilesRoot(origin, dataset.datasetId) } : {}),
  }
  const name = revision.table.replace(/^ds\./, '')
  return {
    table: recordTable(name, layout, context, access.fields),
    version: `revision ${revision.id} ${context.publishedAt} ${context.filesRoot ?? dataset.datasetId} ${access.identity}`,
    size: revision.recordsCount,
    name: dataset.uid,
    number: revision.number,
    // numbers of records would tell a caller who sees some of them how many others there are
    numbered: access.where === null,
    rowFilter: rowFilterOf(access, layout),
  }
}

/** Whether answers may hold the addresses of files, so that they are not the same at every address of the portal. */
export const hasFiles = (layout: readonly Field[]): boolean => layout.some(({ type }) => type === 'file')

function rowFilterOf({ where, fields }: DatasetAccess, layout: readonly Field[]): BoundCondition | null {
  if (where === null) return null
  const bound = bindRowFilter(where, filterFieldSet(layout, fields))
  if (!bound.ok) throw new VitrineError('access_forbidden')
  return bound.value
}

/** The datasets of a portal that its caller may see. */
export const catalogTarget = (portal: LivePortal, language: string): Target => ({
  table: catalogQueryTable(portal.stored.id, language, {
    scope: portal.view.catalog,
    templates: templatesOf(portal),
  }),
  version: `catalog ${portal.stored.id} ${portal.version} ${portal.stored.configVersion} ${portal.view.identity}`,
  size: null,
  name: `catalog ${portal.stored.id}`,
  number: portal.version,
  numbered: false,
  rowFilter: null,
})

/** One dataset, as the catalogue would list it in this revision. */
export function datasetTarget(portal: LivePortal, published: PublishedDataset, language: string): Target {
  const { dataset, revision, access } = published
  const state = [revision.id, revision.publishedAt, dataset.datasetId, access.dataVisible, access.identity]
  const view = { scope: portal.view.catalog, templates: templatesOf(portal) }
  return {
    table: catalogRowTable(catalogRow(published, 0), language, view),
    version: `dataset ${state.join(' ')} ${portal.stored.configVersion} ${portal.view.identity}`,
    size: null,
    name: dataset.uid,
    number: revision.number,
    numbered: false,
    rowFilter: null,
  }
}

/** The catalogue without its structures, for tables. */
export function flatTarget(portal: LivePortal, language: string): Target {
  const target = catalogTarget(portal, language)
  return { ...target, table: { ...target.table, fields: flatCatalogFieldSet(templatesOf(portal)) } }
}

/** The templates of metadata that a portal has beside the one that all have. */
export const templatesOf = ({ stored }: LivePortal): readonly MetadataTemplate[] =>
  activeTemplates(stored.config.metadataTemplates)

const DEFAULT_LIMIT = 10

/** What the door adds to a query. */
export interface Asking {
  readonly door: Question['options']['door']
  readonly rowFilter?: BoundCondition
  readonly facets: readonly string[]
  readonly now: number
}

/** Text → planned; every fault of every clause leaves as one, in the wire's words. */
export function prepareQuestion(target: Target, query: ExploreQuery, asking: Asking): PreparedQuery {
  const { facets, rowFilter, ...rest } = asking
  const filters = [target.rowFilter, rowFilter ?? null].filter(filter => filter !== null)
  const prepared = prepareQuery({
    clauses: {
      ...(query.select === undefined ? {} : { select: query.select }),
      ...(query.group_by === undefined ? {} : { groupBy: query.group_by }),
      ...(query.order_by === undefined ? {} : { orderBy: query.order_by }),
      where: query.where ?? [],
      search: query.search ?? [],
      qv1: query.qv1 ?? [],
      refine: query.refine ?? [],
      exclude: query.exclude ?? [],
      facet: facets,
    },
    fields: target.table.fields,
    options: {
      timezone: query.timezone ?? 'UTC',
      language: query.language,
      ...rest,
      ...(query.version20 === undefined ? {} : { version20: query.version20 }),
      ...(query.version1 === undefined ? {} : { version1: query.version1 }),
      ...(filters.length === 0 ? {} : { rowFilter: { kind: 'and', items: filters } as const }),
      ...(query.technical === true ? { technical: technicalItems(target.table.fields) } : {}),
      limit: query.limit === undefined ? DEFAULT_LIMIT : query.limit,
      offset: query.offset ?? 0,
    },
  })
  if (prepared.ok) return ofFewColumns(prepared.value, target)
  const { error_code, message } = wireError(prepared.diagnostics)
  const code = error_code === 'ODSQLSyntaxError' ? 'odsql_syntax' : 'odsql_invalid'
  throw new QueryRefused(code, message, prepared.diagnostics)
}

/** Columns of an answer, unless the table has more fields. */
const MOST_COLUMNS = 1000

/** Rejects with `query_too_large` what selects, groups or orders by more than anybody reads: no engine would take it. */
function ofFewColumns(prepared: PreparedQuery, { table }: Target): PreparedQuery {
  const { select, groupBy, orderBy } = prepared.planned
  const most = Math.max(MOST_COLUMNS, 2 * table.fields.fields.length)
  if (Math.max(select.length, groupBy?.length ?? 0, orderBy.length) > most)
    throw new VitrineError('query_too_large')
  return prepared
}

/** What decides an answer; null when the same question may be answered otherwise a moment later. */
export const identityOf = (target: Target, { etagText }: PreparedQuery): string | null =>
  etagText === null ? null : `${target.version}\n${etagText}`
