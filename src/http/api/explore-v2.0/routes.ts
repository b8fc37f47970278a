import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import type { Route } from '../../route.ts'
import { attachmentFile, attachmentList } from '../explore/attachments.ts'
import { catalogExport } from '../explore/catalog-exports.ts'
import { datasetExport } from '../explore/exports.ts'
import { recordFile, recordThumbnail } from '../explore/record-files.ts'
import { type ExploreServices, notFound, onDataset, prettily } from '../explore/routes.ts'
import {
  catalogAggregates20,
  catalogExportList20,
  dataset20,
  datasets20,
  entryPoint20,
  facets20,
} from './catalog.ts'
import { deprecated } from './deprecated.ts'
import { exportList20, spreadsheet20 } from './exports.ts'
import { aggregates20, record20, records20 } from './records.ts'
import { ROOTS_20, type Services20, services20 } from './services.ts'

/** Rows of the Explore API v2.0, under both of its addresses (explore-api §13). */
export const exploreRoutes20 = (services: ExploreServices): readonly Route[] =>
  ROOTS_20.flatMap(root => routesBelow(services20(services, root)))

type Handler20 = (
  context: RequestContext,
  published: PublishedDataset,
  services: Services20,
) => Promise<Reply> | Reply

function routesBelow(services: Services20): readonly Route[] {
  const row = (name: string, path: string, handle: Route['handle']): Route =>
    deprecated({
      ...{ name: `explore20.${name}`, path: `${services.root}${path}`, surface: 'data', post: true },
      handle: prettily(handle),
    })
  const dataset = (name: string, path: string, handler: Handler20): Route => {
    const handle = onDataset(services, (context, published, { explorer }) =>
      handler(context, published, { ...services, explorer }),
    )
    return row(name, `/catalog/datasets/:dataset${path}`, handle)
  }
  return [
    row('root', '/', entryPoint20('root', services)),
    row('catalog', '/catalog', entryPoint20('catalog', services)),
    row('datasets', '/catalog/datasets', context => datasets20(context, services)),
    row('catalog_aggregates', '/catalog/aggregates', context => catalogAggregates20(context, services)),
    row('catalog_exports', '/catalog/exports', context => catalogExportList20(context, services)),
    row('catalog_export', '/catalog/exports/:format', context => catalogExport(context, services)),
    row('catalog_facets', '/catalog/facets', context => facets20(context, null, services)),
    dataset('dataset', '', dataset20),
    dataset('records', '/records', records20),
    dataset('record', '/records/:record', record20),
    dataset('aggregates', '/aggregates', aggregates20),
    dataset('query', '/query', aggregates20),
    dataset('facets', '/facets', facets20),
    dataset('exports', '/exports', exportList20),
    dataset('spreadsheet', '/exports/xls', spreadsheet20),
    dataset('export', '/exports/:format', datasetExport),
    dataset('attachments', '/attachments', attachmentList),
    dataset('attachment', '/attachments/:attachment', attachmentFile('attachment')),
    dataset('file', '/files/:file', recordFile),
    dataset('thumbnail', '/files/:file/:size', recordThumbnail),
    row('unknown', '/*', notFound),
  ]
}
