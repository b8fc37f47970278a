import { LRUCache } from 'lru-cache'
import { type ContentCoding, encodeBody, isCompressible } from './content-encoding.ts'
import type { Reply } from './reply.ts'

/** A reply as kept: its bytes, and the compressed forms that somebody has asked for. */
export interface KeptAnswer {
  readonly reply: Reply
  readonly bytes: Uint8Array
  /** The bytes in a coding, made at the first request for it. */
  encoded(coding: ContentCoding): { readonly coding: ContentCoding; readonly bytes: Uint8Array }
}

/** Below this, compression costs more than it saves. */
const SMALL = 1024

export function keptAnswer(reply: Reply, bytes: Uint8Array): KeptAnswer {
  const forms = new Map<ContentCoding, Uint8Array>()
  const worthIt = bytes.byteLength >= SMALL && isCompressible(reply.type)
  return {
    reply,
    bytes,
    encoded: asked => {
      const coding = worthIt ? asked : 'identity'
      if (coding === 'identity') return { coding, bytes }
      const known = forms.get(coding)
      const form = known ?? encodeBody(bytes, coding)
      if (known === undefined) forms.set(coding, form)
      return { coding, bytes: form }
    },
  }
}

/** Bounded memory of small answers, by a key that holds every version they depend on: nothing is ever purged. */
export interface AnswerCache {
  get(key: string): KeptAnswer | undefined
  put(key: string, answer: KeptAnswer): void
}

export function answerCache(maxBytes: number, maxAnswerBytes = 512 * 1024): AnswerCache {
  const answers = new LRUCache<string, KeptAnswer>({
    maxSize: maxBytes,
    maxEntrySize: maxAnswerBytes * 2,
    // room for the compressed forms and the key
    sizeCalculation: (answer, key) => answer.bytes.byteLength * 2 + key.length * 2 + 512,
  })
  return {
    get: key => answers.get(key),
    put: (key, answer) => {
      if (answer.bytes.byteLength <= maxAnswerBytes) answers.set(key, answer)
    },
  }
}
