import { LRUCache } from 'lru-cache'
import type { Statement } from '../../core/sql/compiled.ts'
import type { RecordStore } from '../ports/record-store.ts'

/**
 * Keys of all the records of an answer, in its order. Sorting a million texts takes the engine a second, and no page
 * but the first can be found without it; so the order is asked for once and kept, four bytes a record.
 */
export interface KeptOrders {
  /** `identity` names data, filters and order. Faults are those of the record store. */
  of(identity: string, statement: Statement, signal: AbortSignal): Promise<Uint32Array>
}

const KEY_BYTES = Uint32Array.BYTES_PER_ELEMENT

/** A bounded memory of orders, each asked for once however many wait for it. */
export function keptOrders(records: RecordStore, maxBytes: number): KeptOrders {
  const kept = new LRUCache<string, Uint32Array>({
    maxSize: maxBytes,
    sizeCalculation: (keys, identity) => keys.byteLength + identity.length * 2 + 512,
  })
  const asked = new Map<string, Promise<Uint32Array>>()

  const ask = (identity: string, statement: Statement, signal: AbortSignal): Promise<Uint32Array> => {
    const stream = records.stream(statement, { format: 'TSV', profile: 'export' }, signal)
    const keys = readKeys(stream).finally(() => asked.delete(identity))
    asked.set(identity, keys)
    return keys
  }

  return {
    of: async (identity, statement, signal) => {
      const known = kept.get(identity)
      if (known !== undefined) return known
      // whoever asked first may leave, which is no reason for the others to fail
      const other = await asked.get(identity)?.catch(() => undefined)
      const keys = other ?? (await ask(identity, statement, signal))
      kept.set(identity, keys)
      return keys
    },
  }
}

const LF = 10
const ZERO = 48

/** Whole numbers, one a line. */
async function readKeys(lines: AsyncIterable<Uint8Array>): Promise<Uint32Array> {
  let keys = new Uint32Array(65_536)
  let count = 0
  let key = 0
  for await (const chunk of lines)
    for (const byte of chunk) {
      if (byte !== LF) {
        key = key * 10 + (byte - ZERO)
        continue
      }
      if (count === keys.length) keys = grown(keys)
      keys[count++] = key
      key = 0
    }
  return keys.slice(0, count)
}

function grown(keys: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(keys.length * 2)
  larger.set(keys)
  return larger
}

/** Records whose order is kept in these many bytes. */
export const recordsKeptIn = (bytes: number): number => Math.floor(bytes / KEY_BYTES)
