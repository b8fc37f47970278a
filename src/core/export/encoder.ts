import type { ExportOptions } from './options.ts'
import type { ExportRows } from './rows.ts'
import type { OpenScratch } from './scratch.ts'

/** What a file says beside its rows. */
export interface FileFacts {
  /** Identifier of the dataset; names layers and files within files. */
  readonly datasetId: string
  readonly options: ExportOptions
  /** `https://host` of the portal. */
  readonly origin: string
  readonly openScratch: OpenScratch
}

/** Writes the rows of an export in one format, in pieces as they come. */
export type Encoder = (rows: ExportRows, facts: FileFacts) => AsyncIterable<Uint8Array>
