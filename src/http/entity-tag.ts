import { createHash } from 'node:crypto'

/** A short opaque tag over everything that decides an answer. */
export const tagOf = (...parts: readonly string[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('base64url').slice(0, 22)
}

/**
 * Whether an `If-None-Match` value names the tag, by weak comparison (RFC 9110 §8.8.3.2, §13.1.2).
 * Anything that does not parse matches nothing.
 */
export function tagMatches(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false
  if (ifNoneMatch.trim() === '*') return true
  return ifNoneMatch.split(',').some(one => {
    const opaque = one.trim().replace(/^W\//, '')
    return opaque === `"${tag}"`
  })
}
