import { movedShape, readShape } from './places.ts'
import { type Projection, projectionOf } from './projection.ts'
import type { ExportRow } from './rows.ts'
import { utf8 } from './text-batches.ts'

/**
 * GeoJSON in another system than WGS 84, which RFC 7946 does not know: named in `crs`, as the GeoJSON of 2008 and GDAL
 * have it. Rows hold the text of the geometry and that of the properties.
 */
export async function* projectedGeoJson(
  batches: AsyncIterable<readonly ExportRow[]>,
  epsg: number,
): AsyncGenerator<Uint8Array> {
  const projection = await projectionOf(epsg)
  yield* utf8(collection(batches, projection))
}

async function* collection(
  batches: AsyncIterable<readonly ExportRow[]>,
  { epsg, move }: Projection,
): AsyncGenerator<string> {
  const crs = `{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::${epsg}"}}`
  let before = `{"type":"FeatureCollection","crs":${crs},"features":[`
  for await (const rows of batches)
    for (const [geometry, properties] of rows) {
      const shape = readShape(geometry ?? null)
      const moved = shape === null || move === null ? geometry : JSON.stringify(movedShape(shape, move))
      yield `${before}{"type":"Feature","geometry":${moved},"properties":${properties}}`
      before = ',\n'
    }
  yield before === ',\n' ? ']}\n' : `${before}]}\n`
}
