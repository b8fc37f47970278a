import type { ArithmeticOperator, CompareOperator, NowArgument, RangeUnit } from './ast.ts'
import type { Period } from './civil.ts'
import type { ValueFunction, ValueType } from './functions.ts'
import type { Geometry, Position } from './geometry.ts'
import type { RankedWord } from './relevance.ts'

type Typed<K extends string, P, T extends ValueType = ValueType> = {
  readonly kind: K
  readonly type: T
} & Readonly<P>

/**
 * A value whose names are found and whose type is known. Plain data without places: two questions that ask
 * the same are equal, however they were written.
 */
export type BoundValue =
  | Typed<'field', { field: number; list: boolean }>
  | Typed<'text', { value: string }, 'text'>
  | Typed<'number', { text: string }, 'int' | 'double'>
  | Typed<'boolean', { value: boolean }, 'boolean'>
  | Typed<'period', { period: Period }, 'datetime'>
  | Typed<'now', { settings: readonly Omit<NowArgument, 'span'>[] }, 'datetime'>
  | Typed<'geometry', { geometry: Geometry }, 'geo_shape'>
  | Typed<'null', object, 'text'>
  | Typed<'star', object, 'text'>
  | Typed<'negative', { operand: BoundValue }>
  | Typed<'arithmetic', { op: ArithmeticOperator; left: BoundValue; right: BoundValue }>
  | Typed<'call', { fn: ValueFunction; args: readonly BoundValue[]; distinct: boolean }>
  | Typed<'range', { subject: BoundValue; spec: BoundRange }, 'text'>
  /** Only as a group key. `radius` in pixels of a tile of 256. */
  | Typed<'cluster', { subject: BoundValue; zoom: number; radius: number }, 'json_blob'>
  /** How well a record fits the words that were looked for; only as an order. */
  | Typed<'relevance', { words: readonly RankedWord[] }, 'int'>
  | Typed<'random', { seed: string | null }, 'int'>
  /** Milliseconds of an instant, digits of a number, coordinates of a point: forms that v2.0 answers in. */
  | Typed<'epoch', { operand: BoundValue }, 'int'>
  | Typed<'digits', { operand: BoundValue }, 'text'>
  | Typed<'place', { operand: BoundValue & { readonly kind: 'field' } }, 'json_blob'>
  /** The `index`-th group key. */
  | Typed<'key', { index: number }>

export type BoundRange =
  | { readonly kind: 'interval'; readonly count: number; readonly unit: RangeUnit }
  | { readonly kind: 'width'; readonly width: string }
  | {
      readonly kind: 'bounds'
      readonly openLow: boolean
      readonly openHigh: boolean
      readonly bounds: readonly (BoundValue & { readonly kind: 'number' | 'period' })[]
    }

export interface BoundEnd {
  readonly value: BoundValue
  readonly included: boolean
}

/** A yes or no. Null operands are no; `not` is the complement of the set (explore-api §10.3). */
export type BoundCondition =
  | { readonly kind: 'and' | 'or'; readonly items: readonly BoundCondition[] }
  | { readonly kind: 'not'; readonly operand: BoundCondition }
  | {
      readonly kind: 'compare'
      readonly op: CompareOperator
      readonly left: BoundValue
      readonly right: BoundValue
    }
  | {
      readonly kind: 'between'
      readonly subject: BoundValue
      readonly low: BoundEnd | null
      readonly high: BoundEnd | null
    }
  | { readonly kind: 'in'; readonly subject: BoundValue; readonly values: readonly BoundValue[] }
  | { readonly kind: 'like'; readonly subject: BoundValue; readonly pattern: string }
  | { readonly kind: 'null'; readonly subject: BoundValue }
  | { readonly kind: 'truth'; readonly subject: BoundValue; readonly value: boolean }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'search'
      readonly fn: 'search' | 'suggest' | 'startswith'
      /** Null for all visible fields. */
      readonly fields: readonly BoundValue[] | null
      readonly text: string
    }
  | { readonly kind: 'near'; readonly subject: BoundValue; readonly at: Position; readonly metres: number }
  | {
      readonly kind: 'box'
      readonly subject: BoundValue
      readonly south: number
      readonly west: number
      readonly north: number
      readonly east: number
    }
  | {
      readonly kind: 'geometry'
      readonly subject: BoundValue
      readonly mode: 'intersects' | 'disjoint' | 'within'
      readonly geometry: Geometry
    }
  /** A path equal to `path` or below it, its levels joined by `/` as facet values are. */
  | {
      readonly kind: 'under'
      readonly subject: BoundValue
      readonly path: string
      readonly separator: string
    }

export interface BoundItem {
  /** Key in the answer. */
  readonly key: string
  readonly value: BoundValue
}

export interface BoundOrder {
  readonly value: BoundValue
  readonly descending: boolean
}

/** A refinement or exclusion of one value of one field. */
export interface BoundRefinement {
  readonly field: number
  /** The value in the spelling of facet values, so that states can be told. */
  readonly value: string
  readonly condition: BoundCondition
  /** Whether several values of the field are alternatives. */
  readonly disjunctive: boolean
}

export interface BoundFacet {
  /** As the request names it. */
  readonly name: string
  readonly field: number
  readonly disjunctive: boolean
  /** Separator of the levels, null when values are no paths. Dates are always trees. */
  readonly separator: string | null
  readonly sort: FacetSort
  readonly limit: number | null
}

export const FACET_SORTS = ['count', '-count', 'alphanum', '-alphanum', 'num', '-num'] as const
export type FacetSort = (typeof FACET_SORTS)[number]

/** A question whose every name and type is known. */
export interface BoundQuery {
  readonly select: readonly BoundItem[]
  /** Null when ungrouped. */
  readonly groupBy: readonly BoundItem[] | null
  readonly where: readonly BoundCondition[]
  readonly orderBy: readonly BoundOrder[]
  readonly refine: readonly BoundRefinement[]
  readonly exclude: readonly BoundRefinement[]
  readonly facets: readonly BoundFacet[]
}
