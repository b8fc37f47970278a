import { LRUCache } from 'lru-cache'
import type { Prepared } from './explorer.ts'

/** Answers in memory, by the identity of their question: never stale, for the identity holds the version. */
export interface RememberedAnswers {
  /** The same question, asked of the engine only when no answer is kept. `weigh` tells about how many bytes one takes. */
  of<T extends object>(kind: string, prepared: Prepared<T>, weigh: (answer: T) => number): Prepared<T>
}

/** Bytes beside the answer itself: key, entry, list. */
const OVERHEAD = 512

/** A bounded memory of small answers; one that is larger than a hundredth of it is not kept. */
export function rememberedAnswers(maxBytes: number): RememberedAnswers {
  const kept = new LRUCache<string, { readonly answer: object; readonly bytes: number }>({
    maxSize: maxBytes,
    maxEntrySize: Math.floor(maxBytes / 100),
    sizeCalculation: ({ bytes }, key) => bytes + key.length * 2 + OVERHEAD,
  })
  return {
    of: (kind, prepared, weigh) => {
      if (prepared.identity === null) return prepared
      const key = `${kind}\n${prepared.identity}`
      return {
        identity: prepared.identity,
        run: async signal => {
          const known = kept.get(key)
          // the key names kind and question, so what lies under it is this question's answer
          if (known !== undefined) return known.answer as Awaited<ReturnType<typeof prepared.run>>
          const answer = await prepared.run(signal)
          kept.set(key, { answer, bytes: weigh(answer) })
          return answer
        },
      }
    },
  }
}
