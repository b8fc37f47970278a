import { partsOf } from './bind-value.ts'
import type { BoundCondition, BoundItem, BoundQuery, BoundValue } from './bound.ts'

/** Differences that an answer of v2.0 has from one of v2.1 (explore-api §13). */
export interface Version20 {
  /** Instants leave as milliseconds, as GeoJSON of v2.0 has them. */
  readonly numericInstants: boolean
}

/**
 * A bound question as v2.0 means it: no null group, dates among the keys as milliseconds, parts of dates as texts,
 * places as keys, `search()` without tolerance.
 */
export function asVersion20(query: BoundQuery, version: Version20): BoundQuery {
  const groupBy = query.groupBy?.map(placeKey) ?? null
  return {
    ...query,
    groupBy,
    select: query.select.map(item => outgoing(item, groupBy, version)),
    where: [...query.where.map(plain), ...(groupBy ?? []).flatMap(({ value }) => known(value))],
  }
}

/** A point groups by its coordinates. */
const placeKey = (item: BoundItem): BoundItem =>
  item.value.kind === 'field' && item.value.type === 'geo_point_2d'
    ? { ...item, value: { kind: 'place', type: 'json_blob', operand: item.value } }
    : item

const DATE_PARTS: ReadonlySet<string> = new Set(['year', 'month', 'day', 'hour', 'minute', 'second'])

function outgoing(item: BoundItem, groupBy: BoundQuery['groupBy'], version: Version20): BoundItem {
  const { value } = item
  const key = value.kind === 'key' ? groupBy?.[value.index]?.value : undefined
  const meant = key ?? value
  if (meant.kind === 'call' && DATE_PARTS.has(meant.fn))
    return { ...item, value: { kind: 'digits', type: 'text', operand: value } }
  const isKeyOfTime = key !== undefined && (key.type === 'date' || key.type === 'datetime')
  if (isKeyOfTime || (version.numericInstants && value.type === 'datetime'))
    return { ...item, value: { kind: 'epoch', type: 'int', operand: value } }
  return value.kind === 'key' && meant.kind === 'place'
    ? { ...item, value: { ...value, type: meant.type } }
    : item
}

/** Conditions that leave out what would group as null. */
function known(value: BoundValue): readonly BoundCondition[] {
  // clusters hold records with a place only
  if (value.kind === 'cluster') return []
  const some = (subject: BoundValue): BoundCondition => ({ kind: 'not', operand: { kind: 'null', subject } })
  const subject = value.kind === 'place' ? value.operand : value
  return [some(subject), ...lists(value).map(some)]
}

const lists = (value: BoundValue): readonly BoundValue[] =>
  value.kind === 'field' ? (value.list ? [value] : []) : partsOf(value).flatMap(lists)

/** `search()` without edits: every word, the last one as the start of a word. */
function plain(condition: BoundCondition): BoundCondition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { ...condition, items: condition.items.map(plain) }
    case 'not':
      return { ...condition, operand: plain(condition.operand) }
    case 'search': {
      if (condition.fn !== 'search') return condition
      const pattern = `${condition.text.trim()}*`
      if (condition.fields === null) return { kind: 'text', text: pattern }
      return { kind: 'or', items: condition.fields.map(subject => ({ kind: 'like', subject, pattern })) }
    }
    default:
      return condition
  }
}
