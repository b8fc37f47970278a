/** Bytes handed in to the readers: sequential for streams of text, random access for archives and Parquet. */
export interface ByteSource {
  /** The name the bytes came with, a hint for detection only. */
  readonly name: string
  readonly size: number
  /** All bytes in order, in chunks of bounded size; may be called again for another pass. */
  stream(): AsyncIterable<Uint8Array>
  /** Exactly `length` bytes from `offset`; fewer only at the end. */
  read(offset: number, length: number): Promise<Uint8Array>
}
