import { csv, tsv } from './csv.ts'
import { geojson } from './geojson.ts'
import { json } from './json.ts'
import { jsonl } from './jsonl.ts'
import { kml } from './kml.ts'
import { parquet } from './parquet.ts'
import type { ReadableFormat } from './reader.ts'
import { shapefile } from './shapefile.ts'
import { topojson } from './topojson.ts'
import { xlsx } from './xlsx.ts'

/** Every format that can be read. Where two are equally sure of a source, the first is taken. */
export const READABLE_FORMATS: readonly ReadableFormat[] = [
  geojson,
  topojson,
  json,
  jsonl,
  kml,
  shapefile,
  xlsx,
  parquet,
  csv,
  tsv,
]

export const readableFormat = (name: string): ReadableFormat | undefined =>
  READABLE_FORMATS.find(format => format.name === name)
