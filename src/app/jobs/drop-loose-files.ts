import type { Ports } from '../ports/ports.ts'

/** What a load that is on its way has written is its own long before this; loads end after six hours at most. */
const GRACE_MS = 86_400_000

/**
 * Removes the files of records that no revision names which can still be read, a day after anybody wrote them last.
 * Returns how many.
 */
export async function dropLooseFiles(
  { recordFiles, blobs, clock }: Pick<Ports, 'recordFiles' | 'blobs' | 'clock'>,
  signal: AbortSignal,
): Promise<number> {
  const before = new Date(clock.now().getTime() - GRACE_MS)
  const gone: string[] = []
  for (const sha256 of await recordFiles.listLoose()) {
    if (signal.aborted) break
    if (await blobs.remove(sha256, before)) gone.push(sha256)
  }
  if (gone.length > 0) await recordFiles.forget(gone)
  return gone.length
}
