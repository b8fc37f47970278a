/** `2026-11-21.1`: the day in UTC, then a counter within it (privacy.md §3.2). */
export const VERSION_NAME = /^\d{4}-\d{2}-\d{2}\.[1-9]\d*$/

/** Name of the version that follows `newest` on the day of `at`. Later versions are never named before earlier ones. */
export function nextVersionName(newest: string | null, at: Date): string {
  const today = at.toISOString().slice(0, 10)
  if (newest === null) return `${today}.1`
  const [day = '', counter = '0'] = newest.split('.')
  // a clock that was set back goes on with the later day
  return day >= today ? `${day}.${Number(counter) + 1}` : `${today}.1`
}
