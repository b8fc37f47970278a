import type { Route } from '../../route.ts'
import { type ExploreServices, notFound, onDataset } from '../explore/routes.ts'
import { analyze } from './analyze.ts'
import { versionOne } from './answer.ts'
import { boundingBox } from './bounding-box.ts'
import { catalogSearch, datasetLookup } from './catalog-search.ts'
import { download } from './download.ts'
import { geoCluster } from './geocluster.ts'
import { movedFile, recordLookup } from './lookup.ts'
import { geoPolygon, geoPreview } from './map-shapes.ts'
import { type NamedHandler, onNamedDataset, onNamedDatasets } from './named-dataset.ts'
import { recordSearch } from './record-search.ts'

const RECORDS = '/api/records/1.0'
const DATASETS = '/api/datasets/1.0'

/** Rows of the search API v1 (explore-api §14.1). */
export function searchRoutes(services: ExploreServices): readonly Route[] {
  const row = (name: string, path: string, handle: Route['handle']): Route =>
    versionOne({ name: `search1.${name}`, path, surface: 'data', post: true, handle })
  const records = (name: string, handler: NamedHandler): Route =>
    row(name, `${RECORDS}/${name}/`, onNamedDataset(services, handler))
  const dataset = (name: string, path: string, handler: NamedHandler): Route =>
    row(name, path, onDataset(services, handler))
  return [
    row('search', `${RECORDS}/search/`, onNamedDatasets(services, recordSearch)),
    records('download', download),
    records('analyze', analyze),
    records('boundingbox', boundingBox),
    records('geocluster', geoCluster),
    records('geopreview', geoPreview),
    records('geopolygon', geoPolygon),
    dataset('portal_download', '/explore/dataset/:dataset/download/', download),
    row('datasets', `${DATASETS}/search/`, context => catalogSearch(context, services)),
    dataset('dataset', `${DATASETS}/:dataset/`, datasetLookup),
    dataset('record', `${DATASETS}/:dataset/records/:record`, recordLookup),
    dataset('attachment', `${DATASETS}/:dataset/attachments/*`, movedFile('attachments')),
    dataset('file', `${DATASETS}/:dataset/files/*`, movedFile('files')),
    dataset('image', `${DATASETS}/:dataset/images/*`, movedFile('files')),
    dataset('export', `${DATASETS}/:dataset/alternative_exports/*`, movedFile('alternative_exports')),
    row('unknown_records', `${RECORDS}/*`, notFound),
    row('unknown_datasets', `${DATASETS}/*`, notFound),
  ]
}
