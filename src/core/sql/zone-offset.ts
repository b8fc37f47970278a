import { type Fragment, sql } from './fragment.ts'

/**
 * Seconds that clocks of `zone` are ahead of UTC at a moment, from what both show: the engine's own
 * `timezoneOffset` (26.7) is a day too large in many zones for most of the years before 1970.
 */
export function offsetSeconds(moment: Fragment, zone: Fragment): Fragment {
  const ahead = (part: (zone: Fragment) => Fragment): Fragment => sql`(${part(zone)} - ${part(sql`'UTC'`)})`
  const hours = ahead(z => sql`toHour(${moment}, ${z})`)
  const minutes = ahead(z => sql`toMinute(${moment}, ${z})`)
  const seconds = ahead(z => sql`toSecond(${moment}, ${z})`)
  const days = sql`sign(${ahead(z => sql`toInt64(toYYYYMMDD(${moment}, ${z}))`)})`
  return sql`(${days} * 86400 + ${hours} * 3600 + ${minutes} * 60 + ${seconds})`
}
