import type { Field } from '../dataset/field.ts'
import type { Evidence, IngestReport, ReadOptions } from '../dataset/revision.ts'
import type { ArchiveFile } from '../format/archive-files.ts'
import type { ByteSource } from '../format/byte-source.ts'
import type { Scratch } from '../format/containers-inflated.ts'
import { detect } from '../format/detect.ts'
import type { RecordReader } from '../format/reader.ts'
import type { CastSpec } from '../record/cast-spec.ts'
import { ColumnProfile } from './column-profile.ts'
import { planColumns } from './plan-columns.ts'

/** A column of the source that becomes a field: the `i`-th plan is the `i`-th field. */
export interface ColumnPlan {
  /** Index in `reader.columns`. */
  readonly source: number
  readonly cast: CastSpec
  /** The files of the archive that its values name. */
  readonly files?: readonly ArchiveFile[]
}

/** Everything known of a source before its records are written. */
export interface Analysis {
  readonly reader: RecordReader
  readonly fields: readonly Field[]
  readonly columns: readonly ColumnPlan[]
  /** Of detection, then of the type of each field (`about` is `type:<name>`). */
  readonly evidence: readonly Evidence[]
  readonly warnings: IngestReport['warnings']
  /** `read` = `rows` + `faults`: what must be loaded or in quarantine at the end. */
  readonly totals: { readonly read: number; readonly rows: number; readonly faults: number }
}

/** Records read so far; total unknown. */
export type OnRecords = (records: number) => void

export interface AnalysisMeans {
  readonly signal: AbortSignal
  readonly onProgress?: OnRecords
  /** Keeps what is packed and must be read at random; without it, up to 64 MiB are. */
  readonly scratch?: Scratch
}

/**
 * Detects how to read a source and decides the type of every field from all its records: two passes, in memory
 * that does not grow with the source.
 *
 * @throws VitrineError of `detect`, `read_option_invalid`
 */
export async function analyse(
  source: ByteSource,
  options: ReadOptions,
  { signal, onProgress, scratch }: AnalysisMeans,
): Promise<Analysis> {
  const reader = await detect(source, options, signal, scratch)
  const profiles = reader.columns.map(() => new ColumnProfile(reader.files))
  let rows = 0
  let faults = 0
  for await (const batch of reader.batches(signal)) {
    for (const row of batch.rows) for (let j = 0; j < profiles.length; j++) profiles[j]?.add(row[j] ?? null)
    rows += batch.rows.length
    faults += batch.faults.length
    onProgress?.(rows + faults)
  }
  for (const profile of profiles) profile.finish()
  const plan = planColumns({ columns: reader.columns, profiles, rows, options })
  return {
    reader,
    fields: plan.fields,
    columns: plan.columns,
    evidence: [...reader.evidence, ...plan.evidence],
    warnings: [...reader.warnings, ...plan.warnings],
    totals: { read: rows + faults, rows, faults },
  }
}
