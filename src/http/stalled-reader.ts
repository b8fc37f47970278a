import type { ServerResponse } from 'node:http'

/** How long a reader may take nothing of what is ready for them. */
const PATIENCE_MS = 30_000

/**
 * Breaks off an answer whose reader has stopped reading: behind a stream there is a query, and the engine runs but a few
 * of them at once. An answer that waits for the engine is left alone.
 */
export function breakOffWhenStalled(response: ServerResponse, patienceMs = PATIENCE_MS): void {
  response.setTimeout(patienceMs, () => {
    if (response.writableLength > 0) response.destroy()
  })
}
