import type { Log } from '../../src/app/ports/log.ts'

/** A log that keeps event names, for tests that ask what was told. */
export const quietLog = (): Log & { readonly events: string[] } => {
  const events: string[] = []
  const keep = (event: string): void => void events.push(event)
  return { events, info: keep, warn: keep, error: keep }
}
