import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { VitrineError } from '../../../core/errors.ts'
import { DEEPEST_ZOOM, readTileSquare } from '../../../core/odsql/tile-square.ts'
import type { RequestContext } from '../../context.ts'
import { tagMatches, tagOf } from '../../entity-tag.ts'
import { type Reply, unchanged } from '../../reply.ts'
import { CORS_HEADERS } from '../../security-headers.ts'
import { apiLanguage } from './language.ts'
import { readExploreParams } from './params.ts'
import { filtersOf } from './records.ts'
import type { ExploreServices } from './routes.ts'

/** Registered media type of vector tiles. */
const TYPE = 'application/vnd.mapbox-vector-tile'
const EXPOSED = `${CORS_HEADERS['access-control-expose-headers']}, X-Tile-Records, X-Tile-Shown`
const FILE = /^(\d+)\.mvt$/

/**
 * `GET …/tiles/{z}/{x}/{y}.mvt`: an addition of ours. Filters are those of `/facets`; selected values are attributes, the record's
 * identifier when nothing is selected.
 * An empty square is an empty body.
 */
export async function datasetTile(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: ExploreServices,
): Promise<Reply> {
  const { z = '', x = '', tile = '' } = context.params
  const y = FILE.exec(tile)?.[1]
  if (y === undefined) throw new VitrineError('uri_unknown')
  const square = readTileSquare([z, x, y])
  if (square === null)
    throw new VitrineError('parameter_invalid', {
      ...{ parameter: 'tile', found: `${z}/${x}/${y}` },
      expected: `a square z/x/y of the map, z from 0 to ${DEEPEST_ZOOM}, x and y below 2^z`,
    })
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const query = { ...filtersOf(params, language), select: params.select ?? 'recordid' }
  const prepared = explorer.tile(published, query, square)
  const tag = prepared.identity === null ? undefined : tagOf(prepared.identity, language, TYPE)
  if (tag !== undefined && tagMatches(context.ifNoneMatch, tag)) return unchanged(tag)
  const { bytes, total, shown } = await prepared.run(context.signal)
  return {
    ...{ status: 200, type: TYPE, body: bytes, language },
    caching: tag === undefined ? 'volatile' : 'revalidate',
    ...(tag === undefined ? {} : { tag }),
    headers: {
      ...{ 'x-tile-records': String(total), 'x-tile-shown': String(shown) },
      'access-control-expose-headers': EXPOSED,
    },
  }
}
