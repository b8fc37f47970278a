/** Values of one column in one row group, at most: more would not fit any memory. */
export const MAX_CHUNK_VALUES = 2 ** 26
const MAX_PAGE_BYTES = 1024 ** 3

/** Types of the compact protocol (Thrift) with a size of their own. */
const BYTE = 3
const DOUBLE = 7
const BINARY = 8
const LIST = 9
const SET = 10
const STRUCT = 12

class PageFault extends Error {}

/** Reads page headers, as far as their sizes go. */
class HeaderReader {
  at = 0
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  #byte(): number {
    const byte = this.#bytes[this.at++]
    if (byte === undefined) throw new PageFault('short')
    return byte
  }

  #varint(): number {
    let value = 0
    for (let shift = 1; shift < 2 ** 70; shift *= 128) {
      const byte = this.#byte()
      value += (byte & 0x7f) * shift
      if (byte < 0x80) return value
    }
    throw new PageFault('varint')
  }

  #zigzag(): number {
    const value = this.#varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  /** Visits the fields of a struct: `visit` gets id and type, and reads the value or returns false to pass it. */
  #struct(depth: number, visit: (id: number, type: number) => boolean): void {
    if (depth > 16) throw new PageFault('deep')
    for (let id = 0; ; ) {
      const head = this.#byte()
      if (head === 0) return
      const type = head & 0x0f
      id = head >> 4 === 0 ? this.#zigzag() : id + (head >> 4)
      if (!visit(id, type)) this.#pass(type, depth)
    }
  }

  #pass(type: number, depth: number): void {
    if (type === STRUCT) this.#struct(depth + 1, () => false)
    else if (type === LIST || type === SET) this.#passList(depth)
    else if (type === BINARY) this.#passBytes(this.#varint())
    else if (type === DOUBLE) this.at += 8
    else if (type === BYTE) this.at++
    else if (type > BYTE && type < DOUBLE) this.#varint()
    else if (type !== 1 && type !== 2) throw new PageFault('type')
  }

  #passBytes(count: number): void {
    this.at += count
  }

  #passList(depth: number): void {
    const head = this.#byte()
    const count = head >> 4 === 15 ? this.#varint() : head >> 4
    if (count > this.#bytes.length) throw new PageFault('list')
    for (let item = 0; item < count; item++) this.#pass(head & 0x0f, depth + 1)
  }

  /** Sizes and the number of values (of a data page) in the header at hand. */
  header(): { readonly stored: number; readonly inflated: number; readonly values: number } {
    const found = { stored: -1, inflated: -1, values: 0 }
    this.#struct(0, (id, type) => {
      if (id === 2) found.inflated = this.#zigzag()
      else if (id === 3) found.stored = this.#zigzag()
      else if ((id === 5 || id === 8) && type === STRUCT)
        this.#struct(1, inner => inner === 1 && this.#values(found))
      else return false
      return true
    })
    return found
  }

  #values(found: { values: number }): boolean {
    found.values = this.#zigzag()
    return true
  }
}

/**
 * Whether the headers of the pages in these bytes claim sizes and numbers of values that can be: pages inside
 * the bytes, at most `values` values in all. A decoder that believes other claims fills the memory first.
 */
export const arePagesSound = (bytes: Uint8Array, values: number): boolean => {
  const reader = new HeaderReader(bytes)
  let seen = 0
  try {
    while (reader.at < bytes.length - 1) {
      const page = reader.header()
      if (page.stored < 0 || page.inflated < 0 || page.inflated > MAX_PAGE_BYTES || page.values < 0)
        return false
      reader.at += page.stored
      seen += page.values
      if (reader.at > bytes.length || seen > values) return false
    }
    return true
  } catch (thrown) {
    if (thrown instanceof PageFault) return false
    throw thrown
  }
}
