import { csv, tsv } from './csv.ts'
import { geojson } from './geojson.ts'
import { json } from './json.ts'
import { jsonl } from './jsonl.ts'
import type { ReadableFormat } from './reader.ts'

/** Every format that can be read. Where two are equally sure of a source, the first is taken. */
export const READABLE_FORMATS: readonly ReadableFormat[] = [geojson, json, jsonl, csv, tsv]

export const readableFormat = (name: string): ReadableFormat | undefined =>
  READABLE_FORMATS.find(format => format.name === name)
