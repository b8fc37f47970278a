/** What a generated file holds, known from writing it; sums leave out the records that do not fit. */
export interface GeneratedFacts {
  readonly bytes: number
  /** Records, those that do not fit included. */
  readonly rows: number
  /** 1-based lines on which a record begins whose quantity is no number. */
  readonly dirtyLines: readonly number[]
  readonly quantitySum: number
  readonly quantityNulls: number
  /** Sum of amount in hundredths, exact. */
  readonly amountCents: bigint
  readonly activeTrue: number
  readonly noteNulls: number
  readonly firstDay: string
  readonly lastDay: string
}

export interface GeneratorOptions {
  /** Ends after the record that reaches it. */
  readonly bytes?: number
  readonly rows?: number
  /** Every so many records one does not fit; 0 for none. */
  readonly dirtEvery: number
  readonly seed: number
}

export const HEADER = 'id,code,name,amount,quantity,active,day,seen_at,position,note\n'

const STREETS = [
  'rue de la Loi',
  'Høyveien',
  'Calle Mayor, 7',
  'place "Royale"',
  'Straße des 17. Juni',
  'زنقة 5',
]
const NOTES = ['', '', '', 'checked', 'two lines\nin one cell', 'a comma, a "quote"']

/** mulberry32: small, fast, the same numbers everywhere. */
const randomOf = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const padded = (value: number, width: number): string => String(value).padStart(width, '0')
const FIRST_DAY = Date.UTC(2010, 0, 1)
const DAYS = Array.from({ length: 5000 }, (_, day) =>
  new Date(FIRST_DAY + day * 86_400_000).toISOString().slice(0, 10),
)
const NAMES = STREETS.map(quoted)
const QUOTED_NOTES = NOTES.map(note => ({
  text: quoted(note),
  lines: note.split('\n').length,
  empty: note === '',
}))

/**
 * Rows of a realistic table of mixed types, and at the end what they hold: codes with leading zeros, amounts with
 * two decimals, quantities with gaps, quoted cells with separators, quotes and line feeds, points as text.
 */
export class RowGenerator {
  readonly #options: GeneratorOptions
  readonly #random: () => number
  readonly #dirtyLines: number[] = []
  #bytes = Buffer.byteLength(HEADER)
  #rows = 0
  #line = 2
  #quantitySum = 0
  #quantityNulls = 0
  #cents = 0
  #carriedCents = 0n
  #activeTrue = 0
  #noteNulls = 0
  #firstDay = DAYS.length
  #lastDay = -1

  constructor(options: GeneratorOptions) {
    this.#options = options
    this.#random = randomOf(options.seed)
  }

  get done(): boolean {
    const { rows = Number.POSITIVE_INFINITY, bytes = Number.POSITIVE_INFINITY } = this.#options
    return this.#rows >= rows || this.#bytes >= bytes
  }

  /** The next record with its line end. */
  next(): string {
    const random = this.#random
    const id = ++this.#rows
    const dirty = this.#options.dirtEvery > 0 && id % this.#options.dirtEvery === 0
    const cents = (random() % 20_000_000) - 1_000_000
    const quantity = random() % 8 === 0 ? null : random() % 1000
    const active = random() % 2 === 0
    const day = random() % DAYS.length
    const note = QUOTED_NOTES[random() % QUOTED_NOTES.length] ?? { text: '', lines: 1, empty: true }
    if (dirty) this.#dirtyLines.push(this.#line)
    else this.#count({ cents, quantity, active, day, noteless: note.empty })
    const spelledQuantity = dirty ? `${quantity ?? 1}x` : (quantity ?? '')
    const row = `${id},${padded(random() % 100_000, 5)},${NAMES[random() % NAMES.length]},${spell(cents)},${spelledQuantity},${active},${DAYS[day]},${this.#moment(day)},${this.#position()},${note.text}\n`
    this.#line += note.lines
    this.#bytes += Buffer.byteLength(row)
    return row
  }

  facts(): GeneratedFacts {
    return {
      bytes: this.#bytes,
      rows: this.#rows,
      dirtyLines: this.#dirtyLines,
      quantitySum: this.#quantitySum,
      quantityNulls: this.#quantityNulls,
      amountCents: this.#carriedCents + BigInt(this.#cents),
      activeTrue: this.#activeTrue,
      noteNulls: this.#noteNulls,
      firstDay: DAYS[this.#firstDay] ?? '',
      lastDay: DAYS[this.#lastDay] ?? '',
    }
  }

  #moment(day: number): string {
    const second = this.#random() % 86_400
    const [hours, minutes] = [Math.floor(second / 3600), Math.floor(second / 60) % 60]
    return `${DAYS[day]}T${padded(hours, 2)}:${padded(minutes, 2)}:${padded(second % 60, 2)}Z`
  }

  #position(): string {
    const lat = ((this.#random() % 1_800_001) - 900_000) / 10_000
    const lon = ((this.#random() % 3_600_001) - 1_800_000) / 10_000
    return `"${lat.toFixed(4)}, ${lon.toFixed(4)}"`
  }

  #count(row: {
    cents: number
    quantity: number | null
    active: boolean
    day: number
    noteless: boolean
  }): void {
    this.#cents += row.cents
    if (Math.abs(this.#cents) > 2 ** 50) {
      this.#carriedCents += BigInt(this.#cents)
      this.#cents = 0
    }
    if (row.quantity === null) this.#quantityNulls++
    else this.#quantitySum += row.quantity
    if (row.active) this.#activeTrue++
    if (row.noteless) this.#noteNulls++
    this.#firstDay = Math.min(this.#firstDay, row.day)
    this.#lastDay = Math.max(this.#lastDay, row.day)
  }
}

/** Hundredths as a decimal, also those between -1 and 0. */
const spell = (cents: number): string => {
  const whole = Math.floor(Math.abs(cents) / 100)
  return `${cents < 0 ? '-' : ''}${whole}.${padded(Math.abs(cents) % 100, 2)}`
}
