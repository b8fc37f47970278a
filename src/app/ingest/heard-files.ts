import type { LoadListener } from '../ports/ingest-runner.ts'
import type { Ports } from '../ports/ports.ts'

/** Writes down the files that a load tells of, in their order; `kept` waits for all of them, and rejects when one failed. */
export function heardFiles(
  { recordFiles }: Pick<Ports, 'recordFiles'>,
  revisionId: number,
): Pick<LoadListener, 'onFiles'> & { kept(): Promise<void> } {
  let last: Promise<void> = Promise.resolve()
  return {
    onFiles: files => {
      last = last.then(() => recordFiles.keep(revisionId, files))
      // told to whoever waits
      last.catch(() => undefined)
    },
    kept: () => last,
  }
}
