import type { V1_FUNCTIONS } from '../odsql/v1/function-rows.ts'
import { type Fragment, numeral, sql } from './fragment.ts'
import type { FunctionSql, SqlCall } from './functions.ts'
import { groupShape, placeDigest, placeShape } from './place-shape.ts'

const NULL = sql`NULL`

/** An argument as a double: whole numbers have another range, and no parts. */
function double({ call, args }: SqlCall, index: number): Fragment {
  const written = args[index] ?? NULL
  return call.args[index]?.type === 'int' ? sql`toFloat64(${written})` : written
}

const one =
  (of: (x: Fragment) => Fragment): FunctionSql =>
  call =>
    of(double(call, 0))

const two =
  (of: (x: Fragment, y: Fragment) => Fragment): FunctionSql =>
  call =>
    of(double(call, 0), double(call, 1))

/** Exponents of doubles as they are stored: bits, what every number has, the least, beyond the last. */
const EXPONENT = { shift: numeral(52), mask: numeral(0x7ff), bias: numeral(1075), endless: numeral(100_000) }

/** Two to the power of the last digit that a double of its size has. Every argument is written once: calls contain calls. */
function ulp(x: Fragment): Fragment {
  const bits = sql`reinterpretAsUInt64(assumeNotNull(u))`
  const stored = sql`bitAnd(bitShiftRight(${bits}, ${EXPONENT.shift}), ${EXPONENT.mask})`
  const exponent = sql`transform(toInt32(${stored}), [0, 2047], [1, ${EXPONENT.endless}])`
  return sql`arrayMap(u -> if(isNull(u), NULL, exp2(${exponent} - ${EXPONENT.bias})), [${x}])[1]`
}

const remainder = (x: Fragment, y: Fragment): Fragment =>
  sql`arrayMap((u, v) -> u - v * roundBankers(u / v), [${x}], [${y}])[1]`

/** The one value that the `index`-th argument may be: a whole number of ours. */
function wholeOf({ call }: SqlCall, index: number): number | null {
  const value = call.args[index]
  return value?.kind === 'number' ? Number(value.text) : null
}

/** SQL of the functions that questions of v1 are made of. */
export const V1_FUNCTION_SQL = {
  time: ({ args }) => sql`toUnixTimestamp64Milli(${args[0] ?? NULL})`,
  sin: one(x => sql`sin(${x})`),
  cos: one(x => sql`cos(${x})`),
  tan: one(x => sql`tan(${x})`),
  asin: one(x => sql`asin(${x})`),
  acos: one(x => sql`acos(${x})`),
  atan: one(x => sql`atan(${x})`),
  toradians: one(x => sql`radians(${x})`),
  todegrees: one(x => sql`degrees(${x})`),
  exp: one(x => sql`exp(${x})`),
  log: one(x => sql`log(${x})`),
  log10: one(x => sql`log10(${x})`),
  sqrt: one(x => sql`sqrt(${x})`),
  cbrt: one(x => sql`cbrt(${x})`),
  ieeeremainder: two(remainder),
  ceil: one(x => sql`ceil(${x})`),
  floor: one(x => sql`floor(${x})`),
  rint: one(x => sql`roundBankers(${x})`),
  atan2: two((y, x) => sql`atan2(${y}, ${x})`),
  pow: two((x, y) => sql`pow(${x}, ${y})`),
  round: one(x => sql`floor(${x} + 0.5)`),
  random: ({ args }) => sql`randCanonical(${args[0] ?? NULL})`,
  abs: one(x => sql`abs(${x})`),
  greatest: two((x, y) => sql`max2(${x}, ${y})`),
  least: two((x, y) => sql`min2(${x}, ${y})`),
  ulp: one(ulp),
  signum: one(x => sql`toFloat64(sign(${x}))`),
  sinh: one(x => sql`sinh(${x})`),
  cosh: one(x => sql`cosh(${x})`),
  tanh: one(x => sql`tanh(${x})`),
  hypot: two((x, y) => sql`hypot(${x}, ${y})`),
  finite: one(x => sql`if(isFinite(${x}), ${x}, NULL)`),
  stddev: one(x => sql`stddevPopStable(${x})`),
  sumsquares: one(x => sql`ifNull(sum(${x} * ${x}), 0)`),
  geo_digest: call => placeDigest(call),
  geo_simplify: call => placeShape(call, wholeOf(call, 1)),
  any_shape: call => groupShape(call, wholeOf(call, 1)),
} satisfies Record<keyof typeof V1_FUNCTIONS, FunctionSql>
