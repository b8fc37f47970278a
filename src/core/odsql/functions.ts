import { V1_FUNCTIONS } from './v1/function-rows.ts'

/** Types that a value may have while a question is bound. */
export type ValueType =
  | 'text'
  | 'int'
  | 'double'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'geo_point_2d'
  | 'geo_shape'
  | 'json_blob'
  | 'file'

/** What an argument may be: how it is written, and which types of value it takes. */
export interface Parameter {
  /** Written form; `value` is any expression, the others are single tokens or literals. */
  readonly form:
    | 'value'
    | 'field'
    | 'string'
    | 'number'
    | 'integer'
    | 'signed'
    | 'geometry'
    | 'distance'
    | 'mode'
    | 'fallback'
  readonly takes?: Takes
  readonly optional?: true
}

export type Takes = 'text' | 'number' | 'date' | 'statistic' | 'any' | 'point' | 'geo'

export interface FunctionRow {
  /** A `grouping` is an expression of `group_by` alone. */
  readonly kind: 'scalar' | 'aggregate' | 'predicate' | 'grouping'
  /** `count`, `search` and the forms of `special` are read by rules of their own. */
  readonly parameters: readonly Parameter[] | 'count' | 'search'
  readonly gives: ValueType | 'same' | 'condition'
}

const text: Parameter = { form: 'value', takes: 'text' }
const date: Parameter = { form: 'value', takes: 'date' }
const number: Parameter = { form: 'value', takes: 'number' }
const statistic: Parameter = { form: 'value', takes: 'statistic' }
const any: Parameter = { form: 'value', takes: 'any' }
const geo: Parameter = { form: 'field', takes: 'geo' }
const point: Parameter = { form: 'field', takes: 'point' }
const geometry: Parameter = { form: 'geometry' }
const datePart = { kind: 'scalar', parameters: [date], gives: 'int' } as const satisfies FunctionRow
const statisticOf = {
  kind: 'aggregate',
  parameters: [statistic],
  gives: 'same',
} as const satisfies FunctionRow
const geoPredicate = {
  kind: 'predicate',
  parameters: [geo, geometry],
  gives: 'condition',
} as const satisfies FunctionRow
const textPredicate = {
  kind: 'predicate',
  parameters: 'search',
  gives: 'condition',
} as const satisfies FunctionRow

/**
 * Every function of the language (explore-api §10.8–10.10): how it is called and what it gives. A name that
 * is not here is no function. `now`, `range`, `random`, `include`, `exclude` are forms of the grammar.
 */
export const FUNCTIONS = {
  length: { kind: 'scalar', parameters: [text], gives: 'int' },
  lower: { kind: 'scalar', parameters: [text], gives: 'text' },
  upper: { kind: 'scalar', parameters: [text], gives: 'text' },
  year: datePart,
  month: datePart,
  day: datePart,
  hour: datePart,
  minute: datePart,
  second: datePart,
  date_format: { kind: 'scalar', parameters: [date, { form: 'string' }], gives: 'text' },
  ifnull: { kind: 'scalar', parameters: [any, any], gives: 'same' },
  json_format: {
    kind: 'scalar',
    parameters: [
      { form: 'field', takes: 'text' },
      { form: 'fallback', optional: true },
    ],
    gives: 'json_blob',
  },
  geometry_type: { kind: 'scalar', parameters: [geo], gives: 'text' },
  distance: {
    kind: 'scalar',
    parameters: [geo, geometry, { form: 'distance', optional: true }],
    gives: 'double',
  },

  count: { kind: 'aggregate', parameters: 'count', gives: 'int' },
  sum: { kind: 'aggregate', parameters: [{ form: 'value', takes: 'number' }], gives: 'same' },
  avg: { kind: 'aggregate', parameters: [number], gives: 'double' },
  min: statisticOf,
  max: statisticOf,
  median: { kind: 'aggregate', parameters: [number], gives: 'double' },
  percentile: { kind: 'aggregate', parameters: [number, { form: 'number' }], gives: 'double' },
  envelope: { kind: 'aggregate', parameters: [point], gives: 'geo_shape' },
  bbox: { kind: 'aggregate', parameters: [geo], gives: 'geo_shape' },

  search: textPredicate,
  suggest: textPredicate,
  startswith: textPredicate,
  within_distance: {
    kind: 'predicate',
    parameters: [geo, geometry, { form: 'distance' }],
    gives: 'condition',
  },
  in_bbox: {
    kind: 'predicate',
    parameters: [geo, { form: 'signed' }, { form: 'signed' }, { form: 'signed' }, { form: 'signed' }],
    gives: 'condition',
  },
  intersects: geoPredicate,
  disjoint: geoPredicate,
  within: geoPredicate,
  polygon: geoPredicate,
  geometry: {
    kind: 'predicate',
    parameters: [geo, geometry, { form: 'mode', optional: true }],
    gives: 'condition',
  },

  geo_cluster: {
    kind: 'grouping',
    parameters: [point, { form: 'integer' }, { form: 'integer', optional: true }],
    gives: 'json_blob',
  },
} as const satisfies Record<string, FunctionRow>

/** The name of a function of the language. */
export type LanguageFunction = keyof typeof FUNCTIONS

/** The language's own functions, and those that questions of v1 are made of, which it does not know. */
const ROWS = { ...FUNCTIONS, ...V1_FUNCTIONS }

export type FunctionName = keyof typeof ROWS

/** The functions that make a value: those that must have SQL of their own. */
export type ValueFunction = {
  [K in FunctionName]: (typeof ROWS)[K]['kind'] extends 'scalar' | 'aggregate' ? K : never
}[FunctionName]

/** Whether a function makes a value. */
export const isValueFunction = (name: FunctionName): name is ValueFunction =>
  ROWS[name].kind === 'scalar' || ROWS[name].kind === 'aggregate'

const NAMES: ReadonlySet<string> = new Set(Object.keys(FUNCTIONS))

/** Whether `name`, in lower case, is a function of the language. */
export const isFunctionName = (name: string): name is LanguageFunction => NAMES.has(name)

/** The row of a function, as its general type. */
export const functionRow = (name: FunctionName): FunctionRow => ROWS[name]
