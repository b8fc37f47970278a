import { type Coordinates, DEEPEST_COLLECTION, type Geometry, type PlainType } from './geometry.ts'

const TYPES: readonly PlainType[] = [
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
]
const COLLECTION = 7
const Z = 0x80000000
const M = 0x40000000
const SRID = 0x20000000

class NoWkb extends Error {}

/**
 * Well-known binary as hexadecimal digits (OGC 06-103r4 §8), either byte order, heights left out; null when it is none
 * or names a reference system.
 */
export function fromWkb(hex: string): Geometry | null {
  if (hex.length % 2 !== 0) return null
  const bytes = Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  )
  try {
    const input = new Input(bytes)
    const geometry = readGeometry(input, 0)
    return input.ended ? geometry : null
  } catch (thrown) {
    if (thrown instanceof NoWkb || thrown instanceof RangeError) return null
    throw thrown
  }
}

/** Reading beyond the end throws the platform's `RangeError`. */
class Input {
  readonly #view: DataView
  #at = 0
  littleEndian = true

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer)
  }

  get ended(): boolean {
    return this.#at === this.#view.byteLength
  }

  byte(): number {
    return this.#view.getUint8(this.#at++)
  }

  count(): number {
    this.#at += 4
    return this.#view.getUint32(this.#at - 4, this.littleEndian)
  }

  double(): number {
    this.#at += 8
    return this.#view.getFloat64(this.#at - 8, this.littleEndian)
  }

  /** As many items as the next count says, which the bytes left must be able to hold. */
  list<T>(item: () => T): readonly T[] {
    const count = this.count()
    if (count > this.#view.byteLength - this.#at) throw new NoWkb()
    return Array.from({ length: count }, item)
  }
}

function readGeometry(input: Input, depth: number): Geometry {
  if (depth > DEEPEST_COLLECTION) throw new NoWkb()
  input.littleEndian = input.byte() === 1
  const code = input.count()
  if ((code & SRID) !== 0) throw new NoWkb()
  const plain = code & 0xffff
  const extra = Math.floor(plain / 1000)
  const dimensions =
    2 + ((code & Z) !== 0 ? 1 : 0) + ((code & M) !== 0 ? 1 : 0) + (extra === 3 ? 2 : extra > 0 ? 1 : 0)
  const kind = plain % 1000
  if (kind === COLLECTION)
    return { type: 'GeometryCollection', geometries: input.list(() => readGeometry(input, depth + 1)) }
  const type = TYPES[kind - 1]
  if (type === undefined) throw new NoWkb()
  return { type, coordinates: readCoordinates(input, type, { dimensions, depth }) }
}

interface Read {
  readonly dimensions: number
  readonly depth: number
}

function readCoordinates(input: Input, type: PlainType, read: Read): Coordinates {
  const position = (): Coordinates => Array.from({ length: read.dimensions }, () => input.double())
  switch (type) {
    case 'Point':
      return position()
    case 'LineString':
      return input.list(position)
    case 'Polygon':
      return input.list(() => input.list(position))
    default:
      return input.list(() => readPart(input, type, read))
  }
}

/** A part of a geometry of many is a geometry of its own. */
function readPart(input: Input, type: PlainType, { depth }: Read): Coordinates {
  const part = readGeometry(input, depth + 1)
  if (part.type === 'GeometryCollection' || `Multi${part.type}` !== type) throw new NoWkb()
  return part.coordinates
}
