import type { FunctionRow, Parameter } from '../functions.ts'

const number: Parameter = { form: 'value', takes: 'number' }
const geo: Parameter = { form: 'field', takes: 'geo' }
const zoom: Parameter = { form: 'integer', optional: true }
const one = { kind: 'scalar', parameters: [number], gives: 'double' } as const satisfies FunctionRow
const two = { kind: 'scalar', parameters: [number, number], gives: 'double' } as const satisfies FunctionRow
const none = { kind: 'scalar', parameters: [], gives: 'double' } as const satisfies FunctionRow
const spread = { kind: 'aggregate', parameters: [number], gives: 'double' } as const satisfies FunctionRow

/**
 * What expressions of an analysis call (explore-api §14.4), in lower case: the mathematics of Java, which that list is.
 * `max` and `min` of two numbers are `greatest` and `least` here.
 */
export const FORMULAS = {
  /** Milliseconds since 1970: of now, or of a date. */
  time: {
    ...{ kind: 'scalar', parameters: [{ form: 'value', takes: 'date', optional: true }], gives: 'int' },
  },
  sin: one,
  cos: one,
  tan: one,
  asin: one,
  acos: one,
  atan: one,
  toradians: one,
  todegrees: one,
  exp: one,
  log: one,
  log10: one,
  sqrt: one,
  cbrt: one,
  /** The remainder of the nearest whole quotient, of the even one where two are as near (IEEE 754 §5.3.1). */
  ieeeremainder: two,
  ceil: one,
  floor: one,
  /** To the nearest whole number, halves to the even one. */
  rint: one,
  atan2: two,
  pow: two,
  /** To the nearest whole number, halves upwards. */
  round: one,
  /** From 0 to less than 1, another one for each record. */
  random: none,
  abs: one,
  greatest: two,
  least: two,
  /** The distance to the next double. */
  ulp: one,
  signum: one,
  sinh: one,
  cosh: one,
  tanh: one,
  hypot: two,
} as const satisfies Record<string, FunctionRow>

/** Functions that questions of the v1 search API are made of; the query language has none of them. */
export const V1_FUNCTIONS = {
  ...FORMULAS,
  /** What is no finite number is none. */
  finite: one,
  /** Deviation of the whole, not of a sample. */
  stddev: spread,
  sumsquares: spread,
  /** Names a place: equal places have equal digests. */
  geo_digest: { kind: 'scalar', parameters: [geo], gives: 'text' },
  /** A shape as a map of a zoom shows it; as it is without one. */
  geo_simplify: { kind: 'scalar', parameters: [geo, zoom], gives: 'geo_shape' },
  /** The shape of a group whose records have the same one. */
  any_shape: { kind: 'aggregate', parameters: [geo, zoom], gives: 'geo_shape' },
} as const satisfies Record<string, FunctionRow>
