import type { Session } from 'chdb'
import { makePipe } from './named-pipe.ts'
import { sqlString } from './sql-text.ts'

/** Formats that are one document, which the engine streams to a file only (engine.md §1). */
export const FILED = new Set(['Parquet'])

/** The bytes of a statement in such a format; rejects when it fails, also in the middle. */
export async function* fileStream(
  session: Session,
  sql: string,
  { folder, format }: { readonly folder: string; readonly format: string },
): AsyncGenerator<Uint8Array> {
  const pipe = await makePipe(folder)
  const ended = session
    .queryAsync(`${sql} INTO OUTFILE ${sqlString(pipe.path)} TRUNCATE FORMAT ${format}`)
    .finally(() => pipe.finish())
  ended.catch(() => undefined)
  try {
    yield* pipe.chunks
    await ended
  } finally {
    await pipe.leave()
    await ended.catch(() => undefined)
  }
}
