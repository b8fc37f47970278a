import type { Page } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { WireRecord, WireValue } from '../../../core/record/shape.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import { answerPage, answerPrepared } from '../explore/answer.ts'
import { apiLanguage } from '../explore/language.ts'
import type { ExploreServices } from '../explore/routes.ts'
import { asking } from './clauses.ts'
import { extentOf } from './geocluster.ts'
import { drawnField } from './geofilter.ts'
import {
  invalid,
  readFormat,
  readMost,
  readPage,
  readSearchParams,
  readZoom,
  type SearchParams,
} from './params.ts'
import { pointOf } from './record.ts'
import { recordFilters } from './record-query.ts'
import { readSeries, seriesValue } from './series.ts'
import { truncated } from './truncated.ts'

/** Shapes of a preview when nothing is said. */
const PREVIEWED = 1000
/** Most shapes that one map is painted with. */
const MOST_SHAPES = 20_000

const FORMATS = ['json', 'jsonp'] as const

/** The field that is drawn: `geo_field`, else the first shape, else the first point. */
function fieldOf({ revision: { fields }, dataset }: PublishedDataset, { other }: SearchParams): string {
  const found = other.geo_field ?? drawnField(fields)?.name
  if (found === undefined) throw invalid('dataset', dataset.datasetId, 'a dataset with places')
  return found
}

/** The geometry of a group, bare. */
const geometryOf = ({ shape }: WireRecord): WireValue => (Object(shape) as WireRecord).geometry ?? null

/**
 * `/api/records/1.0/geopreview/` (explore-api §14.7): the different places of what is found, each once, as a map of the
 * zoom `clusterprecision` shows them. `geo_digest` names a place to the filter of that name.
 */
export function geoPreview(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: ExploreServices,
): Promise<Reply> {
  const params = readSearchParams(context.query)
  readFormat(params, FORMATS)
  const language = apiLanguage(context, params.lang)
  const field = fieldOf(published, params)
  const filters = recordFilters(params, published.revision.fields, language, field)
  const shapes = { field, zoom: readZoom(params, 'clusterprecision') }
  const prepared = explorer.records(
    published,
    asking({ ...filters, ...readPage(params, PREVIEWED) }, { shapes }),
  )
  const write = ({ results }: Page): unknown =>
    results.map(group => ({ geometry: geometryOf(group), geo_digest: group.digest, count: group.n }))
  return answerPrepared(context, prepared, language, write, 'v1')
}

/**
 * `/api/records/1.0/geopolygon/` (explore-api §14.7): the records at each place, counted, with series as an analysis has
 * them; bounds are those of all places, whatever `maxpoints` leaves of them.
 */
export function geoPolygon(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: ExploreServices,
): Promise<Reply> {
  const params = readSearchParams(context.query)
  readFormat(params, FORMATS)
  const language = apiLanguage(context, params.lang)
  const field = fieldOf(published, params)
  const [series, most, zoom] = [readSeries(params), readMost(params), readZoom(params, 'clusterprecision')]
  const filters = recordFilters(params, published.revision.fields, language, field)
  const asked = { shapes: { field, zoom }, series: series.map(({ text }) => text) }
  const prepared = explorer.records(published, asking({ ...filters, limit: MOST_SHAPES }, asked))
  const clusterOf = (group: WireRecord) => ({
    cluster_center: centreOf(geometryOf(group)),
    count: Number(group.n ?? 0),
    series: Object.fromEntries(series.map(one => [one.name, seriesValue(one, group)])),
    cluster: geometryOf(group),
    geo_digest: group.digest,
  })
  return answerPage(
    context,
    prepared,
    { language, variants: ['v1', context.query.toString()] },
    ({ totalCount, results }) => {
      const clusters = results.map(clusterOf)
      const body = {
        clusters: most > 0 ? clusters.slice(0, most) : clusters,
        count: extentOf(clusters.map(({ count }) => count)),
        series: Object.fromEntries(
          series.map(({ name }) => [name, extentOf(clusters.map(one => one.series[name] ?? null))]),
        ),
        ...(zoom === null ? {} : { clusterprecision: zoom }),
      }
      return { body, headers: truncated(totalCount > MOST_SHAPES) }
    },
  )
}

/** `[lat, lon]` of the middle of a geometry. */
function centreOf(geometry: WireValue): WireValue {
  const { coordinates } = Object(pointOf(geometry)) as WireRecord
  return Array.isArray(coordinates) ? coordinates.toReversed() : null
}
