/** Types of the compact protocol (Thrift) with a size of their own. */
const TRUE = 1
const FALSE = 2
const BYTE = 3
const DOUBLE = 7
const BINARY = 8
const LIST = 9
const SET = 10
const STRUCT = 12

/** Bytes that are no page header. */
export class PageFault extends Error {}

/** What a page header claims (parquet.thrift); -1 where it says nothing. */
export interface PageHeader {
  /** 0 data, 2 dictionary, 3 data in the second version. */
  type: number
  inflated: number
  stored: number
  values: number
  encoding: number
  /** Bytes of levels before the values, in the second version. */
  definitionBytes: number
  repetitionBytes: number
  isCompressed: boolean
}

const DATA = 5
const DICTIONARY = 7
const DATA_2 = 8

/** Reads page headers one after the other, wherever `at` stands. */
export class PageHeaderReader {
  at = 0
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  read(): PageHeader {
    const page: PageHeader = {
      type: -1,
      inflated: -1,
      stored: -1,
      values: 0,
      encoding: -1,
      definitionBytes: 0,
      repetitionBytes: 0,
      isCompressed: true,
    }
    this.#struct(0, (id, type) => {
      if (id === 1) page.type = this.#zigzag()
      else if (id === 2) page.inflated = this.#zigzag()
      else if (id === 3) page.stored = this.#zigzag()
      else if (type === STRUCT && (id === DATA || id === DICTIONARY))
        this.#struct(1, inner => this.#inData(page, inner))
      else if (type === STRUCT && id === DATA_2)
        this.#struct(1, (inner, kind) => this.#inData2(page, inner, kind))
      else return false
      return true
    })
    return page
  }

  #inData(page: PageHeader, id: number): boolean {
    if (id === 1) page.values = this.#zigzag()
    else if (id === 2) page.encoding = this.#zigzag()
    else return false
    return true
  }

  #inData2(page: PageHeader, id: number, type: number): boolean {
    if (id === 1) page.values = this.#zigzag()
    else if (id === 4) page.encoding = this.#zigzag()
    else if (id === 5) page.definitionBytes = this.#zigzag()
    else if (id === 6) page.repetitionBytes = this.#zigzag()
    else if (id === 7) page.isCompressed = type === TRUE
    else return false
    return true
  }

  #byte(): number {
    const byte = this.#bytes[this.at++]
    if (byte === undefined) throw new PageFault('short')
    return byte
  }

  #varint(): number {
    let value = 0
    for (let scale = 1; scale < 2 ** 70; scale *= 128) {
      const byte = this.#byte()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
    throw new PageFault('varint')
  }

  #zigzag(): number {
    const value = this.#varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  /** Visits the fields of a struct; `visit` reads a value, or returns false to have it passed. */
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
    else if (type === DOUBLE) this.#passBytes(8)
    else if (type === BYTE) this.#passBytes(1)
    else if (type > BYTE && type < DOUBLE) this.#varint()
    else if (type !== TRUE && type !== FALSE) throw new PageFault('type')
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
}
