import { VitrineError } from '../errors.ts'
import { MORE } from './json-cursor.ts'
import type { JsonScanner } from './json-scanner.ts'
import type { RawBatch, RawFault, RawValue } from './reader.ts'

const BATCH_RECORDS = 1024
const BATCH_CHARS = 1024 * 1024

/** Given by a reading method when there is no more record. */
export const NO_MORE = Symbol('no more records')
/** Given for something that is neither record nor fault, such as a blank line. */
export const NOTHING = Symbol('nothing')

/** What one reading step gives. */
export type Item = readonly RawValue[] | Omit<RawFault, 'line'> | typeof NO_MORE | typeof NOTHING

/** Thrown when the reader was told to stop. */
export const throwIfAborted = (signal: AbortSignal): void => {
  if (signal.aborted) throw new VitrineError('aborted')
}

/** Batches of what `read` gives, numbered on from `count`. */
export async function* collect(
  scanner: JsonScanner,
  read: () => Item,
  signal: AbortSignal,
  count = { records: 0 },
): AsyncGenerator<RawBatch> {
  let batch = emptyBatch()
  let started = scanner.offset
  for (;;) {
    const item = scanner.attempt(read)
    if (item === MORE) {
      await scanner.refill()
      continue
    }
    if (item === NO_MORE) break
    count.records++
    if (item === NOTHING) continue
    addItem(batch, item, count.records)
    if (batch.lines.length + batch.faults.length >= BATCH_RECORDS || scanner.offset - started > BATCH_CHARS) {
      yield batch
      throwIfAborted(signal)
      batch = emptyBatch()
      started = scanner.offset
    }
  }
  if (batch.lines.length + batch.faults.length > 0) yield batch
}

const emptyBatch = () => ({
  rows: [] as (readonly RawValue[])[],
  lines: [] as number[],
  faults: [] as RawFault[],
})

const addItem = (
  batch: ReturnType<typeof emptyBatch>,
  item: readonly RawValue[] | Omit<RawFault, 'line'>,
  line: number,
): void => {
  if ('reason' in item) batch.faults.push({ line, ...item })
  else {
    batch.rows.push(item)
    batch.lines.push(line)
  }
}
