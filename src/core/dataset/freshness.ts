/** Whether a dataset is as recent as its publisher promised. */
export type Freshness = 'on_time' | 'late' | 'unknown'

/** EU frequency codes whose promise can be kept or broken, in days, with the slack of half a period. */
const PERIOD_DAYS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    CONT: 1,
    UPDATE_CONT: 1,
    HOURLY: 1 / 24,
    BIHOURLY: 1 / 12,
    TRIHOURLY: 1 / 8,
    DAILY: 1,
    DAILY_2: 1 / 2,
    WEEKLY: 7,
    WEEKLY_2: 3.5,
    WEEKLY_3: 7 / 3,
    BIWEEKLY: 14,
    MONTHLY: 31,
    MONTHLY_2: 15.5,
    MONTHLY_3: 31 / 3,
    BIMONTHLY: 62,
    QUARTERLY: 92,
    ANNUAL_2: 183,
    ANNUAL_3: 122,
    ANNUAL: 366,
    BIENNIAL: 731,
    TRIENNIAL: 1096,
    QUADRENNIAL: 1461,
    QUINQUENNIAL: 1827,
    DECENNIAL: 3653,
  }),
)

const ISO_DATE = /^\d{4}-\d{2}-\d{2}/
const DAY = 86_400_000
const SLACK = 1.5

/** Codes that promise nothing more to come, so are never late. */
const ENDED = new Set(['NEVER', 'OP_DATPRO', 'NOT_PLANNED'])

/** `modified` is an ISO 8601 instant, `frequency` an EU authority code, `now` milliseconds since 1970. */
export function freshnessOf(modified: string | null, frequency: string | null, now: number): Freshness {
  if (frequency !== null && ENDED.has(frequency)) return 'on_time'
  const period = PERIOD_DAYS.get(frequency ?? '')
  const then = modified !== null && ISO_DATE.test(modified) ? Date.parse(modified) : Number.NaN
  if (period === undefined || Number.isNaN(then)) return 'unknown'
  return now - then <= Math.max(period * SLACK, 1) * DAY ? 'on_time' : 'late'
}
