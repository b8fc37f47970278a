import { LRUCache } from 'lru-cache'
import { asVitrineError } from '../../core/errors.ts'
import type { Log } from '../ports/log.ts'
import type { PreparedFile, PreparedFiles, PreparedKey } from '../ports/prepared-files.ts'

/** Makes the bytes of an export once more. */
export type MakeExport = (signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>

/** Exports remembered for having been asked for. */
const REMEMBERED = 2000
/** Files that wait to be made; more are forgotten, for whoever asks in a thousand ways must not keep the engine busy. */
const MOST_WAITING = 4
const NEVER = Number.POSITIVE_INFINITY

/**
 * Whole exports that are asked for again become files. At the second time one is made, beside whoever asks and at no
 * cost to them: a slow reader does not hold it up, and one who leaves does not spoil it. One is made at a time.
 */
export class PreparedExports {
  readonly #files: PreparedFiles
  readonly #log: Log
  readonly #asked = new LRUCache<string, number>({ max: REMEMBERED })
  readonly #stop = new AbortController()
  #last: Promise<void> = Promise.resolve()
  #waiting = 0

  constructor(files: PreparedFiles, log: Log) {
    this.#files = files
    this.#log = log
  }

  find(key: PreparedKey): Promise<PreparedFile | null> {
    return this.#files.find(key)
  }

  /** Tells that an export is being answered for want of a file. */
  asked(key: PreparedKey, make: MakeExport): void {
    const id = `${key.revisionId}.${key.name}`
    const times = (this.#asked.get(id) ?? 0) + 1
    if (times === 2 && this.#waiting >= MOST_WAITING) return
    this.#asked.set(id, times)
    if (times !== 2) return
    this.#waiting++
    this.#last = this.#last.then(async () => {
      await this.#make(key, id, make)
      this.#waiting--
    })
  }

  /** Gives up what is being made, and waits for it to end. */
  async close(): Promise<void> {
    this.#stop.abort()
    await this.#last
  }

  async #make(key: PreparedKey, id: string, make: MakeExport): Promise<void> {
    const { signal } = this.#stop
    if (signal.aborted) return
    try {
      const kept = await this.#files.keep(key, await make(signal), signal)
      // a lost file is made again at the second time; what has no room is not tried again
      if (kept) this.#asked.delete(id)
      else this.#asked.set(id, NEVER)
    } catch (thrown) {
      this.#asked.delete(id)
      if (!signal.aborted) this.#log.warn('export_not_prepared', { code: asVitrineError(thrown).code })
    }
  }
}
