import type { Page } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { WireRecord, WireValue } from '../../../core/record/shape.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import { answerPrepared } from '../explore/answer.ts'
import { apiLanguage } from '../explore/language.ts'
import type { ExploreServices } from '../explore/routes.ts'
import { mapField } from './bounding-box.ts'
import { asking } from './clauses.ts'
import { invalid, readSearchParams, readTruth, type SearchParams } from './params.ts'
import { positions } from './record.ts'
import { recordFilters } from './record-query.ts'
import { readSeries, type Series, seriesValue } from './series.ts'

/** Most clusters of one map. */
const MOST_CLUSTERS = 20_000

/** Bounds of values. */
export type Extent = { readonly min: number; readonly max: number }

interface Cluster {
  readonly cluster_center: readonly WireValue[]
  readonly count: number
  readonly series: Readonly<Record<string, number | null>>
  readonly cluster: WireValue
}

/** `/api/records/1.0/geocluster/` (explore-api §14.7): the points of a map, counted where they stand close together. */
export function geoCluster(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: ExploreServices,
): Promise<Reply> {
  const params = readSearchParams(context.query)
  const language = apiLanguage(context, params.lang)
  const field = mapField(published, params.other.geo_field)
  const zoom = readWhole(params, 'clusterprecision')
  const radius = Math.max(1, readWhole(params, 'clusterdistance'))
  const drawn = readDrawn(params, zoom)
  const series = readSeries(params)
  const query = {
    ...recordFilters(params, published.revision.fields, language),
    select: 'count(*) as n',
    group_by: `geo_cluster(${field}, ${zoom}, ${radius}) as c`,
    limit: MOST_CLUSTERS,
  }
  const prepared = explorer.records(published, asking(query, { series: series.map(({ text }) => text) }))
  const write = ({ results }: Page): unknown => {
    const clusters = results.map(group => clusterOf(group, series, drawn))
    const extents = series.map(({ name }) => [name, extentOf(clusters.map(one => one.series[name] ?? null))])
    return {
      clusters,
      count: extentOf(clusters.map(({ count }) => count)),
      series: Object.fromEntries(extents),
      clusterprecision: zoom,
    }
  }
  return answerPrepared(context, prepared, language, write, 'v1', context.query.toString())
}

function readWhole({ other }: SearchParams, name: string): number {
  const text = other[name] ?? ''
  if (!/^\d{1,5}$/.test(text)) throw invalid(name, text, 'a whole number')
  return Number(text)
}

const MODES = ['polygon', 'heatmap']
/** Most digits of depth that a cluster and its outline have together (explore-api §14.7). */
const MOST_DEPTH = 29

/** Whether clusters are told with their outlines: heat has none. */
function readDrawn(params: SearchParams, zoom: number): boolean {
  const { clustermode = 'polygon', shapeprecision, return_polygons: polygons = 'true' } = params.other
  if (!MODES.includes(clustermode)) throw invalid('clustermode', clustermode, `one of ${MODES.join(', ')}`)
  if (shapeprecision !== undefined && readWhole(params, 'shapeprecision') + zoom > MOST_DEPTH)
    throw invalid('shapeprecision', shapeprecision, `with clusterprecision at most ${MOST_DEPTH}`)
  return readTruth('return_polygons', polygons) && clustermode === 'polygon'
}

function clusterOf(group: WireRecord, series: readonly Series[], drawn: boolean): Cluster {
  const { cluster, cluster_centroid: centre } = Object(group.c) as WireRecord
  const { lat, lon } = Object(centre) as WireRecord
  return {
    cluster_center: [lat ?? null, lon ?? null],
    count: Number(group.n ?? 0),
    series: Object.fromEntries(series.map(one => [one.name, seriesValue(one, group)])),
    cluster: drawn && isArea(cluster ?? null) ? ((Object(cluster) as WireRecord).geometry ?? null) : null,
  }
}

/** A cluster of one place has no shape. */
const isArea = (cluster: WireValue): boolean => positions(cluster).length > 1

/** The least and the most of what is known; null for nothing. */
export function extentOf(values: readonly (number | null)[]): Extent | null {
  const known = values.filter(value => value !== null)
  if (known.length === 0) return null
  return { min: known.reduce((a, b) => Math.min(a, b)), max: known.reduce((a, b) => Math.max(a, b)) }
}
