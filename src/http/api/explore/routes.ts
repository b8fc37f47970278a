import type { Explorer } from '../../../app/explore/explorer.ts'
import type { DatasetOpener } from '../../../app/explore/open-dataset.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { VitrineError } from '../../../core/errors.ts'
import type { RequestContext } from '../../context.ts'
import { type Reply, redirect } from '../../reply.ts'
import type { Route } from '../../route.ts'
import { catalogDatasets, catalogExport, catalogExportList, catalogFacets, catalogLinks } from './catalog.ts'
import { datasetReply } from './dataset.ts'
import { datasetExport, datasetExportList } from './exports.ts'
import { datasetFacets } from './facets.ts'
import { datasetRecord, datasetRecords } from './records.ts'

/** What the handlers of the API call. */
export interface ExploreServices {
  readonly explorer: Explorer
  readonly opener: DatasetOpener
  /** A pinned revision of a published dataset (`?revision=`); rejects with `revision_unknown`. */
  readonly pinned: (published: PublishedDataset, number: number) => Promise<PublishedDataset>
}

const ROOT = '/api/explore/v2.1'

/** A handler of one dataset. */
export type DatasetHandler = (
  context: RequestContext,
  published: PublishedDataset,
  services: ExploreServices,
) => Promise<Reply> | Reply

/** Opens the dataset that the path names; a renamed one is answered under its old name with a redirect. */
const onDataset =
  (services: ExploreServices, handler: DatasetHandler) =>
  async (context: RequestContext): Promise<Reply> => {
    const asked = context.params.dataset ?? ''
    const opened = await services.opener.open(context.portal, asked)
    if (opened.kind === 'renamed') {
      const query = context.query.size === 0 ? '' : `?${context.query}`
      const path = context.path.replace(encodeURIComponent(asked), encodeURIComponent(opened.datasetId))
      return redirect(`${path}${query}`, 308)
    }
    return handler(context, await pin(context, opened.published, services), services)
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

const notFound = (): Reply => {
  throw new VitrineError('uri_unknown')
}

/** Rows of the Explore API v2.1 (explore-api §6 and §7). */
export function exploreRoutes(services: ExploreServices): readonly Route[] {
  const data = (name: string, path: string, handle: Route['handle']): Route => ({
    name: `explore.${name}`,
    path: `${ROOT}${path}`,
    surface: 'data',
    post: true,
    handle,
  })
  const dataset = (name: string, path: string, handler: DatasetHandler): Route =>
    data(name, `/catalog/datasets/:dataset${path}`, onDataset(services, handler))
  return [
    data('root', '/', catalogLinks('root')),
    data('catalog', '/catalog', catalogLinks('catalog')),
    data('datasets', '/catalog/datasets', context => catalogDatasets(context, services)),
    data('catalog_exports', '/catalog/exports', catalogExportList),
    data('catalog_export', '/catalog/exports/:format', context => catalogExport(context, services)),
    data('catalog_facets', '/catalog/facets', context => catalogFacets(context, services)),
    dataset('dataset', '', datasetReply),
    dataset('records', '/records', datasetRecords),
    dataset('record', '/records/:record', datasetRecord),
    dataset('facets', '/facets', datasetFacets),
    dataset('exports', '/exports', datasetExportList),
    dataset('export', '/exports/:format', datasetExport),
    data('unknown', '/*', notFound),
  ]
}
