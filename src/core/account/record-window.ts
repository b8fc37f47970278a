import { remember } from '../content/remember.ts'
import { parse } from '../odsql/parser.ts'
import type { Grant } from '../permission/caller.ts'

/** The records and fields that may be read. */
export type RecordWindow = Pick<Grant, 'where' | 'fields'>

/** Conditions under which a field is shown; null for always. */
type Openings = ReadonlySet<string> | null

/**
 * All that several windows show, as one window; null when there are none.
 *
 * A window is a rectangle: some records, the same fields of each. Several make one again when every field is opened by the
 * same conditions. Where they do not (the salary of the north, the name everywhere), no window says it, and a wider one
 * would show what nobody granted. Then records count more than fields: of the records that any one field is opened for,
 * the most, with all fields that are opened for each of them. So a person may see less than their grants together, never
 * more, and never nothing when one of them shows something.
 */
export function windowOf(windows: readonly RecordWindow[]): RecordWindow | null {
  const named = [...new Set(windows.flatMap(({ fields }) => fields ?? []))].sort()
  const opened = named.map(field => ({
    field,
    openings: openingsOf(windows.filter(({ fields }) => fields === null || fields.includes(field))),
  }))
  // fields that nobody names, and those that are still to come
  const unnamed = windows.filter(({ fields }) => fields === null)
  const all = unnamed.length === 0 ? [] : [openingsOf(unnamed)]
  const candidates = [...all, ...opened.map(({ openings }) => openings)]
  const [widest] = candidates
    .filter(one => !candidates.some(other => covers(other, one) && !covers(one, other)))
    .map(openings => ({
      where: whereOf(openings),
      fields: all.some(one => covers(one, openings))
        ? null
        : opened.filter(one => covers(one.openings, openings)).map(({ field }) => field),
    }))
    .sort(byFields)
  return widest ?? null
}

function openingsOf(windows: readonly RecordWindow[]): Openings {
  const conditions = windows.map(({ where }) => where)
  return conditions.includes(null) ? null : new Set(conditions.filter(one => one !== null))
}

/** Whether a field is opened, by the one, wherever it is by the other. */
function covers(one: Openings, other: Openings): boolean {
  if (one === null || other === null) return one === null
  return [...other].every(condition => one.has(condition))
}

function whereOf(openings: Openings): string | null {
  if (openings === null) return null
  const conditions = [...openings].sort()
  return conditions.length === 1 ? (conditions[0] ?? null) : conditions.map(one => `(${one})`).join(' or ')
}

/** Most fields first; of as many, any, but always the same one. */
function byFields(a: RecordWindow, b: RecordWindow): number {
  const count = ({ fields }: RecordWindow): number => fields?.length ?? Number.POSITIVE_INFINITY
  if (count(a) !== count(b)) return count(b) - count(a)
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}

const MOST_CONDITIONS = 1000

const parses = remember((where: string) => {
  const tree = parse({ where: [where] })
  return tree.ok && tree.value.where.length === 1
}, MOST_CONDITIONS)

/**
 * Whether a condition is one by itself: half of one could become another between its neighbours, `a = 1) or (b = 2`. One
 * that is none opens nothing. Null, for all records, is one.
 */
export const isCondition = (where: string | null): boolean => where === null || parses(where)
