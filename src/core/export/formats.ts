import { datasetFeatures } from '../dataset/features.ts'
import type { Field } from '../dataset/field.ts'
import type { ExportOption } from './options.ts'

/** What a format is for; pages group by it. */
export const EXPORT_USES = ['table', 'map', 'linked-data'] as const
export type ExportUse = (typeof EXPORT_USES)[number]

/** A format that records are exported in (explore-api §8.2). */
export interface FormatTraits {
  /** As people know it; the same in every language. */
  readonly label: string
  /** Of the answer, with its character set where that is not implied. */
  readonly type: string
  /** Of the file, without dot. */
  readonly extension: string
  readonly use: ExportUse
  /** Whether only datasets with places have it. */
  readonly geographic: boolean
  /** What it can be asked besides {@link COMMON_OPTIONS}. */
  readonly options: readonly ExportOption[]
}

/** Options that every format has (explore-api §8.1). */
export const COMMON_OPTIONS = ['use_labels', 'compressed'] as const satisfies readonly ExportOption[]

/** Formats of exports by their names in addresses, in the order that the API lists them (explore-api §7.4). */
export const EXPORT_FORMATS = {
  csv: {
    ...{ label: 'CSV', type: 'text/csv; charset=utf-8', extension: 'csv', use: 'table', geographic: false },
    options: ['delimiter', 'list_separator', 'quote_all', 'with_bom'],
  },
  json: {
    ...{ label: 'JSON', type: 'application/json; charset=utf-8', extension: 'json' },
    ...{ use: 'table', geographic: false, options: [] },
  },
  fgb: {
    ...{ label: 'FlatGeobuf', type: 'application/octet-stream', extension: 'fgb' },
    ...{ use: 'map', geographic: false, options: ['epsg'] },
  },
  geojson: {
    ...{ label: 'GeoJSON', type: 'application/geo+json', extension: 'geojson' },
    ...{ use: 'map', geographic: true, options: ['epsg'] },
  },
  gpx: {
    ...{ label: 'GPX', type: 'application/gpx+xml', extension: 'gpx', use: 'map', geographic: true },
    options: ['name_field', 'description_field_list', 'use_extension'],
  },
  jsonl: {
    ...{ label: 'JSON Lines', type: 'application/jsonl; charset=utf-8', extension: 'jsonl' },
    ...{ use: 'table', geographic: false, options: [] },
  },
  kml: {
    ...{ label: 'KML', type: 'application/vnd.google-earth.kml+xml', extension: 'kml' },
    ...{ use: 'map', geographic: true, options: [] },
  },
  parquet: {
    ...{ label: 'Parquet', type: 'application/vnd.apache.parquet', extension: 'parquet' },
    ...{ use: 'table', geographic: false, options: ['parquet_compression'] },
  },
  rdfxml: {
    ...{ label: 'RDF/XML', type: 'application/rdf+xml', extension: 'rdf' },
    ...{ use: 'linked-data', geographic: false, options: [] },
  },
  jsonld: {
    ...{ label: 'JSON-LD', type: 'application/ld+json', extension: 'jsonld' },
    ...{ use: 'linked-data', geographic: false, options: [] },
  },
  turtle: {
    ...{ label: 'Turtle', type: 'text/turtle', extension: 'ttl' },
    ...{ use: 'linked-data', geographic: false, options: [] },
  },
  n3: {
    ...{ label: 'N3', type: 'text/n3', extension: 'n3' },
    ...{ use: 'linked-data', geographic: false, options: [] },
  },
  shp: {
    ...{ label: 'Shapefile', type: 'application/zip', extension: 'zip' },
    ...{ use: 'map', geographic: true, options: ['epsg'] },
  },
  xlsx: {
    ...{ label: 'Excel', extension: 'xlsx', use: 'table', geographic: false, options: [] },
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
} as const satisfies Readonly<Record<string, FormatTraits>>

export type ExportFormat = keyof typeof EXPORT_FORMATS

/** Names of all formats, in their order. */
export const exportFormatNames = Object.keys(EXPORT_FORMATS) as ExportFormat[]

/** Everything known of a format. */
export const formatTraits = (format: ExportFormat): FormatTraits => EXPORT_FORMATS[format]

/** Whether a name of an address is one of a format. */
export const isExportFormat = (name: string | undefined): name is ExportFormat =>
  name !== undefined && Object.hasOwn(EXPORT_FORMATS, name)

/** Formats of a dataset: those of maps only where there is something to draw (explore-api §7.4). */
export function exportFormats(fields: readonly Field[]): readonly ExportFormat[] {
  const geographic = datasetFeatures(fields).includes('geo')
  return geographic
    ? exportFormatNames
    : exportFormatNames.filter(format => !EXPORT_FORMATS[format].geographic)
}
