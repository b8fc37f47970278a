import { ColumnNames } from './json-columns.ts'
import { noteMembers, readMembers } from './json-record.ts'
import { CLOSE_BRACE, type JsonScanner, OPEN_BRACE, QUOTE } from './json-scanner.ts'
import { readJsonText, readValue } from './json-value.ts'
import type { GeoJsonGeometry, RawValue } from './reader.ts'

const DEPTHS: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
}

/** Types of geometry (RFC 7946 §3.1). */
export const isGeometryType = (type: string): boolean => type in DEPTHS || type === 'GeometryCollection'

/** A geometry whose type, and the nesting of whose first coordinates, are those of RFC 7946. */
export const isGeometry = (value: unknown): value is GeoJsonGeometry => {
  if (typeof value !== 'object' || value === null || !('type' in value) || typeof value.type !== 'string')
    return false
  if (value.type === 'GeometryCollection') {
    return 'geometries' in value && Array.isArray(value.geometries) && value.geometries.every(isGeometry)
  }
  const depth = DEPTHS[value.type]
  if (depth === undefined || !('coordinates' in value)) return false
  let first: unknown = value.coordinates
  for (let level = 0; level < depth && Array.isArray(first) && first.length > 0; level++) first = first[0]
  return (
    Array.isArray(first) &&
    (first.length === 0 || ((depth === 0 || typeof first[0] === 'number') && first.every(isCoordinate)))
  )
}

const isCoordinate = (part: unknown): boolean => typeof part === 'number' && Number.isFinite(part)

/** What all features of a source have. */
export class FeatureColumns {
  readonly properties = new ColumnNames()
  /** Members of features beside those that RFC 7946 defines, and `id`. */
  readonly members = new ColumnNames()
  readonly geometryTypes = new Set<string>()

  /** Names of the columns in the order of a row: members, properties, geometry. */
  names(): readonly string[] {
    const all = new ColumnNames()
    for (const name of this.properties.names) all.add(name)
    const members = this.members.names.map(name => {
      const column = all.placeOf(name) === undefined ? name : all.free(`feature_${name}`)
      all.add(column)
      return column
    })
    const geometry = this.geometryTypes.size === 0 ? [] : [all.free(this.geometryColumn)]
    return [...members, ...this.properties.names, ...geometry]
  }

  get geometryColumn(): 'geo_point_2d' | 'geo_shape' {
    return this.geometryTypes.size === 1 && this.geometryTypes.has('Point') ? 'geo_point_2d' : 'geo_shape'
  }
}

const NO_COLUMN = new Set(['type', 'bbox', 'crs', 'coordinates', 'geometries'])

/** Passes the feature or bare geometry at hand, adding what it has. */
export const noteFeature = (scanner: JsonScanner, columns: FeatureColumns): void => {
  const start = scanner.pos
  let type: string | null = null
  let geometry = false
  eachMember(scanner, key => {
    const code = scanner.peek()
    if (key === 'properties' && code === OPEN_BRACE) return void noteMembers(scanner, columns.properties)
    if (key === 'geometry' && code === OPEN_BRACE) return noteGeometry(scanner, columns)
    if (key === 'type' && code === QUOTE) type = scanner.readString()
    else scanner.skipValue()
    if (key === 'coordinates' || key === 'geometries') geometry = true
    else if (key !== 'properties' && key !== 'geometry' && !NO_COLUMN.has(key)) columns.members.add(key)
  })
  if (geometry && type !== null && isGeometryType(type))
    scanner.again(start, () => noteGeometry(scanner, columns))
}

const noteGeometry = (scanner: JsonScanner, columns: FeatureColumns): void =>
  eachMember(scanner, key => {
    if (key === 'type' && scanner.peek() === QUOTE) columns.geometryTypes.add(scanner.readString())
    else scanner.skipValue()
  })

const eachMember = (scanner: JsonScanner, visit: (key: string) => void): void => {
  scanner.expect(OPEN_BRACE)
  for (let first = true; scanner.nextItem(CLOSE_BRACE, first) !== CLOSE_BRACE; first = false)
    visit(scanner.readKey())
}

/** Reads the feature or bare geometry at hand into a row of `width` columns, the geometry last. */
export const readFeature = (scanner: JsonScanner, columns: FeatureColumns, width: number): RawValue[] => {
  const row = new Array<RawValue>(width).fill(null)
  const start = scanner.pos
  let bare = false
  eachMember(scanner, key => {
    const code = scanner.peek()
    if (key === 'properties' && code === OPEN_BRACE) {
      return readMembers(scanner, columns.properties, row, columns.members.names.length)
    }
    if (key === 'geometry' && code === OPEN_BRACE) {
      row[width - 1] = readGeometry(scanner)
      return
    }
    const member = columns.members.placeOf(key)
    if (member === undefined) scanner.skipValue()
    else row[member] = readValue(scanner)
    bare ||= key === 'coordinates' || key === 'geometries'
  })
  if (bare) row[width - 1] = scanner.again(start, () => readGeometry(scanner))
  return row
}

/** The geometry at hand; what is none is kept as JSON. */
const readGeometry = (scanner: JsonScanner): RawValue => {
  const start = scanner.pos
  scanner.skipValue()
  const geometry = parseLeniently(scanner, start)
  if (isGeometry(geometry)) return { kind: 'geometry', geometry }
  return { kind: 'json', text: JSON.stringify(geometry) }
}

const parseLeniently = (scanner: JsonScanner, start: number): unknown => {
  try {
    return JSON.parse(scanner.text.slice(start, scanner.pos))
  } catch {
    return JSON.parse(scanner.again(start, () => readJsonText(scanner)))
  }
}
