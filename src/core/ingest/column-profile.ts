import type { ArchiveFile, ArchiveFiles } from '../format/archive-files.ts'
import type { RawTyped, RawValue } from '../format/reader.ts'
import { isEmptyGeometry, isPoint } from '../record/types-geo.ts'
import { isBlank, isOnlySeparators } from '../record/types-value.ts'
import { Tally } from './tally.ts'

/** Distinct values that are counted one by one; a column with more is not a list of categories. */
const MOST_DISTINCT = 1000
/** Longer texts are not kept to be compared. */
const LONGEST_KEY = 200

/** What one pass over all values of a column learns of it, in bounded memory. */
export class ColumnProfile {
  readonly tally = new Tally()
  /** Null, nothing but white space, or a geometry without a position. */
  blanks = 0
  /** Values of any kind. */
  values = 0
  /** Texts that hold more than separators: a column without a name and without them holds nothing. */
  telling = 0
  longest = 0
  /** Values that the format itself typed. */
  readonly native = { int: 0, double: 0, boolean: 0, date: 0, datetime: 0, geometry: 0, list: 0, json: 0 }
  /** Geometries that are points of the globe. */
  points = 0
  /** Texts that name a file of the archive, and the files that they name. */
  inArchive = 0
  readonly files = new Set<ArchiveFile>()
  /** Distinct texts, or null when there are more than are counted. */
  distinct: number | null = null

  #counts: Map<string, { n: number }> | null = new Map()
  readonly #archive: ArchiveFiles | null

  constructor(archive: ArchiveFiles | null = null) {
    this.#archive = archive
  }

  add(value: RawValue): void {
    if (value === null) {
      this.blanks++
    } else if (typeof value === 'string') {
      if (value.length === 0 || (value.charCodeAt(0) <= 32 && isBlank(value))) this.blanks++
      else this.#text(value)
    } else if (typeof value === 'object' && value.kind === 'geometry' && isEmptyGeometry(value.geometry)) {
      this.blanks++
    } else {
      this.values++
      this.telling++
      this.#native(value)
    }
  }

  #text(value: string): void {
    this.values++
    if (value.length > this.longest) this.longest = value.length
    const counts = this.#counts
    if (counts === null) {
      this.#look(value, 1)
      this.telling++
      return
    }
    const count = counts.get(value)
    if (count !== undefined) count.n++
    else if (counts.size < MOST_DISTINCT && value.length <= LONGEST_KEY) counts.set(detached(value), { n: 1 })
    else {
      this.#settle(null)
      this.#text(value)
      this.values--
    }
  }

  /** Looks at a text that came `n` times. */
  #look(text: string, n: number): void {
    this.tally.add(text, n)
    const file = this.#archive?.find(text)
    if (file === undefined) return
    this.inArchive += n
    this.files.add(file)
  }

  /** Ends the profile: what was only counted is looked at. */
  finish(): this {
    this.#settle(this.#counts?.size ?? null)
    return this
  }

  #settle(distinct: number | null): void {
    const counts = this.#counts
    this.#counts = null
    if (counts === null) return
    this.distinct = distinct
    for (const [text, { n }] of counts) {
      this.#look(text, n)
      if (!isOnlySeparators(text)) this.telling += n
    }
  }

  #native(value: number | bigint | boolean | RawTyped): void {
    const { native } = this
    if (typeof value === 'number') {
      if (Number.isSafeInteger(value)) native.int++
      else native.double++
    } else if (typeof value === 'bigint') {
      if (BigInt.asIntN(64, value) === value) native.int++
      else this.tally.wide++
    } else if (typeof value === 'boolean') native.boolean++
    else {
      native[value.kind]++
      if (value.kind === 'geometry' && isPoint(value.geometry)) this.points++
    }
  }
}

/** A copy that does not keep the piece of source it was cut from in memory. */
const detached = (text: string): string => Buffer.from(text).toString()
