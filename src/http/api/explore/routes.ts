import type { Explorer } from '../../../app/explore/explorer.ts'
import type { DatasetOpener } from '../../../app/explore/open-dataset.ts'
import type { PreparedExports } from '../../../app/explore/prepared-exports.ts'
import type { BlobStore } from '../../../app/ports/blob-store.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { VitrineError } from '../../../core/errors.ts'
import type { ExportOptions } from '../../../core/export/options.ts'
import type { RequestContext } from '../../context.ts'
import type { FilesHost } from '../../files/files-host.ts'
import { indented } from '../../pretty-json.ts'
import { type Reply, redirect } from '../../reply.ts'
import type { Route } from '../../route.ts'
import { attachmentFile, attachmentList } from './attachments.ts'
import { catalogDatasets, catalogFacets, catalogLinks } from './catalog.ts'
import { catalogExport, catalogExportList } from './catalog-exports.ts'
import { datasetReply } from './dataset.ts'
import { explorerAt } from './explorer-at.ts'
import { datasetExport, datasetExportList } from './exports.ts'
import { datasetFacets } from './facets.ts'
import { templateKinds, templateList, templateReply } from './metadata-templates.ts'
import { EXPLORE_ROOT } from './openapi/document.ts'
import { type OperationName, operationList } from './openapi/operations.ts'
import { apiDocument, datasetDocument } from './openapi/serve.ts'
import { readBoolean } from './params.ts'
import { type RecordFileServices, recordFile, recordThumbnail } from './record-files.ts'
import { datasetRecord, datasetRecords } from './records.ts'
import { datasetTile } from './tiles.ts'

/** What the handlers of the API call. */
export interface ExploreServices extends RecordFileServices {
  readonly explorer: Explorer
  readonly opener: DatasetOpener
  /** Files that were published beside data. */
  readonly blobs: Pick<BlobStore, 'open' | 'has'>
  /** Where files beside data are served; null: where they are asked for. */
  readonly filesHost: FilesHost | null
  /** Files made of exports. */
  readonly files: PreparedExports
  /** What exports do where nothing is said, in older versions of the API. */
  readonly exportDefaults?: Partial<ExportOptions>
  /** A pinned revision of a published dataset (`?revision=`); rejects with `revision_unknown`. */
  readonly pinned: (published: PublishedDataset, number: number) => Promise<PublishedDataset>
}

/** A handler of one dataset. */
export type DatasetHandler = (
  context: RequestContext,
  published: PublishedDataset,
  services: ExploreServices,
) => Promise<Reply> | Reply

/** The same path about the dataset's present name, however the former one was spelt. */
export function renamedPath(
  path: string,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  const segments = path.split('/').filter(segment => segment !== '')
  const read = segments.map(segment => decodeURIComponent(segment))
  const folder = read.findIndex(segment => segment === 'dataset' || segment === 'datasets')
  const at = read.indexOf(from, folder + 1)
  return `/${segments.with(at, encodeURIComponent(to)).join('/')}${path.endsWith('/') ? '/' : ''}`
}

/** The services of a request: answers say where files are as it came in. */
export const at = ({ origin }: RequestContext, services: ExploreServices): ExploreServices => ({
  ...services,
  explorer: explorerAt(services.explorer, origin),
})

/** Opens the dataset that the path names; a renamed one is answered under its old name with a redirect. */
export const onDataset =
  (services: ExploreServices, handler: DatasetHandler) =>
  async (context: RequestContext): Promise<Reply> => {
    const asked = context.params.dataset ?? ''
    const opened = await services.opener.open(context.portal, asked)
    if (opened.kind === 'renamed') {
      const query = context.query.size === 0 ? '' : `?${context.query}`
      const path = renamedPath(context.path, { from: asked, to: opened.datasetId })
      return redirect(`${path}${query}`, 308)
    }
    const published = await pin(context, opened.published, services)
    return handler(context, published, at(context, services))
  }

async function pin(
  context: RequestContext,
  published: PublishedDataset,
  services: ExploreServices,
): Promise<PublishedDataset> {
  const asked = context.query.get('revision')
  if (asked === null || asked === '') return published
  if (!/^[1-9][0-9]{0,8}$/.test(asked))
    throw new VitrineError('parameter_invalid', {
      parameter: 'revision',
      found: asked,
      expected: 'the number of a revision',
    })
  return services.pinned(published, Number(asked))
}

/** JSON is indented when `pretty` asks for it (explore-api §1.4). */
export const prettily =
  (handle: Route['handle']): Route['handle'] =>
  async context => {
    const pretty = readBoolean('pretty', context.query.get('pretty') || undefined)
    const reply = await handle(context)
    return pretty ? indented(reply) : reply
  }

export const notFound = (): Reply => {
  throw new VitrineError('uri_unknown')
}

/** Rows of the Explore API v2.1 (explore-api §6 and §7): one for each operation that its document tells of. */
export function exploreRoutes(services: ExploreServices): readonly Route[] {
  const data = (name: string, path: string, handle: Route['handle']): Route => ({
    name: `explore.${name}`,
    path: `${EXPLORE_ROOT}${path}`,
    surface: 'data',
    post: true,
    handle: prettily(handle),
    // pages of the portal show them, and pages are no calls
    ...(name === 'thumbnail' ? { free: true } : {}),
  })
  const dataset = (handler: DatasetHandler): Route['handle'] => onDataset(services, handler)
  const handlers: Readonly<Record<OperationName, Route['handle']>> = {
    root: catalogLinks('root'),
    catalog: catalogLinks('catalog'),
    datasets: context => catalogDatasets(context, services),
    catalog_exports: catalogExportList,
    catalog_export: context => catalogExport(context, services),
    catalog_facets: context => catalogFacets(context, services),
    metadata_templates: templateKinds,
    metadata_template_list: templateList,
    metadata_template: templateReply,
    dataset: dataset(datasetReply),
    records: dataset(datasetRecords),
    record: dataset(datasetRecord),
    facets: dataset(datasetFacets),
    exports: dataset(datasetExportList),
    export: dataset(datasetExport),
    tile: dataset(datasetTile),
    attachments: dataset(attachmentList),
    attachment: dataset(attachmentFile('attachment')),
    alternative_export: dataset(attachmentFile('alternative_export')),
    file: dataset(recordFile),
    thumbnail: dataset(recordThumbnail),
    dataset_openapi: dataset(datasetDocument),
    openapi: apiDocument,
    swagger: apiDocument,
  }
  return [
    ...operationList().map(({ name, path }) => data(name, path, handlers[name])),
    data('unknown', '/*', notFound),
  ]
}

const DATASETS = '/catalog/datasets/:dataset'
/** Other addresses of a dataset: that of pages made with the original's editor, and its second source of datasets. */
const ALIASES = { asset: '/catalog/assets/:dataset', monitoring: '/monitoring/datasets/:dataset' } as const

/** The rows of one dataset again, under the other addresses that programs know it by. */
export const exploreAliases = (routes: readonly Route[]): readonly Route[] =>
  Object.entries(ALIASES).flatMap(([alias, root]) =>
    routes
      .filter(({ path }) => path.startsWith(`${EXPLORE_ROOT}${DATASETS}`))
      .map(route => ({ ...route, name: `${route.name}_${alias}`, path: route.path.replace(DATASETS, root) })),
  )
