import { dateOrders, scanDate, scanned } from '../record/types-date.ts'
import { asGeometry, coordinatePair, isLatitude, isLongitude } from '../record/types-geo.ts'
import {
  DECIMAL,
  hasLeadingZero,
  INTEGER,
  NUMBER_FORMATS,
  numberFormats,
  plainNumber,
} from '../record/types-number.ts'
import { isBooleanWord, isMissingMarker } from '../record/types-value.ts'

/** Smallest and largest of a part of the column's dates. */
class Range {
  least = Number.POSITIVE_INFINITY
  most = Number.NEGATIVE_INFINITY

  add(value: number): void {
    if (value < this.least) this.least = value
    if (value > this.most) this.most = value
  }

  get width(): number {
    return this.most - this.least
  }
}

const DOT_GROUP = /^-?[1-9]\d{0,2}\.\d{3}$/

/** `3E4`: more often a code than a number. */
const BARE_EXPONENT = /^\d+[eE]\d+$/

/** How many values of a column look like what. Every decision on its type is taken from these counts alone. */
export class Tally {
  /** Plain integers up to 2^53, those with more than three digits, those below zero. */
  integers = 0
  thousands = 0
  negatives = 0
  decimals = 0
  /** Decimals that may be thousands as well: `1.234`. */
  dotGroups = 0
  /** Digits only, but no quantity: `007`, `+33…`, over 2^53. */
  zeroLed = 0
  plusSigned = 0
  wide = 0
  /** By index of `NUMBER_FORMATS`: numbers written with another mark than one dot, and those with a fraction. */
  readonly numbers = NUMBER_FORMATS.map(() => 0)
  readonly fractions = NUMBER_FORMATS.map(() => 0)
  /** By index of `DATE_ORDERS`. */
  readonly dates = [0, 0, 0, 0, 0, 0, 0]
  readonly dateParts = [new Range(), new Range(), new Range()] as const
  dated = 0
  timed = 0
  zoned = 0
  /** Pairs of numbers, by which of the two may be which; those with a fraction. */
  latitudeFirst = 0
  longitudeFirst = 0
  precise = 0
  readonly words = new Map<string, number>()
  markers = 0
  geometries = 0
  documents = 0
  /** Nothing of the above. */
  other = 0

  /** Counts a text that is not blank. */
  add(value: string, weight: number): void {
    const first = value.charCodeAt(0)
    const edge = first <= 32 || first === 0xa0 || value.charCodeAt(value.length - 1) <= 32
    const text = edge ? value.trim() : value
    const code = edge ? text.charCodeAt(0) : first
    if ((code >= 48 && code <= 57) || code === 45 || code === 43 || code === 46) this.#numeric(text, weight)
    else if (code === 123 || code === 91) this.#json(text, weight)
    else this.#word(text, weight)
  }

  #numeric(text: string, weight: number): void {
    const plain = plainNumber(text)
    if (plain === INTEGER) {
      this.integers += weight
      if (text.charCodeAt(0) === 45) this.negatives += weight
      if (text.length > 3) {
        this.thousands += weight
        if (text.length >= 8 && scanDate(text)) this.#date(dateOrders(), weight)
      }
    } else if (plain === DECIMAL) {
      this.decimals += weight
      if (DOT_GROUP.test(text)) this.dotGroups += weight
      if (text.charCodeAt(0) === 45) this.negatives += weight
    } else if (scanDate(text)) {
      const orders = dateOrders()
      if (orders === 0) this.#marked(text, weight)
      else this.#date(orders, weight)
    } else this.#marked(text, weight)
  }

  #date(orders: number, weight: number): void {
    if (orders === 0) return
    this.dated += weight
    for (let i = 0; i < this.dates.length; i++)
      if ((orders & (1 << i)) !== 0) this.dates[i] = (this.dates[i] ?? 0) + weight
    this.dateParts[0].add(scanned.a)
    this.dateParts[1].add(scanned.b)
    this.dateParts[2].add(scanned.c)
    if (scanned.hasTime) this.timed += weight
    if (scanned.hasOffset) this.zoned += weight
  }

  #marked(text: string, weight: number): void {
    // no number has a comma before a space
    const spaced = text.includes(', ') || text.includes(';')
    const formats = spaced || BARE_EXPONENT.test(text) ? 0 : numberFormats(text)
    if (formats !== 0) {
      this.#number(text, formats, weight)
      if (text.includes(',')) this.#pair(text, weight, true)
    } else if (isMissingMarker(text)) this.markers += weight
    else this.#pair(text, weight)
  }

  #number(text: string, formats: number, weight: number): void {
    if (hasLeadingZero(text)) this.zeroLed += weight
    else if (/^-?\d+$/.test(text)) this.wide += weight
    else if (/^\+\d+$/.test(text)) this.plusSigned += weight
    else {
      if (text.charCodeAt(0) === 45) this.negatives += weight
      for (let i = 0; i < NUMBER_FORMATS.length; i++) {
        if ((formats & (1 << i)) === 0) continue
        this.numbers[i] = (this.numbers[i] ?? 0) + weight
        if (text.includes(NUMBER_FORMATS[i]?.decimal ?? '.') || /[eE]/.test(text))
          this.fractions[i] = (this.fractions[i] ?? 0) + weight
      }
    }
  }

  /** `number` says that the text is one already: two whole numbers, or one with a comma. */
  #pair(text: string, weight: number, number = false): void {
    const pair = coordinatePair(text)
    if (pair === undefined) {
      if (!number) this.other += weight
      return
    }
    const { first, second } = pair
    if (text.includes('.')) this.precise += weight
    const latitudeFirst = isLatitude(first) && isLongitude(second)
    const longitudeFirst = isLongitude(first) && isLatitude(second)
    if (latitudeFirst) this.latitudeFirst += weight
    if (longitudeFirst) this.longitudeFirst += weight
    if (!latitudeFirst && !longitudeFirst && !number) this.other += weight
  }

  #json(text: string, weight: number): void {
    const kind = jsonKind(text)
    if (kind === 'geometry') this.geometries += weight
    if (kind !== 'none') this.documents += weight
    else this.#pair(text, weight)
  }

  #word(text: string, weight: number): void {
    if (isBooleanWord(text)) {
      const word = text.toLowerCase()
      this.words.set(word, (this.words.get(word) ?? 0) + weight)
    } else if (isMissingMarker(text)) this.markers += weight
    else this.other += weight
  }
}

function jsonKind(text: string): 'geometry' | 'document' | 'none' {
  const last = text.charCodeAt(text.length - 1)
  if (last !== 125 && last !== 93) return 'none'
  try {
    const value: unknown = JSON.parse(text)
    return asGeometry(value) === undefined ? 'document' : 'geometry'
  } catch {
    return 'none'
  }
}
