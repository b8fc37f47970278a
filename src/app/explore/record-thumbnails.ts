import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { asVitrineError } from '../../core/errors.ts'
import type { ThumbnailSize } from '../../core/record/thumbnail-size.ts'
import type { Ports } from '../ports/ports.ts'
import type { PreparedFile } from '../ports/prepared-files.ts'
import type { RecordFile } from '../ports/record-file-store.ts'

/** A small picture that is asked for: of which file, of which revision. */
export interface AskedThumbnail {
  readonly revisionId: number
  readonly file: RecordFile
  readonly size: ThumbnailSize
}

/** Pictures remembered for being of no use. */
const REMEMBERED = 10_000

/**
 * Small pictures of the files of records: made once for all who ask at the same time, and kept with their revision as
 * long as there is room.
 */
export class RecordThumbnails {
  readonly #ports: Pick<Ports, 'prepared' | 'thumbnails' | 'log'>
  readonly #making = new Map<string, Promise<PreparedFile | null>>()
  readonly #unreadable = new LRUCache<string, true>({ max: REMEMBERED })

  constructor(ports: Pick<Ports, 'prepared' | 'thumbnails' | 'log'>) {
    this.#ports = ports
  }

  /** The picture; null when it cannot be read. Rejects with `overloaded`. */
  async find({ revisionId, file, size }: AskedThumbnail): Promise<PreparedFile | null> {
    const key = { revisionId, name: `thumbnail-${file.id}-${size}` }
    const kept = await this.#ports.prepared.find(key)
    if (kept !== null) return kept
    if (this.#unreadable.has(file.sha256)) return null
    const id = `${revisionId}.${key.name}`
    const making = this.#making.get(id) ?? this.#make(key, file.sha256, size)
    this.#making.set(id, making)
    return making.finally(() => this.#making.delete(id))
  }

  async #make(
    key: { readonly revisionId: number; readonly name: string },
    sha256: string,
    size: ThumbnailSize,
  ): Promise<PreparedFile | null> {
    const bytes = await this.#ports.thumbnails.make(sha256, size)
    if (bytes === null) {
      this.#unreadable.set(sha256, true)
      return null
    }
    const whole = async function* (start: number, end: number): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(start, end)
    }
    // a picture that cannot be kept is made again
    await this.#ports.prepared
      .keep(key, whole(0, bytes.length), new AbortController().signal)
      .catch(thrown => this.#ports.log.warn('thumbnail_not_kept', { code: asVitrineError(thrown).code }))
    return { size: bytes.length, sha256: hash('sha256', bytes, 'hex'), bytes: whole }
  }
}
