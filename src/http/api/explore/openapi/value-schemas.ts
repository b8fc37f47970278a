import type { Field, FieldType } from '../../../../core/dataset/field.ts'
import { resolveText } from '../../../../core/i18n/language-map.ts'
import { arrayOf, BOOLEAN, INTEGER, type JsonSchema, nullable, object, STRING } from './json-schema.ts'

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

/** Values of records by the type of their field (explore-api §9.4); every one may be null. */
const VALUES: Readonly<Record<FieldType, JsonSchema>> = {
  text: STRING,
  int: INTEGER,
  double: { type: 'number' },
  boolean: BOOLEAN,
  date: { type: 'string', pattern: '^-?[0-9]{4,}(-[0-9]{2}(-[0-9]{2})?)?$' },
  datetime: {
    type: 'string',
    pattern: '^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?[+-][0-9]{2}:[0-9]{2}$',
  },
  geo_point_2d: ref('GeoPoint'),
  geo_shape: ref('Feature'),
  json_blob: {},
  file: ref('File'),
}

/** The value of a field in a record. */
export function valueSchema(field: Field, language: string, fallback: string): JsonSchema {
  const { type, annotations } = field
  const title = resolveText(field.label, language, fallback) || field.name
  const description = field.description === null ? '' : resolveText(field.description, language, fallback)
  const value = annotations.multivalued === undefined ? VALUES[type] : arrayOf(STRING)
  return {
    ...(type === 'json_blob' ? {} : nullable(value)),
    title,
    ...(description === '' ? {} : { description }),
    ...(annotations.unit === undefined ? {} : { 'x-unit': annotations.unit }),
    'x-type': type,
  }
}

/** What `include_links` and `include_app_metas` add to a record (explore-api §7.1). */
const TECHNICAL: Readonly<Record<string, JsonSchema>> = {
  _id: STRING,
  _timestamp: STRING,
  _size: INTEGER,
  _links: ref('Links'),
}

/** A whole record of these fields. */
export const recordSchema = (fields: readonly Field[], language: string, fallback: string): JsonSchema =>
  object(
    {
      ...Object.fromEntries(fields.map(field => [field.name, valueSchema(field, language, fallback)])),
      ...TECHNICAL,
    },
    { optional: Object.keys(TECHNICAL) },
  )

const coordinates: JsonSchema = { type: 'array' }

const geometry = (types: readonly string[]): JsonSchema =>
  object({ type: { enum: types }, coordinates }, { open: true })

/** Values that are objects (explore-api §9.4). */
export const VALUE_SCHEMAS = {
  GeoPoint: object({
    lon: { type: 'number' },
    lat: { type: 'number' },
  }),
  Geometry: {
    oneOf: [
      geometry(['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon']),
      object({ type: { const: 'GeometryCollection' }, geometries: arrayOf(ref('Geometry')) }, { open: true }),
    ],
  },
  Feature: object(
    {
      type: { const: 'Feature' },
      geometry: nullable(ref('Geometry')),
      properties: nullable({ type: 'object' }),
    },
    { open: true },
  ),
  FeatureCollection: object({ type: { const: 'FeatureCollection' }, features: arrayOf(ref('Feature')) }),
  File: object(
    {
      ...{ id: STRING, filename: STRING, url: STRING, mimetype: nullable(STRING), thumbnail: BOOLEAN },
      ...{ format: STRING, width: INTEGER, height: INTEGER, exif_orientation: INTEGER },
      ...{ etag: STRING, last_synchronized: STRING },
    },
    {
      optional: [
        ...['id', 'filename', 'mimetype', 'thumbnail', 'format', 'width', 'height', 'exif_orientation'],
        ...['etag', 'last_synchronized'],
      ],
      open: true,
    },
  ),
} as const satisfies Readonly<Record<string, JsonSchema>>
