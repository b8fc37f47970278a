import { VitrineError } from '../errors.ts'

/** More columns than any table a person could read; a source that has them is keyed by data. */
const MAX_COLUMNS = 10_000

/** Names of columns in first-seen order, with their places. */
export class ColumnNames {
  readonly names: string[] = []
  /** Each name as JSON writes it, up to its closing quote; null where escapes make it ambiguous. */
  readonly written: (string | null)[] = []
  readonly #places = new Map<string, number>()

  /** Place of a name, added at the end when new. */
  add(name: string): number {
    const known = this.#places.get(name)
    if (known !== undefined) return known
    if (this.names.length >= MAX_COLUMNS) {
      throw new VitrineError('source_too_large', { what: 'columns', limit: MAX_COLUMNS })
    }
    this.#places.set(name, this.names.length)
    this.written.push(/["\\]/.test(name) ? null : `${name}"`)
    return this.names.push(name) - 1
  }

  get hasRoom(): boolean {
    return this.names.length < MAX_COLUMNS
  }

  placeOf(name: string): number | undefined {
    return this.#places.get(name)
  }

  /** `wanted`, or the first of `wanted_2`, `wanted_3` … that is not taken. */
  free(wanted: string): string {
    let name = wanted
    for (let n = 2; this.#places.has(name); n++) name = `${wanted}_${n}`
    return name
  }
}
