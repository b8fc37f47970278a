import type { ErrorCode } from '../errors.ts'
import type { EvidenceKey, WarningCode } from './evidence-keys.ts'
import type { Field, FieldSettings, FieldType } from './field.ts'
import type { Metadata } from './metadata.ts'

/** States of a revision; the allowed moves are `core/ingest/state.ts`. */
export const REVISION_STATES = ['draft', 'queued', 'running', 'published', 'failed', 'superseded'] as const
export type RevisionState = (typeof REVISION_STATES)[number]

/** Kept source bytes: content-addressed, kept for ever, so that a load can be replayed. */
export interface SourceFile {
  readonly sha256: string
  readonly bytes: number
  /** The name it came with (`trees.csv`), without any path. */
  readonly name: string
  /** Where it came from: an http(s) URL, or null for an upload or a local file. */
  readonly url: string | null
}

/** What a publisher may say about how to read a source; everything left out is detected. */
export interface ReadOptions {
  /** A name of `core/format/registry.ts`. */
  readonly format?: string
  readonly encoding?: string
  readonly delimiter?: string
  readonly quote?: string
  readonly header?: boolean
  /** Lines to leave out before the header. */
  readonly skip?: number
  /** Member of an archive, sheet of a workbook, object of a TopoJSON, layer of a KML. */
  readonly member?: string
  /** Path to the array of records in a nested JSON, RFC 6901. */
  readonly path?: string
  /** Types by field name, overriding inference. */
  readonly types?: Readonly<Record<string, FieldType>>
  /** Labels, descriptions and annotations by field name. */
  readonly fields?: Readonly<Record<string, FieldSettings>>
}

/** One decision of detection or inference, with what it rests on. */
export interface Evidence {
  /** What was decided: `format`, `encoding`, `delimiter`, `header`, `type:height`. */
  readonly about: string
  readonly decision: string
  readonly because: EvidenceKey
  readonly params: Readonly<Record<string, string | number>>
}

/** The report of a load; final shape, filled step by step. */
export interface IngestReport {
  readonly evidence: readonly Evidence[]
  readonly recordsRead: number
  readonly recordsLoaded: number
  readonly recordsQuarantined: number
  /** Records that a later one with the same identifier replaced (explore-api §7.3); absent in reports of old. */
  readonly recordsReplaced?: number
  /** The first quarantined records; all of them are in the quarantine file beside the source. */
  readonly quarantineSample: readonly QuarantinedRecord[]
  /** Blob (JSON Lines, gzip) with every quarantined record; null when there is none. */
  readonly quarantineSha256: string | null
  /** Things worth telling that lost nothing: an empty column dropped, a lenient repair. */
  readonly warnings: readonly {
    readonly code: WarningCode
    readonly params: Readonly<Record<string, string | number>>
  }[]
  readonly seconds: number
}

/** A record that does not fit: kept with its place and reason, counted for reader and publisher. */
export interface QuarantinedRecord {
  /** 1-based line of the source (or record number where the format has no lines). */
  readonly line: number
  readonly field: string | null
  readonly value: string
  /** A code of the error catalogue, `cast_*` or `record_*`. */
  readonly reason: ErrorCode
}

/** Everything of a dataset at one moment. A published revision never changes. */
export interface Revision {
  readonly id: number
  readonly datasetUid: string
  /** 1, 2, 3 … within the dataset. */
  readonly number: number
  readonly state: RevisionState
  readonly source: SourceFile | null
  readonly options: ReadOptions
  readonly fields: readonly Field[]
  readonly metadata: Metadata
  /** Records table in database `ds`, named by the revision; null until loaded and after retention dropped it. */
  readonly table: string | null
  /** Physical layout of that table (`core/sql/table.ts`). */
  readonly layout: number
  readonly recordsCount: number
  readonly report: IngestReport | null
  readonly failure: {
    readonly code: string
    readonly params: Readonly<Record<string, string | number>>
  } | null
  readonly createdAt: string
  readonly publishedAt: string | null
}
