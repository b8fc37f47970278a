import { VitrineError } from '../errors.ts'

/** Takes exact lengths from bytes that come in chunks. */
export class BytePuller {
  readonly #chunks: AsyncIterator<Uint8Array>
  #held: Uint8Array[] = []
  #length = 0

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** The next `length` bytes in a buffer of their own; null when there are fewer. */
  async take(length: number): Promise<DataView<ArrayBuffer> | null> {
    while (this.#length < length) {
      const next = await this.#chunks.next()
      if (next.done === true) return null
      this.#held.push(next.value)
      this.#length += next.value.length
    }
    const bytes = new Uint8Array(length)
    for (let at = 0; at < length; ) {
      const [first = new Uint8Array(), ...rest] = this.#held
      const part = first.subarray(0, length - at)
      bytes.set(part, at)
      at += part.length
      if (part.length === first.length) this.#held = rest
      else this.#held[0] = first.subarray(part.length)
    }
    this.#length -= length
    return new DataView(bytes.buffer)
  }

  async close(): Promise<void> {
    await this.#chunks.return?.()
  }
}

export const damagedShapefile = (cause?: unknown): VitrineError =>
  new VitrineError('source_damaged', { format: 'shapefile' }, cause)
