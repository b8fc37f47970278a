import type { QuarantinedRecord } from '../dataset/revision.ts'
import type { RawBatch, RawValue } from '../format/reader.ts'
import { type Cast, castReason, compileCast, textOf } from '../record/cast.ts'
import { TsvWriter } from '../record/tsv-writer.ts'
import type { Analysis, OnRecords } from './analyse.ts'

/** A piece of the load: whole records in the column order of `core/sql/table.ts`. */
export interface EncodedChunk {
  readonly tsv: Uint8Array
  /** Records in `tsv`. */
  readonly records: number
  readonly quarantined: readonly QuarantinedRecord[]
}

/** Bytes after which a chunk is handed over. */
const CHUNK = 1 << 21
/** Characters of a refused value that are kept. */
const SHOWN = 1000

/**
 * Every record as TSV for the records table: `_id` dense from 0, the fields' columns, `_search`. A record with a
 * value that is not of its field's type goes to quarantine whole. Every record read is in one chunk, as one or
 * the other.
 */
export async function* encodeRecords(
  analysis: Analysis,
  signal: AbortSignal,
  onProgress?: OnRecords,
): AsyncGenerator<EncodedChunk> {
  const encoder = new RecordEncoder(analysis)
  let read = 0
  for await (const batch of analysis.reader.batches(signal)) {
    yield* encoder.encode(batch)
    read += batch.rows.length + batch.faults.length
    onProgress?.(read)
  }
  yield encoder.take()
}

class RecordEncoder {
  readonly #out = new TsvWriter(CHUNK * 2)
  readonly #casts: readonly Cast[]
  readonly #sources: readonly number[]
  /** Positions of the fields whose text is searched, and where their bytes stand in the present row. */
  readonly #searched: readonly boolean[]
  readonly #lists: readonly boolean[]
  readonly #starts: Int32Array
  readonly #ends: Int32Array
  readonly #analysis: Analysis
  #id = 0
  #records = 0
  #quarantined: QuarantinedRecord[] = []

  constructor(analysis: Analysis) {
    this.#analysis = analysis
    this.#casts = analysis.columns.map(({ cast }) => compileCast(cast))
    this.#sources = analysis.columns.map(({ source }) => source)
    this.#searched = analysis.columns.map(({ cast }) => cast.type === 'text')
    this.#lists = analysis.columns.map(({ cast }) => cast.type === 'text' && cast.list)
    this.#starts = new Int32Array(this.#casts.length)
    this.#ends = new Int32Array(this.#casts.length)
  }

  *encode({ rows, lines, faults }: RawBatch): Generator<EncodedChunk> {
    for (const { line, value, reason } of faults)
      this.#quarantined.push({ line, field: null, value: value.slice(0, SHOWN), reason })
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]
      if (row !== undefined) this.#record(row, lines[i] ?? 0)
      if (this.#out.length >= CHUNK) yield this.take()
    }
  }

  #record(row: readonly RawValue[], line: number): void {
    const out = this.#out
    out.beginRow()
    out.plain(String(this.#id))
    for (let j = 0; j < this.#casts.length; j++) {
      out.tab()
      const value = row[this.#sources[j] ?? 0] ?? null
      this.#starts[j] = out.length
      if (this.#casts[j]?.(value, out) !== true) {
        out.takeBack()
        this.#refuse(j, value, line)
        return
      }
      this.#ends[j] = value === null ? (this.#starts[j] ?? 0) : out.length
    }
    this.#writeSearch(row)
    out.endRow()
    this.#id++
    this.#records++
  }

  /** Texts are copied as they were escaped. */
  #writeSearch(row: readonly RawValue[]): void {
    const out = this.#out
    out.tab()
    let first = true
    for (let j = 0; j < this.#casts.length; j++) {
      if (this.#searched[j] !== true) continue
      const value = row[this.#sources[j] ?? 0] ?? null
      const start = this.#starts[j] ?? 0
      const end = this.#ends[j] ?? 0
      if (end === start || value === '') continue
      if (!first) out.plain(' ')
      first = false
      if (this.#lists[j] === true && value !== null) out.text(listText(value))
      else if (!out.isNull(start, end)) out.repeat(start, end)
    }
  }

  #refuse(column: number, value: RawValue, line: number): void {
    const plan = this.#analysis.columns[column]
    this.#quarantined.push({
      line,
      field: this.#analysis.fields[column]?.name ?? null,
      value: value === null ? '' : textOf(value).slice(0, SHOWN),
      reason: plan === undefined ? 'bug' : castReason(plan.cast),
    })
  }

  /** What was written since the last time. */
  take(): EncodedChunk {
    const chunk = { tsv: this.#out.take(), records: this.#records, quarantined: this.#quarantined }
    this.#records = 0
    this.#quarantined = []
    return chunk
  }
}

const listText = (value: Exclude<RawValue, null>): string =>
  typeof value === 'object' && value.kind === 'list' ? value.items.join(' ') : textOf(value)
