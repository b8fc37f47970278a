import { attribute, characterData } from '../xml-text.ts'
import type { Encoder } from './encoder.ts'
import { type Coordinates, placesOf, type Shape } from './places.ts'
import { WGS84 } from './projection.ts'
import { type Cell, cellOf, type ExportKind, type ExportRow, type ExportRows } from './rows.ts'
import { utf8 } from './text-batches.ts'

/** Types of KML's schemas; its whole numbers have 32 bits, so ours are texts. */
const TYPES: { readonly [K in ExportKind]?: string } = { double: 'double', boolean: 'bool' }

/**
 * KML 2.2 as GDAL lays it out: a placemark a record, its fields as data of a schema, its shape last. Positions are
 * longitude and latitude on WGS 84, as the standard wants (OGC 07-147r2).
 */
export const kmlEncoder: Encoder = (rows, { datasetId }) => utf8(documentXml(rows, datasetId))

async function* documentXml({ columns, batches }: ExportRows, datasetId: string): AsyncGenerator<string> {
  const { placeOf, described } = placesOf(columns, WGS84)
  const fields = described.flatMap(index => {
    const column = columns[index]
    if (column === undefined) return []
    const name = attribute(column.key)
    return [{ index, cell: cellOf(column), name, type: TYPES[column.kind] ?? 'string' }]
  })
  const id = attribute(datasetId)
  const schema = fields.map(({ name, type }) => `<SimpleField name="${name}" type="${type}"/>`).join('')
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document id="${id}"><Schema name="${id}" id="schema">${schema}</Schema>\n`
  const data = (row: ExportRow): string => {
    let text = ''
    for (const { index, cell, name } of fields) {
      const value = cell(row[index] ?? null)
      if (value !== null) text += `<SimpleData name="${name}">${valueXml(value)}</SimpleData>`
    }
    return text
  }
  for await (const batch of batches) {
    let text = ''
    for (const row of batch) {
      const place = placeOf(row)
      text += `<Placemark><ExtendedData><SchemaData schemaUrl="#schema">${data(row)}</SchemaData></ExtendedData>${place === null ? '' : shapeXml(place)}</Placemark>\n`
    }
    yield text
  }
  yield '</Document></kml>\n'
}

/** Yes and no are numbers, as readers expect them. */
const valueXml = (value: NonNullable<Cell>): string =>
  typeof value === 'boolean' ? String(Number(value)) : characterData(String(value))

const position = (coordinates: Coordinates): string => coordinates.slice(0, 3).join(',')

const line = (positions: readonly Coordinates[]): string =>
  `<coordinates>${positions.map(position).join(' ')}</coordinates>`

const ring = (positions: readonly Coordinates[]): string => `<LinearRing>${line(positions)}</LinearRing>`

function polygonXml([outer = [], ...holes]: readonly (readonly Coordinates[])[]): string {
  const inner = holes.map(hole => `<innerBoundaryIs>${ring(hole)}</innerBoundaryIs>`).join('')
  return `<Polygon><outerBoundaryIs>${ring(outer)}</outerBoundaryIs>${inner}</Polygon>`
}

const pointXml = (coordinates: Coordinates): string =>
  `<Point><coordinates>${position(coordinates)}</coordinates></Point>`

const lineXml = (positions: readonly Coordinates[]): string => `<LineString>${line(positions)}</LineString>`

const several = (parts: readonly string[]): string => `<MultiGeometry>${parts.join('')}</MultiGeometry>`

type Nested<Depth extends 1 | 2 | 3 | 4> = {
  1: Coordinates
  2: readonly Coordinates[]
  3: readonly (readonly Coordinates[])[]
  4: readonly (readonly (readonly Coordinates[])[])[]
}[Depth]

/** The element of a geometry; what is no geometry has none. */
function shapeXml({ type, coordinates, geometries }: Shape): string {
  switch (type) {
    case 'Point':
      return pointXml(coordinates as Nested<1>)
    case 'LineString':
      return lineXml(coordinates as Nested<2>)
    case 'Polygon':
      return polygonXml(coordinates as Nested<3>)
    case 'MultiPoint':
      return several((coordinates as Nested<2>).map(pointXml))
    case 'MultiLineString':
      return several((coordinates as Nested<3>).map(lineXml))
    case 'MultiPolygon':
      return several((coordinates as Nested<4>).map(polygonXml))
    default:
      return several((geometries ?? []).map(shapeXml))
  }
}
