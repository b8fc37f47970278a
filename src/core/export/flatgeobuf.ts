import { Buffer } from 'node:buffer'
import { Builder } from 'flatbuffers'
import { Column, Feature, Geometry } from 'flatgeobuf'
import { Crs } from 'flatgeobuf/lib/mjs/flat-geobuf/crs.js'
import { GeometryType } from 'flatgeobuf/lib/mjs/flat-geobuf/geometry-type.js'
import { Header } from 'flatgeobuf/lib/mjs/flat-geobuf/header.js'
import type { Encoder, FileFacts } from './encoder.ts'
import { PropertyBuffer, propertyType } from './flatgeobuf-properties.ts'
import { type Coordinates, placesOf, type Shape } from './places.ts'
import { projectionOf } from './projection.ts'
import type { ExportColumn, ExportRows } from './rows.ts'

const MAGIC = [0x66, 0x67, 0x62, 0x03, 0x66, 0x67, 0x62, 0x01]

/**
 * FlatGeobuf without index, which would need all records first: the number of features is not said, nor their type,
 * since one file may mix them. When one shape has heights all have, 0 where there is none.
 */
export const flatgeobufEncoder: Encoder = (rows, facts) => flatgeobuf(rows, facts)

async function* flatgeobuf(rows: ExportRows, facts: FileFacts): AsyncGenerator<Uint8Array> {
  const projection = await projectionOf(facts.options.epsg)
  const { placeOf, described } = placesOf(rows.columns, projection)
  const heights = await rows.hasHeights()
  const columns = described.flatMap(index => {
    const column = rows.columns[index]
    return column === undefined ? [] : [{ index, column }]
  })
  const header = { name: facts.datasetId, heights, epsg: projection.epsg }
  yield Buffer.concat([
    Buffer.from(MAGIC),
    headerBytes(
      header,
      columns.map(({ column }) => column),
    ),
  ])
  const properties = new PropertyBuffer()
  const builder = new Builder(4096)
  for await (const batch of rows.batches) {
    const features = batch.map(row => {
      for (const [number, { index, column }] of columns.entries())
        properties.add(number, column, row[index] ?? null)
      return featureBytes(builder, { place: placeOf(row), heights, properties: properties.take() })
    })
    yield Buffer.concat(features)
  }
}

interface LayerFacts {
  readonly name: string
  readonly heights: boolean
  readonly epsg: number
}

function headerBytes({ name, heights, epsg }: LayerFacts, columns: readonly ExportColumn[]): Uint8Array {
  const builder = new Builder(1024)
  const written = columns.map(column => {
    const key = builder.createString(column.key)
    Column.startColumn(builder)
    Column.addName(builder, key)
    Column.addType(builder, propertyType(column))
    return Column.endColumn(builder)
  })
  const vector = Header.createColumnsVector(builder, written)
  const layer = builder.createString(name)
  Crs.startCrs(builder)
  Crs.addCode(builder, epsg)
  const crs = Crs.endCrs(builder)
  Header.startHeader(builder)
  Header.addName(builder, layer)
  Header.addGeometryType(builder, GeometryType.Unknown)
  Header.addHasZ(builder, heights)
  Header.addColumns(builder, vector)
  Header.addFeaturesCount(builder, 0n)
  Header.addIndexNodeSize(builder, 0)
  Header.addCrs(builder, crs)
  builder.finishSizePrefixed(Header.endHeader(builder))
  return builder.asUint8Array()
}

interface FeatureFacts {
  readonly place: Shape | null
  readonly heights: boolean
  readonly properties: Uint8Array
}

/** A feature, in bytes of its own. */
function featureBytes(builder: Builder, { place, heights, properties }: FeatureFacts): Uint8Array {
  builder.clear()
  const values = properties.byteLength === 0 ? 0 : builder.createByteVector(properties)
  const geometry = place === null ? 0 : geometryOffset(builder, place, heights)
  Feature.startFeature(builder)
  if (geometry !== 0) Feature.addGeometry(builder, geometry)
  if (values !== 0) Feature.addProperties(builder, values)
  builder.finishSizePrefixed(Feature.endFeature(builder))
  return builder.asUint8Array().slice()
}

const TYPES: Readonly<Record<string, GeometryType>> = {
  Point: GeometryType.Point,
  LineString: GeometryType.LineString,
  Polygon: GeometryType.Polygon,
  MultiPoint: GeometryType.MultiPoint,
  MultiLineString: GeometryType.MultiLineString,
  MultiPolygon: GeometryType.MultiPolygon,
  GeometryCollection: GeometryType.GeometryCollection,
}

/** Writes a geometry into the buffer; a shape of several polygons or of several shapes has parts. */
function geometryOffset(
  builder: Builder,
  { type, coordinates, geometries }: Shape,
  heights: boolean,
): number {
  const parts =
    geometries ??
    (type === 'MultiPolygon'
      ? (coordinates as readonly unknown[]).map(polygon => ({ type: 'Polygon', coordinates: polygon }))
      : null)
  if (parts !== null) {
    const offsets = parts.map(part => geometryOffset(builder, part, heights))
    const vector = Geometry.createPartsVector(builder, offsets)
    Geometry.startGeometry(builder)
    Geometry.addParts(builder, vector)
    Geometry.addType(builder, TYPES[type] ?? GeometryType.GeometryCollection)
    return Geometry.endGeometry(builder)
  }
  const lines = linesOf(type, coordinates)
  const positions = lines.flat()
  const z = heights ? Geometry.createZVector(builder, zOf(positions)) : 0
  const ends = lines.length > 1 ? Geometry.createEndsVector(builder, endsOf(lines)) : 0
  const xy = Geometry.createXyVector(builder, xyOf(positions))
  Geometry.startGeometry(builder)
  if (ends !== 0) Geometry.addEnds(builder, ends)
  Geometry.addXy(builder, xy)
  if (z !== 0) Geometry.addZ(builder, z)
  Geometry.addType(builder, TYPES[type] ?? GeometryType.Unknown)
  return Geometry.endGeometry(builder)
}

/** The positions of a geometry without parts, by lines or rings. */
function linesOf(type: string, coordinates: unknown): readonly (readonly Coordinates[])[] {
  if (type === 'Point') return [[coordinates as Coordinates]]
  return type === 'Polygon' || type === 'MultiLineString'
    ? (coordinates as readonly (readonly Coordinates[])[])
    : [coordinates as readonly Coordinates[]]
}

const xyOf = (positions: readonly Coordinates[]): Float64Array =>
  Float64Array.from(positions.flatMap(([x = 0, y = 0]) => [x, y]))

const zOf = (positions: readonly Coordinates[]): Float64Array =>
  Float64Array.from(positions.map(([, , z = 0]) => z))

function endsOf(lines: readonly (readonly Coordinates[])[]): Uint32Array {
  let end = 0
  return Uint32Array.from(lines, line => {
    end += line.length
    return end
  })
}
