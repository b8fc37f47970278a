import type { GeoJsonGeometry } from './reader.ts'

const MAX_DEPTH = 16
const TYPES = [
  '',
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
  'GeometryCollection',
]
/** Flags of the PostGIS dialect (EWKB). */
const EWKB_Z = 0x80000000
const EWKB_M = 0x40000000
const EWKB_SRID = 0x20000000

class WkbFault extends Error {}

interface Header {
  readonly type: number
  readonly little: boolean
  readonly z: boolean
  readonly m: boolean
}

/** Reads one geometry; every count is checked against the bytes that are left. */
class WkbReader {
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get isAtEnd(): boolean {
    return this.#at === this.#view.byteLength
  }

  geometry(depth = 0): GeoJsonGeometry {
    if (depth > MAX_DEPTH) throw new WkbFault('too deep')
    const header = this.#header()
    const type = TYPES[header.type] ?? ''
    if (header.type === 1) return { type, coordinates: this.#point(header) }
    if (header.type === 2) return { type, coordinates: this.#line(header) }
    if (header.type === 3)
      return { type, coordinates: this.#many(header.little, 4, () => this.#line(header)) }
    const parts = this.#many(header.little, 5, () => this.geometry(depth + 1))
    return header.type === 7
      ? { type, geometries: parts }
      : { type, coordinates: parts.map(({ coordinates }) => coordinates) }
  }

  #header(): Header {
    const order = this.#view.getUint8(this.#at++)
    if (order > 1) throw new WkbFault('byte order')
    const little = order === 1
    const raw = this.#count(little)
    const plain = raw & 0x1fffffff
    const flags = Math.floor(plain / 1000)
    const type = plain % 1000
    if (type < 1 || type > 7 || flags > 3) throw new WkbFault('type')
    if (raw & EWKB_SRID) this.#at += 4
    const z = flags === 1 || flags === 3 || (raw & EWKB_Z) !== 0
    return { type, little, z, m: flags >= 2 || (raw & EWKB_M) !== 0 }
  }

  #count(little: boolean): number {
    const count = this.#view.getUint32(this.#at, little)
    this.#at += 4
    return count
  }

  #many<T>(little: boolean, leastBytes: number, read: () => T): readonly T[] {
    const count = this.#count(little)
    if (count * leastBytes > this.#view.byteLength - this.#at) throw new WkbFault('count')
    return Array.from({ length: count }, read)
  }

  #line(header: Header): readonly (readonly number[])[] {
    return this.#many(header.little, 16, () => this.#position(header))
  }

  /** The measure is passed, as GeoJSON has none. */
  #position({ little, z, m }: Header): readonly number[] {
    const position = [this.#number(little), this.#number(little)]
    if (z) position.push(this.#number(little))
    if (m) this.#number(little)
    return position
  }

  /** An empty point is written with NaN. */
  #point(header: Header): readonly number[] {
    const position = this.#position(header)
    return position.some(Number.isNaN) ? [] : position
  }

  #number(little: boolean): number {
    const number = this.#view.getFloat64(this.#at, little)
    this.#at += 8
    return number
  }
}

/** The geometry that bytes are in well-known binary (OGC 06-103r4, and PostGIS's dialect); null when they are none. */
export const readWkb = (bytes: Uint8Array): GeoJsonGeometry | null => {
  try {
    const reader = new WkbReader(bytes)
    const geometry = reader.geometry()
    return reader.isAtEnd ? geometry : null
  } catch (thrown) {
    if (thrown instanceof WkbFault || thrown instanceof RangeError) return null
    throw thrown
  }
}
