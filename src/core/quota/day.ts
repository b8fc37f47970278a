const DAY_MS = 86_400_000

/** A day of quotas, from midnight UTC (explore-api §3.1). */
export interface QuotaDay {
  /** `2026-07-28`. */
  readonly name: string
  /** First instant of the next one, Unix milliseconds. */
  readonly end: number
}

/** The day of an instant, Unix milliseconds. */
export function quotaDay(now: number): QuotaDay {
  const start = Math.floor(now / DAY_MS) * DAY_MS
  return { name: new Date(start).toISOString().slice(0, 10), end: start + DAY_MS }
}

/** `2026-07-28 00:00:00+00:00`, as `X-RateLimit-Reset` says it. */
export const resetHeader = (end: number): string =>
  `${new Date(end).toISOString().slice(0, 19).replace('T', ' ')}+00:00`

/** `2026-07-28T00:00:00Z`, as the body of a refusal says it (explore-api §3.2). */
export const resetTime = (end: number): string => `${new Date(end).toISOString().slice(0, 19)}Z`
