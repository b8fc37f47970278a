import type { Encoder } from './encoder.ts'
import { flatgeobufEncoder } from './flatgeobuf.ts'
import type { ExportFormat } from './formats.ts'
import { gpxEncoder } from './gpx.ts'
import { kmlEncoder } from './kml.ts'
import { rdfEncoder } from './rdf.ts'
import { tableCells } from './rows.ts'
import { shapefileEncoder } from './shapefile.ts'
import { xlsxStream } from './xlsx.ts'

/** Formats that the engine writes itself (`core/sql/export.ts`, `core/sql/export-parquet.ts`). */
export type EngineFormat = 'csv' | 'json' | 'jsonl' | 'geojson' | 'parquet'

/** Writers of all other formats. */
export const ENCODERS: Readonly<Record<Exclude<ExportFormat, EngineFormat>, Encoder>> = {
  fgb: flatgeobufEncoder,
  gpx: gpxEncoder,
  kml: kmlEncoder,
  rdfxml: rdfEncoder('rdfxml'),
  jsonld: rdfEncoder('jsonld'),
  turtle: rdfEncoder('turtle'),
  n3: rdfEncoder('n3'),
  shp: shapefileEncoder,
  xlsx: rows =>
    xlsxStream({ sheet: 'Sheet1', header: rows.columns.map(({ key }) => key), batches: tableCells(rows) }),
}
