const SIGNIFICANT = /^-?0*\.?0*|[.]|[eE].*$/g

/**
 * The value of a JSON number without loss: a number when a double holds it and an integer stays an integer;
 * a bigint for integers beyond 2^53; the text itself otherwise (`1.0`, `1e3`, more digits than a double has).
 */
export const exactNumber = (token: string): number | bigint | string => {
  const value = Number(token)
  if (!/[.eE]/.test(token)) return Number.isSafeInteger(value) ? value : BigInt(token)
  if (Number.isInteger(value) || !Number.isFinite(value)) return token
  if (token.length <= 15 || String(value) === token) return value
  return token.replace(SIGNIFICANT, '').length <= 15 ? value : token
}
