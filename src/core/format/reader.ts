import type { EvidenceKey } from '../dataset/evidence-keys.ts'
import type { FieldType } from '../dataset/field.ts'
import type { Evidence, IngestReport, ReadOptions } from '../dataset/revision.ts'
import type { ErrorCode } from '../errors.ts'
import type { ArchiveFiles } from './archive-files.ts'
import type { ByteSource } from './byte-source.ts'

/** GeoJSON geometry (RFC 7946 §3.1), WGS 84, longitude first. */
export interface GeoJsonGeometry {
  readonly type: string
  readonly coordinates?: unknown
  readonly geometries?: readonly GeoJsonGeometry[]
}

/** Typed values that some formats carry natively. */
export type RawTyped =
  | { readonly kind: 'date'; readonly iso: string }
  | { readonly kind: 'datetime'; readonly epochMs: number }
  | { readonly kind: 'geometry'; readonly geometry: GeoJsonGeometry }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'json'; readonly text: string }

/** One value as the source has it. Texts are not trimmed nor interpreted by the reader. */
export type RawValue = null | string | number | bigint | boolean | RawTyped

/** Something in the source that is no record: kept for quarantine, with its place. */
export interface RawFault {
  readonly line: number
  readonly value: string
  /** A `record_*` code of the error catalogue. */
  readonly reason: ErrorCode
}

/** Records in source order; `rows[i][j]` belongs to `columns[j]`, `lines[i]` is its 1-based place. */
export interface RawBatch {
  readonly rows: readonly (readonly RawValue[])[]
  readonly lines: readonly number[]
  readonly faults: readonly RawFault[]
}

export interface SourceColumn {
  /** As the source names it, not normalised. */
  readonly name: string
  /** The type that the format itself declares for the column, where it has types (Parquet). */
  readonly type?: FieldType
}

/** A source opened: its shape is known for the whole file, its records can be walked any number of times. */
export interface RecordReader {
  readonly format: string
  readonly columns: readonly SourceColumn[]
  readonly evidence: readonly Evidence[]
  readonly warnings: IngestReport['warnings']
  /** What else is in the archive that the source came in, for texts that name it. */
  readonly files?: ArchiveFiles
  /** A pass over the source in batches of bounded memory. */
  batches(signal: AbortSignal): AsyncIterable<RawBatch>
}

/** How sure a format is that a head of bytes is its own: 0 no, 1 certain; and why. */
export interface Sniff {
  readonly score: number
  readonly because: EvidenceKey
  readonly params: Readonly<Record<string, string | number>>
}

/** One row of `core/format/registry.ts`: a format that can be read. */
export interface ReadableFormat {
  readonly name: string
  readonly mediaTypes: readonly string[]
  readonly extensions: readonly string[]
  sniff(head: Uint8Array, name: string): Sniff
  open(source: ByteSource, options: ReadOptions, signal: AbortSignal): Promise<RecordReader>
}
