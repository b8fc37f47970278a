import type { BoundValue } from '../odsql/bound.ts'
import { civilOf, instantOf } from '../odsql/civil.ts'
import { type Fragment, param } from './fragment.ts'
import type { QueryTable } from './query-table.ts'

export type BoundCall = BoundValue & { readonly kind: 'call' }

/** What expressions are compiled against. */
export interface Scope {
  readonly table: QueryTable
  readonly timezone: string
  readonly language: string
  readonly now: number
  /** Lists whose elements are meant, by field number: the name of the element. */
  readonly elements: ReadonlyMap<number, Fragment>
  /** Names of the group keys; empty when ungrouped. */
  readonly keys: readonly Fragment[]
  /** Rendering of aggregates; null where they are computed in place. */
  readonly aggregate: ((call: BoundCall, make: () => Fragment) => Fragment) | null
}

const pad = (value: number, length: number): string => String(value).padStart(length, '0')

/** A moment of UTC as the engine reads it; years stay within what it can hold. */
export function moment(ms: number): Fragment {
  const date = new Date(Math.min(Math.max(ms, -62_135_596_800_000), 253_402_300_799_999))
  const day = `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(n => pad(n, 2)).join(':')
  return param(`${day} ${clock}.${pad(date.getUTCMilliseconds(), 3)}`, "DateTime64(3, 'UTC')")
}

/**
 * A civil moment of a literal as a moment of the column it meets: an instant for a datetime, the clock face
 * itself for a date, which never shifts (explore-api §5.3).
 */
export function momentFor(
  { timezone }: Pick<Scope, 'timezone'>,
  type: 'date' | 'datetime',
  { civil, offset }: { readonly civil: number; readonly offset: number | null },
): Fragment {
  if (offset === null) return moment(type === 'date' ? civil : instantOf(civil, timezone))
  const instant = civil - offset * 60_000
  return moment(type === 'date' ? civilOf(instant, timezone) : instant)
}
