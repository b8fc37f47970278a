const NOT_SIGNIFICANT = /^-?0*\.?0*|[.]|[eE].*$/g

/** The value of an integer without loss: a bigint beyond 2^53. */
export const exactInteger = (token: string): number | bigint => {
  const value = Number(token)
  return Number.isSafeInteger(value) ? value : BigInt(token)
}

/**
 * The value of a number written with a point or an exponent: a number when a double holds it and shows that
 * it is no integer, the text itself otherwise (`1.0`, `1e3`, more digits than a double has).
 */
export const exactDecimal = (token: string): number | string => {
  const value = Number(token)
  if (Number.isInteger(value) || !Number.isFinite(value)) return token
  if (token.length <= 16 || String(value) === token) return value
  return token.replace(NOT_SIGNIFICANT, '').length <= 15 ? value : token
}
