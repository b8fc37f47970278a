import type { Span } from '../parsed.ts'
import type { FunctionName } from './functions.ts'

export type ArithmeticOperator = '+' | '-' | '*' | '/'
export type CompareOperator = '=' | '!=' | '<' | '<=' | '>' | '>='

interface Placed {
  readonly span: Span
}

/** A name as written: parts of a dotted path, back-quotes taken off. */
export interface FieldNode extends Placed {
  readonly kind: 'field'
  readonly path: readonly [string, ...string[]]
}

export interface StringNode extends Placed {
  readonly kind: 'string'
  readonly value: string
}

/** `text` is the number as written, sign included, so that no digit is lost. */
export interface NumberNode extends Placed {
  readonly kind: 'number'
  readonly text: string
}

export interface BooleanNode extends Placed {
  readonly kind: 'boolean'
  readonly value: boolean
}

/** `date'…'`, read at bind. */
export interface DateNode extends Placed {
  readonly kind: 'date'
  readonly text: string
}

/** `geom'…'`, read at bind. */
export interface GeometryNode extends Placed {
  readonly kind: 'geometry'
  readonly text: string
}

/** One argument of `now(…)`: a component set (`year=2020`), shifted (`days=-1`) or `weekday=MO(2)`. */
export interface NowArgument extends Placed {
  readonly name: string
  readonly value: number
  /** A sign was written: a signed singular is a shift. */
  readonly signed: boolean
  /** `MO` … `SU` of a weekday reference, whose ordinal is then `value`. */
  readonly weekday: string | null
}

export interface NowNode extends Placed {
  readonly kind: 'now'
  readonly settings: readonly NowArgument[]
}

/** Words and measures that only some arguments may be. */
export type SpecialNode =
  | (Placed & { readonly kind: 'star' })
  | (Placed & { readonly kind: 'null' })
  | (Placed & { readonly kind: 'mode'; readonly mode: 'intersects' | 'disjoint' | 'within' })
  | (Placed & { readonly kind: 'distance'; readonly amount: string; readonly unit: DistanceUnit })

export type DistanceUnit = 'mi' | 'yd' | 'ft' | 'm' | 'cm' | 'km' | 'mm'

export interface CallNode extends Placed {
  readonly kind: 'call'
  readonly fn: FunctionName
  readonly args: readonly ArgumentNode[]
  /** `count(distinct x)`. */
  readonly distinct: boolean
}

export type RangeUnit =
  | 'millisecond'
  | 'second'
  | 'minute'
  | 'hour'
  | 'day'
  | 'week'
  | 'month'
  | 'quarter'
  | 'year'

export type StepNode = NumberNode | DateNode

/** What `range(field, …)` splits by. */
export type RangeSpec =
  | { readonly kind: 'interval'; readonly count: number; readonly unit: RangeUnit }
  | { readonly kind: 'width'; readonly width: NumberNode }
  /** Neighbouring bounds make a bucket; an open end adds one to the side. */
  | {
      readonly kind: 'bounds'
      readonly openLow: boolean
      readonly bounds: readonly StepNode[]
      readonly openHigh: boolean
    }
  | {
      readonly kind: 'equi'
      readonly step: NumberNode
      readonly low: NumberNode
      readonly high: NumberNode
    }

export interface RangeNode extends Placed {
  readonly kind: 'range'
  readonly field: FieldNode
  readonly spec: RangeSpec
}

export interface RandomNode extends Placed {
  readonly kind: 'random'
  readonly seed: string | null
}

export type LiteralNode = StringNode | NumberNode | BooleanNode | DateNode
export type ArgumentNode = ValueNode | SpecialNode

/** Everything that yields a value: the one expression grammar of all clauses. */
export type ValueNode =
  | FieldNode
  | LiteralNode
  | GeometryNode
  | NowNode
  | CallNode
  | RangeNode
  | RandomNode
  | (Placed & { readonly kind: 'negative'; readonly operand: ValueNode })
  | (Placed & {
      readonly kind: 'arithmetic'
      readonly op: ArithmeticOperator
      readonly left: ValueNode
      readonly right: ValueNode
    })

/** Bound of an `IN [a..b]`; null for `*`. */
export type BoundNode = LiteralNode | NowNode | null

/** Everything that yields yes or no. A bare text is a search, a bare field a boolean field. */
export type ConditionNode =
  | StringNode
  | FieldNode
  | CallNode
  | (Placed & { readonly kind: 'and' | 'or'; readonly items: readonly ConditionNode[] })
  | (Placed & { readonly kind: 'not'; readonly operand: ConditionNode })
  | (Placed & {
      readonly kind: 'compare'
      readonly op: CompareOperator
      readonly left: ValueNode
      readonly right: ValueNode
    })
  | (Placed & {
      readonly kind: 'between'
      readonly subject: ValueNode
      readonly low: BoundNode
      readonly high: BoundNode
      readonly lowIncluded: boolean
      readonly highIncluded: boolean
    })
  | (Placed & {
      readonly kind: 'in'
      readonly subject: ValueNode
      readonly items: readonly LiteralNode[]
    })
  | (Placed & { readonly kind: 'has'; readonly element: LiteralNode; readonly field: FieldNode })
  | (Placed & { readonly kind: 'like'; readonly subject: ValueNode; readonly pattern: string })
  /** `field:value` of the v1 language, whose meaning depends on the type of the field. */
  | (Placed & {
      readonly kind: 'match'
      readonly field: FieldNode
      readonly value: StringNode
      /** The value was written between quotes. */
      readonly phrase: boolean
    })
  | (Placed & { readonly kind: 'is'; readonly subject: ValueNode; readonly value: null | boolean })

export type SelectItem =
  | (Placed & { readonly kind: 'star' })
  | (Placed & { readonly kind: 'include' | 'exclude'; readonly patterns: readonly Pattern[] })
  | LabelledNode

/** A field name, or the start of one when `prefix`. */
export interface Pattern {
  readonly name: string
  readonly prefix: boolean
}

/** An expression with its label; `text` is the expression as written, the key when there is no label. */
export interface LabelledNode extends Placed {
  readonly kind: 'value'
  readonly value: ValueNode
  readonly label: string | null
  readonly text: string
}

export interface OrderItem extends Placed {
  readonly value: ValueNode
  readonly descending: boolean
}

/** `facet=name` or `facet=facet(name="…", …)`; null where not said. */
export interface FacetNode extends Placed {
  readonly name: string
  readonly disjunctive: boolean | null
  readonly hierarchical: boolean | null
  readonly separator: string | null
  readonly sort: string | null
  readonly limit: number | null
}

/** `refine=name:value`, `exclude=name:value`. */
export interface RefineNode extends Placed {
  readonly name: string
  readonly value: string
}

export const CLAUSES = [
  ...(['select', 'where', 'group_by', 'order_by', 'refine', 'exclude', 'facet'] as const),
  ...(['search', 'qv1', 'series'] as const),
] as const
export type ClauseName = (typeof CLAUSES)[number]

/** All the clauses of one question, parsed. */
export interface Clauses {
  readonly select: readonly SelectItem[]
  readonly where: readonly ConditionNode[]
  /** Words to search for, one condition a parameter (explore-api §1.4). */
  readonly search: readonly ConditionNode[]
  /** Queries of the v1 language, joined to `where` (explore-api §14.6). */
  readonly qv1: readonly ConditionNode[]
  readonly groupBy: readonly LabelledNode[]
  readonly orderBy: readonly OrderItem[]
  readonly refine: readonly RefineNode[]
  readonly exclude: readonly RefineNode[]
  readonly facet: readonly FacetNode[]
}
