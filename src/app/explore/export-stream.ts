import { ENCODERS } from '../../core/export/encoders.ts'
import { type ExportFormat, formatTraits } from '../../core/export/formats.ts'
import { withParquetFoot } from '../../core/export/parquet-foot.ts'
import { projectedGeoJson } from '../../core/export/projected-geojson.ts'
import { WGS84 } from '../../core/export/projection.ts'
import type { ExportColumn } from '../../core/export/rows.ts'
import type { OpenScratch } from '../../core/export/scratch.ts'
import type { BoundItem } from '../../core/odsql/bound.ts'
import type { PlannedQuery } from '../../core/odsql/plan.ts'
import {
  type CompiledExport,
  compileCsvExport,
  compileGeoJsonLines,
  compileGeoJsonParts,
  compileJsonLines,
  csvHeader,
} from '../../core/sql/export.ts'
import { compileParquet } from '../../core/sql/export-parquet.ts'
import { withOriginalTexts } from '../../core/sql/export-rows.ts'
import type { Prepared } from '../../core/sql/prepare.ts'
import type { QueryTable } from '../../core/sql/query-table.ts'
import type { RecordStore } from '../ports/record-store.ts'
import type { ExportFile } from './explorer.ts'
import { type Around, jsonArray } from './json-array.ts'
import { readRows, recordRows } from './record-rows.ts'

/** An export about to be written. */
export interface Exporting extends ExportFile {
  readonly prepared: Prepared
  readonly target: { readonly table: QueryTable }
  readonly datasetId: string
  readonly openScratch: OpenScratch
  /** Label of a field, by its name. */
  readonly labelOf: (name: string) => string
  readonly signal: AbortSignal
}

const BOM = '\uFEFF'
const encoder = new TextEncoder()

const ARRAY: Around = { head: '[', tail: ']\n' }
const COLLECTION: Around = { head: '{"type":"FeatureCollection","features":[', tail: ']}\n' }

const isLinkedData = (format: ExportFormat): boolean => formatTraits(format).use === 'linked-data'

const FEATURE_PARTS: readonly ExportColumn[] = [
  { key: 'geometry', kind: 'text' },
  { key: 'properties', kind: 'text' },
]

/** Bytes of an export: as the engine makes them where it knows the format, else written from its rows. */
export function exportStream(records: RecordStore, exporting: Exporting): AsyncIterable<Uint8Array> {
  const { prepared, target, format, options, signal } = exporting
  const named = options.use_labels ? labelled(prepared.planned, exporting) : prepared.planned
  const planned = format === 'json' ? named : withOriginalTexts(named)
  const lines = (compiled: CompiledExport): AsyncIterable<Uint8Array> =>
    records.stream(compiled, { format: 'TSVRaw', profile: 'export' }, signal)
  switch (format) {
    case 'csv': {
      const compiled = compileCsvExport(planned, target.table, options)
      const header = `${options.with_bom ? BOM : ''}${csvHeader(compiled.keys, options)}`
      return withHead(encoder.encode(header), lines(compiled))
    }
    case 'json':
      return jsonArray(lines(compileJsonLines(planned, target.table)), ARRAY)
    case 'jsonl':
      return lines(compileJsonLines(planned, target.table))
    case 'geojson':
      if (options.epsg !== WGS84.epsg) {
        const compiled = compileGeoJsonParts(planned, target.table)
        const rows = records.stream(compiled, { format: 'JSONCompactEachRow', profile: 'export' }, signal)
        return projectedGeoJson(readRows(FEATURE_PARTS, rows), options.epsg)
      }
      return jsonArray(lines(compileGeoJsonLines(planned, target.table)), COLLECTION)
    case 'parquet': {
      const compiled = compileParquet(planned, target.table)
      const compression = options.parquet_compression
      const file = records.stream(compiled, { format: 'Parquet', profile: 'export', compression }, signal)
      return withParquetFoot(file, compiled.columns)
    }
    default:
      return ENCODERS[format](
        recordRows(records, { planned, table: target.table, identified: isLinkedData(format) }, signal),
        exporting,
      )
  }
}

/**
 * Keys that are plain fields become the fields' labels; aliases and expressions stay (explore-api §8.1), and so does
 * the name of a field whose label is taken.
 */
function labelled(planned: PlannedQuery, { target, labelOf }: Exporting): PlannedQuery {
  const taken = new Set(planned.select.map(({ key }) => key))
  const keyOf = ({ key, value }: BoundItem): string => {
    const field = value.kind === 'key' ? planned.groupBy?.[value.index]?.value : value
    if (field?.kind !== 'field' || target.table.fields.fields[field.field]?.name !== key) return key
    const label = labelOf(key)
    if (taken.has(label)) return key
    taken.add(label)
    return label
  }
  return { ...planned, select: planned.select.map(item => ({ ...item, key: keyOf(item) })) }
}

async function* withHead(head: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = rest[Symbol.asyncIterator]()
  // the engine is asked before anything is sent, so that a fault still gets its status
  const first = await chunks.next()
  yield head
  if (first.done === true) return
  yield first.value
  yield* { [Symbol.asyncIterator]: () => chunks }
}
