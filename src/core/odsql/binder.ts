import type { Span } from '../parsed.ts'
import type { ClauseName } from './ast.ts'
import type { BoundItem, BoundValue } from './bound.ts'
import type { FaultCode, OdsqlFault } from './faults.ts'
import type { FieldSet } from './field-set.ts'
import type { ValueType } from './functions.ts'

/** What a clause allows its expressions to hold. */
export interface Allowed {
  /** `inside` an aggregate, another one is a fault of its own. */
  readonly aggregates: 'none' | 'allowed' | 'inside'
  /** Whether a multivalued field may stand in any expression: its elements are then meant. */
  readonly elements: boolean
  /** Whether places may be group keys, as in v2.0. */
  readonly placeKeys?: boolean
}

/** Where an expression is being bound: the fields it may name, what it may hold, where its faults go. */
export interface Binder {
  readonly clause: ClauseName
  readonly fields: FieldSet
  readonly faults: OdsqlFault[]
  readonly allowed: Allowed
  /** Labels that may be used as names, before fields of the same name. */
  readonly labels: ReadonlyMap<string, BoundValue>
  /** Keys of a grouped question, which expressions refer to instead of fields; null when ungrouped. */
  readonly keys: readonly BoundItem[] | null
}

/** Notes a fault, its code and the parameters of its sentence, and gives null: binding goes on and finds others. */
export function fault(
  binder: Binder,
  span: Span,
  { code, ...params }: { readonly code: FaultCode; readonly [param: string]: string | number },
): null {
  binder.faults.push({ code, place: binder.clause, span, params })
  return null
}

/** Number of the field of this name; null and a fault, with the name probably meant, when there is none. */
export function bindName(binder: Binder, name: string, span: Span): number | null {
  const found = binder.fields.find(name)
  if (typeof found === 'number') return found
  const code = found === 'ambiguous' ? 'odsql_ambiguous_field' : 'odsql_unknown_field'
  const nearest = found === 'unknown' ? binder.fields.nearest(name) : null
  const hint = nearest === null ? {} : { hint: { code: 'did_you_mean', params: { name: nearest } } }
  binder.faults.push({ code, place: binder.clause, span, params: { name }, ...hint })
  return null
}

export const isNumber = (type: ValueType): boolean => type === 'int' || type === 'double'
export const isTime = (type: ValueType): boolean => type === 'date' || type === 'datetime'
export const isGeo = (type: ValueType): boolean => type === 'geo_point_2d' || type === 'geo_shape'
