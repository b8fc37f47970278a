import type { FileMetaData } from 'hyparquet'
import { type ToWgs84, toWgs84 } from './geojson-crs.ts'
import type { RawValue } from './reader.ts'

/** A column of geometries: its reference system by name, and how to bring it to WGS 84. */
export interface GeoColumn {
  readonly crs: string
  readonly move: ToWgs84 | null
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** The `geo` member of the file's metadata (GeoParquet 1.1), as far as it is well-formed. */
const geoColumns = (metadata: FileMetaData): Readonly<Record<string, unknown>> => {
  const text = metadata.key_value_metadata?.find(({ key }) => key === 'geo')?.value
  try {
    const geo: unknown = JSON.parse(text ?? '{}')
    return isObject(geo) && isObject(geo.columns) ? geo.columns : {}
  } catch {
    return {}
  }
}

/** `EPSG:2154` of a PROJJSON or of a name; longitude and latitude on WGS 84 when there is none. */
const crsName = (crs: unknown): string => {
  if (typeof crs === 'string') return crs
  if (!isObject(crs) || !isObject(crs.id)) return 'OGC:CRS84'
  return `${crs.id.authority}:${crs.id.code}`
}

/** Marks the columns that the metadata, or `alsoGeometry`, says are geometries; gives them by name. */
export const markGeometries = async (
  metadata: FileMetaData,
  alsoGeometry: ReadonlySet<string>,
): Promise<ReadonlyMap<string, GeoColumn>> => {
  const declared = geoColumns(metadata)
  const found = new Map<string, GeoColumn>()
  for (const element of metadata.schema.slice(1)) {
    const { logical_type: logical, name } = element
    const native = logical?.type === 'GEOMETRY' || logical?.type === 'GEOGRAPHY'
    const column = declared[name]
    const isWkb = isObject(column) && String(column.encoding).toUpperCase() === 'WKB'
    if (!native && !((isWkb || alsoGeometry.has(name)) && element.type === 'BYTE_ARRAY')) continue
    const crs = crsName(isObject(column) ? column.crs : native ? logical.crs : undefined)
    found.set(name, { crs, move: await toWgs84(crs) })
    if (!native) element.logical_type = { type: 'GEOMETRY' }
    delete element.converted_type
  }
  return found
}

export const moveGeometry = (value: RawValue, column: GeoColumn | undefined): RawValue =>
  column?.move != null && typeof value === 'object' && value?.kind === 'geometry'
    ? { kind: 'geometry', geometry: column.move(value.geometry) }
    : value
