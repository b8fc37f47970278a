import type { Encoder } from './encoder.ts'
import type { ExportFormat } from './formats.ts'
import { tableCells } from './rows.ts'
import { xlsxStream } from './xlsx.ts'

/** Formats that the engine writes itself, line by line (`core/sql/export.ts`). */
export type EngineFormat = 'csv' | 'json' | 'jsonl' | 'geojson'

/** Writers of all other formats. */
export const ENCODERS: Readonly<Record<Exclude<ExportFormat, EngineFormat>, Encoder>> = {
  xlsx: rows =>
    xlsxStream({ sheet: 'Sheet1', header: rows.columns.map(({ key }) => key), batches: tableCells(rows) }),
}
