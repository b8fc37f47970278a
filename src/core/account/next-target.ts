/**
 * Where to go after signing in: `next` when it leads to this portal, else `fallback` (privacy.md S34 to S36). `origin` is
 * the portal's canonical one. A target is resolved as a browser would and compared by its origin, so that no spelling of
 * another site passes; what comes out is a path of this portal, never an address.
 */
export function nextTarget(next: string | null | undefined, origin: string, fallback: string): string {
  if (next === null || next === undefined || !isPlain(next)) return fallback
  const base = `${origin}/`
  if (!URL.canParse(next, base)) return fallback
  const target = new URL(next, base)
  if (target.origin !== origin || target.username !== '' || target.password !== '') return fallback
  const path = `${target.pathname}${target.search}${target.hash}`
  // a path of two slashes would be another host again
  return path.startsWith('//') ? fallback : path
}

/** Longest target that is kept. */
const MOST = 2048

/** Backslashes and control characters are read differently by different browsers: nobody needs them. */
const isPlain = (next: string): boolean =>
  next !== '' && next.length <= MOST && next === next.trim() && !/[\\\p{Cc}]/u.test(next)
