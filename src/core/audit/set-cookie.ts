import { parseSetCookie } from 'cookie'
import type { ObservedCookie } from './observation.ts'

/**
 * Reads what a `Set-Cookie` header, or a script, asks for at `url`; null when it takes a cookie away or is none. What
 * browsers would cut, such as a life of ten years, is told as it was asked for.
 */
export function readSetCookie(
  text: string,
  url: URL,
  now: number,
): { readonly name: string; readonly cookie: ObservedCookie } | null {
  const read = parseSetCookie(text)
  if (read.name === '') return null
  const seconds = lifeOf(read, now)
  if (seconds !== null && seconds <= 0) return null
  const domain =
    read.domain === undefined || read.domain === '' ? url.hostname : `.${read.domain.replace(/^\./, '')}`
  return {
    name: read.name,
    cookie: {
      domain,
      path: read.path?.startsWith('/') ? read.path : defaultPath(url.pathname),
      httpOnly: read.httpOnly === true,
      secure: read.secure === true,
      sameSite: sameSiteOf(read.sameSite),
      partitioned: read.partitioned === true,
      seconds,
    },
  }
}

/** `Max-Age` wins over `Expires` (RFC 6265 §5.3). */
function lifeOf(
  { maxAge, expires }: { readonly maxAge?: number | undefined; readonly expires?: Date | undefined },
  now: number,
): number | null {
  if (maxAge !== undefined) return maxAge
  if (expires === undefined || Number.isNaN(expires.getTime())) return null
  return (expires.getTime() - now) / 1000
}

function sameSiteOf(value: unknown): ObservedCookie['sameSite'] {
  if (value === true) return 'Strict'
  const text = String(value ?? '').toLowerCase()
  return text === 'lax' ? 'Lax' : text === 'strict' ? 'Strict' : text === 'none' ? 'None' : null
}

/** RFC 6265 §5.1.4. */
const defaultPath = (path: string): string => {
  const end = path.lastIndexOf('/')
  return end <= 0 ? '/' : path.slice(0, end)
}
