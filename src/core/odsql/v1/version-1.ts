import type { Parsed, Span } from '../../parsed.ts'
import type { ArgumentNode, CallNode, ValueNode } from '../ast.ts'
import { bindValue } from '../bind-value.ts'
import { type Binder, fault, isGeo, isNumber } from '../binder.ts'
import type { BoundCondition, BoundItem, BoundQuery, BoundValue } from '../bound.ts'
import { Cursor, SyntaxStop } from '../cursor.ts'
import { readSum, value } from '../expression.ts'
import type { OdsqlFault } from '../faults.ts'
import type { FieldSet } from '../field-set.ts'
import { writtenName } from './formula.ts'

/** A series of an analysis: an aggregate of an expression, or of the records themselves (explore-api §14.4). */
export interface SeriesText {
  /** Key in the answer. */
  readonly label: string
  readonly fn: 'count' | 'avg' | 'sum' | 'min' | 'max' | 'stddev' | 'sumsquares' | 'percentile'
  /** Null for the records. */
  readonly expression: string | null
  /** Of a percentile: a number from 0 to 100. */
  readonly level?: string
}

/** What a question of the v1 search API asks that the query language has no words for. */
export interface Version1 {
  /** Answers in place of records, or beside the keys of groups. */
  readonly series?: readonly SeriesText[]
  /** Groups by the place of a field: `digest`, `shape` and `n`, simplified for a zoom unless that is null. */
  readonly shapes?: { readonly field: string; readonly zoom: number | null }
  /** Shapes leave as a map of this zoom shows them. */
  readonly simplify?: number
  /** Records at the place of a digest. */
  readonly digests?: readonly { readonly field: string; readonly digest: string }[]
}

const NOWHERE: Span = [0, 0]

/** A bound question with what only v1 asks; every fault of its expressions and names is told. */
export function asVersion1(
  query: BoundQuery,
  fields: FieldSet,
  { series = [], shapes, simplify, digests = [] }: Version1,
): Parsed<BoundQuery, OdsqlFault> {
  const faults: OdsqlFault[] = []
  const binder: Binder = {
    ...{ clause: 'series', fields, faults, labels: new Map(), keys: null },
    allowed: { aggregates: 'allowed', elements: false },
  }
  const items = series.flatMap(one => bindSeries(binder, one) ?? [])
  const known = digests.flatMap(({ field, digest }) => digestIs(placeOf(binder, field), digest))
  const place = shapes === undefined ? null : placeOf(binder, shapes.field)
  const [first, ...rest] = faults.map(asWritten)
  if (first !== undefined) return { ok: false, diagnostics: [first, ...rest] }
  const grouped = place === null ? query : byPlace(query, place, shapes?.zoom ?? null)
  const shown = grouped.groupBy === null && items.length > 0 ? [] : grouped.select
  const select = simplify === undefined ? shown : shown.map(item => simplified(item, simplify))
  return {
    ok: true,
    value: { ...grouped, select: [...select, ...items], where: [...grouped.where, ...known] },
  }
}

/** A fault that speaks of a function by the name that requests give it. */
const asWritten = (said: OdsqlFault): OdsqlFault =>
  said.params.fn === undefined
    ? said
    : { ...said, params: { ...said.params, fn: writtenName(said.params.fn) } }

/** The item of a series, its expression read to the end; null when a fault was noted. */
function bindSeries(binder: Binder, text: SeriesText): BoundItem | null {
  const node = readSeries(binder, text)
  const bound = node === null ? null : bindValue(binder, node)
  if (bound?.kind !== 'call') return null
  const [subject] = bound.args
  if (subject !== undefined && subject.kind !== 'star' && !isNumber(subject.type))
    return fault(binder, node?.span ?? NOWHERE, { code: 'odsql_arithmetic_type' })
  return { key: text.label, value: bound }
}

function readSeries(binder: Binder, { fn, expression, level }: SeriesText): CallNode | null {
  if (expression === null)
    return { kind: 'call', fn, args: [{ kind: 'star', span: NOWHERE }], distinct: false, span: NOWHERE }
  try {
    const cursor = new Cursor('series', expression)
    const read = value(cursor, readSum(cursor))
    if (!cursor.ended) return cursor.unexpected()
    const args: readonly ArgumentNode[] = [
      hasCall(read) ? finite(read) : read,
      ...(level === undefined ? [] : [{ kind: 'number', text: level, span: NOWHERE } as const]),
    ]
    return { kind: 'call', fn, args, distinct: false, span: read.span }
  } catch (thrown) {
    if (!(thrown instanceof SyntaxStop)) throw thrown
    binder.faults.push(thrown.fault)
    return null
  }
}

const hasCall = (node: ValueNode): boolean =>
  node.kind === 'call' ||
  (node.kind === 'arithmetic' && (hasCall(node.left) || hasCall(node.right))) ||
  (node.kind === 'negative' && hasCall(node.operand))

/** As a division by zero, a root of less than nothing is no number (explore-api §10.2). */
const finite = (node: ValueNode): CallNode => ({
  ...{ kind: 'call', fn: 'finite', args: [node], distinct: false, span: node.span },
})

/** The field of a place; null when a fault was noted. */
function placeOf(binder: Binder, name: string): BoundValue | null {
  const bound = bindValue(binder, { kind: 'field', path: [name], span: NOWHERE })
  if (bound === null || isGeo(bound.type)) return bound
  return fault(binder, NOWHERE, { code: 'odsql_argument_type', fn: 'geo_digest', type: bound.type })
}

const digestOf = (place: BoundValue): BoundValue => ({
  ...{ kind: 'call', type: 'text', fn: 'geo_digest', args: [place], distinct: false },
})

const digestIs = (place: BoundValue | null, digest: string): readonly BoundCondition[] =>
  place === null
    ? []
    : [
        {
          ...{ kind: 'compare', op: '=', left: digestOf(place) },
          right: { kind: 'text', type: 'text', value: digest },
        },
      ]

/** The arguments of a shape as a zoom shows it. */
const zoomed = (place: BoundValue, zoom: number | null): readonly BoundValue[] =>
  zoom === null ? [place] : [place, { kind: 'number', type: 'int', text: String(zoom) }]

function byPlace(query: BoundQuery, place: BoundValue, zoom: number | null): BoundQuery {
  const some: BoundCondition = { kind: 'not', operand: { kind: 'null', subject: place } }
  const call = { kind: 'call', distinct: false } as const
  return {
    ...query,
    groupBy: [{ key: 'digest', value: digestOf(place) }],
    select: [
      { key: 'digest', value: { kind: 'key', type: 'text', index: 0 } },
      { key: 'shape', value: { ...call, type: 'geo_shape', fn: 'any_shape', args: zoomed(place, zoom) } },
      { key: 'n', value: { ...call, type: 'int', fn: 'count', args: [{ kind: 'star', type: 'text' }] } },
    ],
    where: [...query.where, some],
  }
}

const simplified = (item: BoundItem, zoom: number): BoundItem =>
  item.value.kind === 'field' && item.value.type === 'geo_shape'
    ? {
        ...item,
        value: {
          ...{ kind: 'call', type: 'geo_shape', fn: 'geo_simplify', args: zoomed(item.value, zoom) },
          distinct: false,
        },
      }
    : item
