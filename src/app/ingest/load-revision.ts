import { hash } from 'node:crypto'
import { once } from 'node:events'
import { createGzip, type Gzip } from 'node:zlib'
import type { Field, FieldSettings } from '../../core/dataset/field.ts'
import type { IngestReport, QuarantinedRecord } from '../../core/dataset/revision.ts'
import type { ByteSource } from '../../core/format/byte-source.ts'
import type { Scratch } from '../../core/format/containers-inflated.ts'
import { countedWarning } from '../../core/format/counted-warning.ts'
import { type Analysis, analyse } from '../../core/ingest/analyse.ts'
import { encodeRecords, type RecordIdentity } from '../../core/ingest/encode-records.ts'
import {
  identifyingFields,
  LAYOUT,
  qualifiedName,
  replacedRecords,
  revisionTable,
  type TableDefinition,
} from '../../core/sql/table.ts'
import type { BlobStore, StoredBlob } from '../ports/blob-store.ts'
import type { LoadListener, LoadRequest, LoadResult } from '../ports/ingest-runner.ts'
import type { Pictures } from '../ports/pictures.ts'
import type { RecordStore } from '../ports/record-store.ts'
import { type KeptFiles, keepFiles } from './keep-files.ts'

/** What a load works with. */
export interface LoadPorts {
  readonly blobs: BlobStore
  readonly records: RecordStore
  /** Keeps what is packed in the source and must be read at random, for as long as the load lasts. */
  readonly scratch: Scratch
  readonly pictures: Pictures
}

/** Quarantined records that the report shows; the others are in the quarantine file. */
const SAMPLE = 100
/** Records between two reports of progress. */
const REPORT_EVERY = 50_000

/**
 * Detect → infer → keep files → create → cast and load → seal: from kept bytes to a complete table that nobody reads yet.
 * Running it again starts from an empty table. Faults: `source_*`, those of the stores.
 */
export async function loadRevision(
  ports: LoadPorts,
  request: LoadRequest,
  listener: LoadListener,
  signal: AbortSignal,
): Promise<LoadResult> {
  const { onProgress } = listener
  const started = performance.now()
  await using source = await ports.blobs.open(request.source.sha256)
  onProgress({ step: 'detect', share: null })
  const analysis = await analyse(named(source, request.source.name), request.options, {
    signal,
    scratch: ports.scratch,
    onProgress: paced(() => onProgress({ step: 'detect', share: null })),
  })
  const files = await keepFiles(ports, analysis, { listener, signal })
  const fields = analysis.fields
    .map((field, index) => (files.shown.has(index) ? withThumbnails(field) : field))
    .map(field => withSettings(field, request.options.fields?.[field.name]))
  const table = revisionTable(request.revisionId, fields)
  await ports.records.createTable(table, signal)
  const quarantine = quarantineFile(ports.blobs, signal)
  const identity = { fields: identifyingFields(fields), digest: sha1 }
  const loaded = await load(ports, { table, analysis, files, identity, quarantine, onProgress, signal })
  const replaced = replacedRecords(table, fields)
  const recordsReplaced = replaced === null ? 0 : await ports.records.removeRows(table, replaced, signal)
  const recordsCount = loaded - recordsReplaced
  onProgress({ step: 'seal', share: 1 })
  await ports.records.seal(table, signal)
  const report: IngestReport = {
    evidence: analysis.evidence,
    recordsRead: analysis.totals.read,
    recordsLoaded: recordsCount,
    recordsQuarantined: quarantine.count(),
    recordsReplaced,
    quarantineSample: quarantine.sample(),
    quarantineSha256: await quarantine.close(),
    warnings: [...analysis.warnings, ...countedWarning('records_replaced', recordsReplaced)],
    seconds: (performance.now() - started) / 1000,
  }
  return { fields, table: qualifiedName(table), layout: LAYOUT, recordsCount, report }
}

const sha1 = (bytes: Uint8Array): string => hash('sha1', bytes, 'hex')

/** A blob under the name that its bytes came with. */
const named = (source: ByteSource, name: string): ByteSource => ({
  name,
  size: source.size,
  stream: () => source.stream(),
  read: (offset, length) => source.read(offset, length),
})

const withThumbnails = (field: Field): Field => ({
  ...field,
  annotations: { ...field.annotations, has_thumbnails: true },
})

const withSettings = (field: Field, settings: FieldSettings | undefined): Field =>
  settings === undefined
    ? field
    : {
        ...field,
        label: { ...field.label, ...settings.label },
        description: settings.description ?? field.description,
        annotations: { ...field.annotations, ...settings.annotations },
      }

/** Calls at most once for every {@link REPORT_EVERY} records. */
function paced(call: (records: number) => void): (records: number) => void {
  let next = REPORT_EVERY
  return records => {
    if (records < next) return
    next = records + REPORT_EVERY
    call(records)
  }
}

interface Loading {
  readonly table: TableDefinition
  readonly analysis: Analysis
  readonly files: KeptFiles
  readonly identity: RecordIdentity
  readonly quarantine: QuarantineFile
  readonly onProgress: LoadListener['onProgress']
  readonly signal: AbortSignal
}

async function load(ports: LoadPorts, loading: Loading): Promise<number> {
  const { table, analysis, files, identity, quarantine, onProgress, signal } = loading
  const total = Math.max(analysis.totals.read, 1)
  const tell = paced(records => onProgress({ step: 'load', share: records / total }))
  const source = { ...analysis, fileTexts: files.textOf }
  let loaded = 0
  async function* tsv(): AsyncGenerator<Uint8Array> {
    for await (const chunk of encodeRecords(source, identity, signal, tell)) {
      loaded += chunk.records
      await quarantine.add(chunk.quarantined)
      if (chunk.tsv.byteLength > 0) yield chunk.tsv
    }
  }
  await ports.records.load(table, tsv(), signal)
  return loaded
}

/** All quarantined records, one JSON a line, gzipped, in the blob store; no blob when there is none. */
interface QuarantineFile {
  add(records: readonly QuarantinedRecord[]): Promise<void>
  count(): number
  sample(): readonly QuarantinedRecord[]
  close(): Promise<string | null>
}

function quarantineFile(blobs: BlobStore, signal: AbortSignal): QuarantineFile {
  const sample: QuarantinedRecord[] = []
  let count = 0
  let file: { readonly zip: Gzip; readonly stored: Promise<StoredBlob> } | null = null

  const open = (): NonNullable<typeof file> => {
    const zip = createGzip()
    const stored = blobs.put(zip, signal)
    stored.catch(() => undefined)
    return { zip, stored }
  }
  return {
    add: async records => {
      if (records.length === 0) return
      file ??= open()
      count += records.length
      if (sample.length < SAMPLE) sample.push(...records.slice(0, SAMPLE - sample.length))
      const lines = records.map(record => `${JSON.stringify(record)}\n`).join('')
      if (!file.zip.write(lines)) await once(file.zip, 'drain', { signal })
    },
    count: () => count,
    sample: () => sample,
    close: async () => {
      if (file === null) return null
      file.zip.end()
      return (await file.stored).sha256
    },
  }
}
