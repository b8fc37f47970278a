import { setTimeout as sleep } from 'node:timers/promises'

/** What comes of it; null when nothing does, or not in time: a page may keep its browser busy for ever. */
export async function within<T>(milliseconds: number, coming: Promise<T>): Promise<T | null> {
  const over = new AbortController()
  const late = sleep(milliseconds, null, { signal: over.signal }).catch(() => null)
  try {
    return await Promise.race([coming.catch(() => null), late])
  } finally {
    over.abort()
  }
}
