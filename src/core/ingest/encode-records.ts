import type { QuarantinedRecord } from '../dataset/revision.ts'
import type { RawBatch, RawValue } from '../format/reader.ts'
import { type Cast, castReason, compileCast, textOf } from '../record/cast.ts'
import type { FileTexts } from '../record/cast-documents.ts'
import type { CastSpec } from '../record/cast-spec.ts'
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

/** How records are identified (explore-api §7.3). */
export interface RecordIdentity {
  /** Numbers of the fields whose values tell a record from others; all of them when none is named. */
  readonly fields: readonly number[]
  /** SHA-1 of some bytes, 40 hexadecimal digits in lower case. */
  readonly digest: (bytes: Uint8Array) => string
}

/** A source to be encoded; with what is kept of the files that it names, where it names any. */
export type Encodable = Analysis & { readonly fileTexts?: FileTexts }

/**
 * Every record as TSV for the records table: `_id` dense from 0, the fields' columns, `_search`, `_record`. A record
 * with a value that is not of its field's type goes to quarantine whole. Every record read is in one chunk, as one or
 * the other.
 */
export async function* encodeRecords(
  analysis: Encodable,
  identity: RecordIdentity,
  signal: AbortSignal,
  onProgress?: OnRecords,
): AsyncGenerator<EncodedChunk> {
  const encoder = new RecordEncoder(analysis, identity)
  let read = 0
  for await (const batch of analysis.reader.batches(signal)) {
    yield* encoder.encode(batch)
    read += batch.rows.length + batch.faults.length
    onProgress?.(read)
  }
  yield encoder.take()
}

type Searched = typeof NOT_SEARCHED | typeof AS_WRITTEN | typeof AS_LIST | typeof AS_DAY
const NOT_SEARCHED = 0
const AS_WRITTEN = 1
/** The items, without the marks of an array. */
const AS_LIST = 2
/** Without the time, which is always midnight. */
const AS_DAY = 3
const TAB = 9
const DAY = '2024-01-31'.length

const searchedAs = (cast: CastSpec): Searched => {
  switch (cast.type) {
    case 'text':
      return cast.list ? AS_LIST : AS_WRITTEN
    case 'int':
    case 'double':
    case 'datetime':
      return AS_WRITTEN
    case 'date':
      return AS_DAY
    default:
      return NOT_SEARCHED
  }
}

class RecordEncoder {
  readonly #out = new TsvWriter(CHUNK * 2)
  readonly #casts: readonly Cast[]
  readonly #sources: readonly number[]
  /** How each field is searched, and where its bytes stand in the present row. */
  readonly #searched: readonly Searched[]
  readonly #starts: Int32Array
  readonly #ends: Int32Array
  /** Where each cell ends, be it null. */
  readonly #cellEnds: Int32Array
  readonly #analysis: Analysis
  readonly #identity: RecordIdentity
  #id = 0
  #records = 0
  #quarantined: QuarantinedRecord[] = []

  constructor(analysis: Encodable, identity: RecordIdentity) {
    this.#analysis = analysis
    this.#identity = identity
    this.#casts = analysis.columns.map(({ cast }) => compileCast(cast, analysis.fileTexts))
    this.#sources = analysis.columns.map(({ source }) => source)
    this.#searched = analysis.columns.map(({ cast }) => searchedAs(cast))
    this.#starts = new Int32Array(this.#casts.length)
    this.#ends = new Int32Array(this.#casts.length)
    this.#cellEnds = new Int32Array(this.#casts.length)
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
      this.#cellEnds[j] = out.length
      this.#ends[j] = value === null ? (this.#starts[j] ?? 0) : out.length
    }
    this.#writeSearch(row)
    out.tab()
    out.plain(this.#identity.digest(this.#identifying()))
    out.endRow()
    this.#id++
    this.#records++
  }

  /** Texts, numbers and dates (explore-api §11) are copied as they were written. */
  #writeSearch(row: readonly RawValue[]): void {
    const out = this.#out
    out.tab()
    let first = true
    for (let j = 0; j < this.#casts.length; j++) {
      const how = this.#searched[j]
      const start = this.#starts[j] ?? 0
      const end = this.#ends[j] ?? 0
      if (how === NOT_SEARCHED || end === start || out.isNull(start, end)) continue
      if (!first) out.space()
      first = false
      if (how === AS_LIST) out.text(listText(row[this.#sources[j] ?? 0] ?? ''))
      else out.repeat(start, how === AS_DAY ? start + DAY : end)
    }
  }

  /**
   * What the identifier is made of: the cells of the identifying fields as they are loaded, tabs between them; of all
   * fields when none identifies or none of those has a value.
   */
  #identifying(): Uint8Array {
    const { fields } = this.#identity
    if (fields.every(field => this.#isAbsent(field)))
      return this.#out.view(this.#starts[0] ?? 0, this.#cellEnds[this.#casts.length - 1] ?? 0)
    const cells = fields.map(field => this.#out.view(this.#starts[field] ?? 0, this.#cellEnds[field] ?? 0))
    return cells.length === 1 && cells[0] !== undefined ? cells[0] : tabbed(cells)
  }

  /** Whether the cell of a field is null, or a list of nothing. */
  #isAbsent(field: number): boolean {
    const start = this.#starts[field] ?? 0
    if (this.#out.isNull(start, start + 2)) return true
    return this.#searched[field] === AS_LIST && (this.#cellEnds[field] ?? 0) === start + '[]'.length
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

function tabbed(cells: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(cells.reduce((sum, cell) => sum + cell.length + 1, -1)).fill(TAB)
  let at = 0
  for (const cell of cells) {
    whole.set(cell, at)
    at += cell.length + 1
  }
  return whole
}

const listText = (value: Exclude<RawValue, null>): string =>
  typeof value === 'object' && value.kind === 'list' ? value.items.join(' ') : textOf(value)
