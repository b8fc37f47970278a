import type { FieldType } from '../../../../src/core/dataset/field.ts'

// The oracle's own trees: nothing of the product's. Texts are printed from them (`print.ts`) and answers
// computed from them (`answer.ts`), after the API's reference alone.

/** A day on the wall: milliseconds of its midnight as if the wall were in UTC. */
export interface Day {
  readonly day: number
}

/** A moment: milliseconds since 1970 in UTC. */
export interface Instant {
  readonly instant: number
}

export interface Point {
  readonly lon: number
  readonly lat: number
}

export type Ring = readonly (readonly [number, number])[]

/** The GeoJSON geometries that are asked about. */
export type Geometry =
  | { readonly type: 'Point'; readonly coordinates: readonly [number, number] }
  | { readonly type: 'LineString'; readonly coordinates: Ring }
  | { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] }

/** Whole numbers are `bigint`, others `number`. */
export type Value =
  | null
  | string
  | number
  | bigint
  | boolean
  | readonly string[]
  | Day
  | Instant
  | Point
  | Geometry

export type Row = ReadonlyMap<string, Value>

export interface OracleField {
  readonly name: string
  readonly type: FieldType
  readonly isList?: boolean
  /** Separator of a path. */
  readonly path?: string
  readonly disjunctive?: boolean
  readonly facet?: boolean
}

export type Compare = '=' | '!=' | '<>' | '<' | '<=' | '>' | '>=' | ':'

export type Expr =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly quote?: '"' | "'" }
  /** `date'…'`. */
  | { readonly kind: 'date'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | {
      readonly kind: 'arithmetic'
      readonly op: '+' | '-' | '*' | '/'
      readonly left: Expr
      readonly right: Expr
    }
  | { readonly kind: 'minus'; readonly of: Expr }
  | { readonly kind: 'call'; readonly fn: ScalarName; readonly args: readonly Expr[] }
  | { readonly kind: 'distance'; readonly field: string; readonly from: Point }
  | { readonly kind: 'now'; readonly args: readonly (readonly [name: string, value: number])[] }
  | { readonly kind: 'aggregate'; readonly fn: AggregateName; readonly of: Expr | '*'; readonly p?: number }
  | { readonly kind: 'range'; readonly field: string; readonly spec: RangeSpec }

export type ScalarName =
  | 'length'
  | 'lower'
  | 'upper'
  | 'year'
  | 'month'
  | 'day'
  | 'hour'
  | 'minute'
  | 'second'
  | 'date_format'
  | 'ifnull'
  | 'json_format'
  | 'geometry_type'

export type AggregateName =
  | 'count'
  | 'distinct'
  | 'sum'
  | 'avg'
  | 'min'
  | 'max'
  | 'median'
  | 'percentile'

export type RangeSpec =
  | { readonly kind: 'width'; readonly width: string }
  | { readonly kind: 'interval'; readonly every: number; readonly unit: string }
  /** Bounds as they are written; `*` open. */
  | { readonly kind: 'bounds'; readonly bounds: readonly string[] }

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[]; readonly comma?: boolean }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly op: Compare; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'in'; readonly of: Expr; readonly list: readonly Expr[]; readonly isNot?: boolean }
  | { readonly kind: 'element'; readonly literal: string; readonly field: string }
  | {
      readonly kind: 'between'
      readonly of: Expr
      readonly low: Expr | '*'
      readonly high: Expr | '*'
      readonly lowOpen: boolean
      readonly highOpen: boolean
      readonly spelt: '..' | 'to' | ':to'
    }
  | { readonly kind: 'like'; readonly of: Expr; readonly text: string; readonly isNot?: boolean }
  | { readonly kind: 'is'; readonly of: Expr; readonly what: 'null' | 'true' | 'false'; readonly isNot: boolean }
  | { readonly kind: 'truth'; readonly field: string }
  | { readonly kind: 'fulltext'; readonly text: string }
  | {
      readonly kind: 'match'
      readonly fn: 'search' | 'suggest' | 'startswith'
      /** `*` all; none: all. */
      readonly fields: readonly string[]
      readonly text: string
    }
  | {
      readonly kind: 'circle'
      readonly fn: 'within_distance' | 'distance'
      readonly field: string
      readonly centre: Point
      /** As written: `1.5km`. */
      readonly radius: string
    }
  | {
      readonly kind: 'box'
      readonly fn: 'in_bbox' | 'bbox'
      readonly field: string
      readonly corners: readonly [Point, Point]
    }
  | {
      readonly kind: 'shape'
      readonly fn: 'intersects' | 'disjoint' | 'within' | 'polygon' | 'geometry'
      readonly mode?: 'intersects' | 'disjoint' | 'within'
      readonly field: string
      readonly geometry: Geometry
      readonly wkt: boolean
    }

export interface SelectItem {
  /** Fields by pattern, all fields, or an expression. */
  readonly of: Expr | '*' | { readonly kind: 'include' | 'exclude'; readonly pattern: string }
  readonly as?: string
}

export interface GroupItem {
  readonly of: Expr
  readonly as?: string
}

export interface OrderItem {
  /** An expression, or a label given elsewhere. */
  readonly of: Expr | { readonly kind: 'label'; readonly name: string }
  readonly descending: boolean
  /** `-field` in place of `field desc`. */
  readonly minus?: boolean
}

export interface Refinement {
  readonly name: string
  readonly value: string
}

export interface FacetItem {
  readonly name: string
  readonly disjunctive?: boolean
  readonly sort?: 'count' | '-count' | 'alphanum' | '-alphanum' | 'num' | '-num'
  readonly limit?: number
}

/** Everything that is asked in one request. */
export interface Question {
  readonly where: readonly Condition[]
  readonly select: readonly SelectItem[]
  readonly groupBy: readonly GroupItem[]
  readonly orderBy: readonly OrderItem[]
  readonly limit: number
  readonly offset: number
  readonly refine: readonly Refinement[]
  readonly exclude: readonly Refinement[]
  /** Asked for in place of records when there is one. */
  readonly facets: readonly FacetItem[]
  readonly timezone: string
  readonly language: string
  /** Keywords in capitals. */
  readonly capitals: boolean
}

/** What the reference leaves open for this very value: such a question is not asked. */
export class Open extends Error {}
