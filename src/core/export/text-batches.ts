import { Buffer } from 'node:buffer'

/** Bytes of texts gathered until there are enough to be worth a write. */
const ENOUGH = 64 * 1024

/** Texts as UTF-8 in pieces of some size. */
export async function* utf8(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let held = ''
  for await (const text of texts) {
    held += text
    if (held.length < ENOUGH) continue
    yield Buffer.from(held)
    held = ''
  }
  if (held !== '') yield Buffer.from(held)
}
