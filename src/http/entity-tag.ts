import { createHash } from 'node:crypto'

/** A short opaque tag over everything that decides an answer. */
export const tagOf = (...parts: readonly string[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('base64url').slice(0, 22)
}

/** The tag of an answer as its caller gets it: the answers of callers with other rights never share one. */
export const taggedFor = (tag: string, rights: string): string => (rights === '' ? tag : `${tag}.${rights}`)

/**
 * The tags of an `If-None-Match` value that were given to callers with these rights, as they were before; strong ones
 * stay, for they name bytes.
 */
export function ownTags(ifNoneMatch: string | undefined, rights: string): string | undefined {
  if (ifNoneMatch === undefined || rights === '' || ifNoneMatch.trim() === '*') return ifNoneMatch
  const end = `.${rights}"`
  const own = ifNoneMatch.split(',').flatMap(one => {
    const tag = one.trim()
    if (tag.startsWith('"')) return [tag]
    return tag.endsWith(end) ? [`${tag.slice(0, -end.length)}"`] : []
  })
  return own.length === 0 ? undefined : own.join(', ')
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
