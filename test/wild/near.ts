import { instantOf, nowWith, periodOf, wallOf } from '../golden/odsql/oracle/calendar.ts'
import type { Compare, Condition, Expr, OracleField, Value } from '../golden/odsql/oracle/tree.ts'

/** Values by field. */
export type Draft = Map<string, Value>

/** What a draft is made for. */
export interface Wanted {
  readonly fields: ReadonlyMap<string, OracleField>
  readonly now: number
  /** Zone that the request reads its dates in. */
  readonly timezone: string
}

const DAY = 86_400_000
const NEGATED: Readonly<Record<string, Compare>> = {
  '=': '!=',
  ':': '!=',
  '!=': '=',
  '<>': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
}

const TURNED: Readonly<Record<string, Compare>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

/** Puts values into a draft with which a condition holds (or does not), as far as simple rules find them. */
export function satisfy(condition: Condition, draft: Draft, wanted: Wanted, holds = true): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const inner of (condition.kind === 'and') === holds ? condition.of : condition.of.slice(0, 1))
        satisfy(inner, draft, wanted, holds)
      return
    case 'not':
      satisfy(condition.of, draft, wanted, !holds)
      return
    case 'compare':
      compare(condition, draft, wanted, holds)
      return
    case 'in':
      if (holds !== (condition.isNot ?? false) && condition.list[0] !== undefined)
        put(condition.of, condition.list[0], '=', [draft, wanted])
      return
    case 'element':
      if (holds) draft.set(condition.field, [condition.literal])
      return
    case 'between': {
      const low = condition.low === '*' ? condition.high : condition.low
      if (low !== '*' && holds)
        put(condition.of, low, condition.lowOpen || condition.low === '*' ? '>' : '>=', [draft, wanted])
      return
    }
    case 'like':
      if (condition.of.kind === 'field' && holds !== (condition.isNot ?? false))
        add(condition.of.name, condition.text.replaceAll('*', ''), draft, wanted)
      return
    case 'is':
      if (condition.of.kind === 'field' && condition.isNot !== holds)
        draft.set(condition.of.name, condition.what === 'null' ? null : condition.what === 'true')
      return
    case 'truth':
      draft.set(condition.field, holds)
      return
    case 'fulltext':
      if (holds) add(firstText(wanted), condition.text.replaceAll('*', ''), draft, wanted)
      return
    case 'match': {
      const [name = '*'] = condition.fields
      if (holds) add(name === '*' ? firstText(wanted) : name, condition.text, draft, wanted)
      return
    }
    case 'circle':
      place(condition.field, condition.centre.lon, condition.centre.lat, [draft, wanted])
      return
    case 'box': {
      const [a, b] = condition.corners
      place(condition.field, (a.lon + b.lon) / 2, (a.lat + b.lat) / 2, [draft, wanted])
      return
    }
    case 'shape': {
      const points = JSON.stringify(condition.geometry).match(/\[-?[\d.]+,-?[\d.]+\]/g) ?? []
      const pairs = points.slice(0, 3).map(text => JSON.parse(text) as [number, number])
      const mean = (axis: 0 | 1): number =>
        pairs.reduce((sum, pair) => sum + pair[axis], 0) / Math.max(1, pairs.length)
      place(condition.field, mean(0), mean(1), [draft, wanted])
      return
    }
  }
}

const firstText = ({ fields }: Wanted): string =>
  [...fields.values()].find(({ type }) => type === 'text')?.name ?? ''

/** Words beside those that are there. */
function add(name: string, text: string, draft: Draft, { fields }: Wanted): void {
  const field = fields.get(name)
  if (field === undefined) return
  const there = draft.get(name)
  const isText = field.type === 'text'
  if (field.type === 'json_blob')
    draft.set(name, JSON.stringify(typeof there === 'string' ? [text, there] : [text]))
  else if (isText && field.isList) draft.set(name, [text])
  else if (isText) draft.set(name, typeof there === 'string' ? `${text} ${there}` : text)
  else if (field.type === 'int' && /^\d+$/.test(text)) draft.set(name, BigInt(text))
}

function place(name: string, lon: number, lat: number, [draft, { fields }]: readonly [Draft, Wanted]): void {
  if (fields.get(name)?.type !== 'geo_shape') draft.set(name, { lon, lat })
  else {
    const at = (dx: number, dy: number): readonly [number, number] => [lon + dx / 1e4, lat + dy / 1e4]
    draft.set(name, {
      type: 'Polygon',
      coordinates: [[at(-1, -1), at(1, -1), at(1, 1), at(-1, 1), at(-1, -1)]],
    })
  }
}

function compare(
  condition: Extract<Condition, { kind: 'compare' }>,
  draft: Draft,
  wanted: Wanted,
  holds: boolean,
): void {
  const op = holds ? condition.op : (NEGATED[condition.op] ?? '=')
  if (condition.right.kind === 'field' && condition.left.kind !== 'field')
    put(condition.right, condition.left, TURNED[op] ?? op, [draft, wanted])
  else put(condition.left, condition.right, op, [draft, wanted])
}

/** What moves on while a test runs is asked for from some way inside. */
const HOURS: Readonly<Record<string, number>> = { '>': 2, '>=': 2, '<': -2, '<=': -2 }
const STEPS: Readonly<Record<string, number>> = { '>': 1, '<': -1, '!=': 1, '<>': 1 }

function put(left: Expr, right: Expr, op: Compare, [draft, wanted]: readonly [Draft, Wanted]): void {
  if (left.kind === 'call') putPart(left, right, op, [draft, wanted])
  if (left.kind !== 'field') return
  const field = wanted.fields.get(left.name)
  if (field === undefined) return
  const text = 'text' in right ? right.text : right.kind === 'boolean' ? String(right.value) : null
  const step = STEPS[op] ?? 0
  const near =
    right.kind === 'now'
      ? { instant: nowWith(wanted.now, right.args) + (HOURS[op] ?? 0) * 3_600_000 }
      : valueNear(field, text ?? '', [step, wanted.timezone])
  if (near === undefined) return
  const there = draft.get(left.name)
  const isSpan = there !== undefined && there !== null && (op === '<' || op === '<=')
  if (isSpan) return
  draft.set(
    left.name,
    field.type === 'date' && typeof near === 'object' && near !== null && 'instant' in near
      ? { day: Math.ceil(near.instant / DAY) * DAY }
      : near,
  )
}

/** A value of the type of a field, at a literal or a step beyond. */
export function valueNear(
  field: OracleField,
  text: string,
  [step, timezone]: readonly [number, string],
): Value | undefined {
  switch (field.type) {
    case 'text':
      return field.isList ? [text] : step === 0 ? text : `${text}${step}`
    case 'int':
      return /^-?\d+$/.test(text)
        ? BigInt(text) + BigInt(step)
        : /^-?[\d.]+$/.test(text)
          ? BigInt(Math.round(Number(text)) + step)
          : undefined
    case 'double':
      return Number.isNaN(Number(text)) ? undefined : Number(text) + step
    case 'boolean':
      return /^true$/i.test(text) === (step === 0)
    case 'date':
    case 'datetime': {
      const period = periodOf(text.trim())
      if (period === null) return undefined
      const at = step > 0 ? period.end : step < 0 ? period.start - DAY : period.start
      if (field.type === 'date') return { day: Math.floor(at / DAY) * DAY }
      const instant = period.isAbsolute ? at : instantOf(at, timezone, true)
      return { instant: instant + (step < 0 ? 0 : 60_000) * Number(period.isDays) }
    }
    default:
      return undefined
  }
}

/** A part of a date is put by moving the date that is there. */
function putPart(
  left: Extract<Expr, { kind: 'call' }>,
  right: Expr,
  op: Compare,
  [draft, wanted]: readonly [Draft, Wanted],
): void {
  const [of] = left.args
  if (of?.kind !== 'field' || !('text' in right)) return
  const field = wanted.fields.get(of.name)
  const there = draft.get(of.name)
  const known =
    typeof there === 'object' && there !== null && 'day' in there
      ? there.day
      : typeof there === 'object' && there !== null && 'instant' in there
        ? there.instant
        : undefined
  if (known !== undefined && (op === '<' || op === '<=')) return
  const isInstant = field?.type === 'datetime'
  const date = new Date(
    known === undefined ? Date.UTC(2024, 4, 15, 10) : isInstant ? wallOf(known, wanted.timezone) : known,
  )
  const value = Number(right.text) + (STEPS[op] ?? 0)
  if (Number.isNaN(value)) return
  if (left.fn === 'length') {
    draft.set(of.name, 'x'.repeat(Math.max(1, value)))
    return
  }
  if (left.fn === 'year') date.setUTCFullYear(value)
  if (left.fn === 'month') date.setUTCMonth(value - 1)
  if (left.fn === 'day') date.setUTCDate(value)
  if (left.fn === 'hour') date.setUTCHours(value)
  if (field?.type === 'date') draft.set(of.name, { day: Math.floor(date.getTime() / DAY) * DAY })
  if (isInstant) draft.set(of.name, { instant: instantOf(date.getTime(), wanted.timezone, true) })
}
