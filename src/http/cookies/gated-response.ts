import {
  type IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  ServerResponse,
} from 'node:http'
import type { RegistryEntry } from '../../core/privacy/registry-entry.ts'
import { type CookieFault, cookieFault } from './check-set-cookie.ts'

/** What the gate kept back. */
export interface GateEvent {
  readonly header: 'set-cookie' | 'clear-site-data' | 'link' | 'speculation-rules'
  readonly fault: CookieFault | 'foreign'
}

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[] | undefined

/**
 * The last thing that every answer passes, whoever wrote it: a handler, a plug-in, a proxied upstream (privacy.md §3.4).
 * Cookies that are not declared as they are written stay here, and so does what would reach other tenants or hosts.
 */
export class GatedResponse<
  Request extends IncomingMessage = IncomingMessage,
> extends ServerResponse<Request> {
  /** Entries that may leave on this answer; none until the portal is known. */
  declared: readonly RegistryEntry[] = []
  /** Told of what stays behind. */
  onKept: ((event: GateEvent) => void) | null = null

  override writeHead(status: number, first?: string | Headers, second?: Headers): this {
    const [reason, given] = typeof first === 'string' ? [first, second] : [undefined, first]
    // most answers carry none of the names that are looked at
    if (reason === undefined && isPlain(given) && !WATCHED.some(name => this.hasHeader(name)))
      return super.writeHead(status, given)
    for (const [name, value] of pairsOf(given)) this.setHeader(name, value)
    this.#gate()
    return reason === undefined ? super.writeHead(status) : super.writeHead(status, reason)
  }

  #gate(): void {
    const events = this.#gateCookies()
    for (const [header, isForeign] of FOREIGN)
      if (listOf(this.getHeader(header)).some(isForeign)) {
        this.removeHeader(header)
        events.push({ header, fault: 'foreign' })
      }
    // told once everything is off, since whoever is told may throw
    for (const event of events) this.onKept?.(event)
  }

  #gateCookies(): GateEvent[] {
    const cookies = listOf(this.getHeader('set-cookie'))
    const faults = cookies.map(cookie => cookieFault(cookie, this.declared))
    const kept = cookies.filter((_, at) => faults[at] === null)
    if (kept.length === 0) this.removeHeader('set-cookie')
    else if (kept.length < cookies.length) this.setHeader('set-cookie', kept)
    return faults.flatMap(fault => (fault === null ? [] : [{ header: 'set-cookie', fault } as const]))
  }
}

const listOf = (value: number | string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'object' ? value : [String(value)]

/** A hint that makes the browser go to another host before anything was read. */
const isForeignHint = (link: string): boolean =>
  /rel\s*=\s*"?[^",;]*(?:preconnect|dns-prefetch|prefetch|preload|prerender)/i.test(link) &&
  /<\s*(?:[a-z]+:)?\/\//i.test(link)

/** Headers that would reach other tenants or other hosts, with what makes them do so. */
const FOREIGN: readonly (readonly [
  Exclude<GateEvent['header'], 'set-cookie'>,
  (value: string) => boolean,
])[] = [
  ['clear-site-data', value => /cookies|\*/i.test(value)],
  ['link', isForeignHint],
  ['speculation-rules', () => true],
]

const WATCHED = ['set-cookie', 'clear-site-data', 'link', 'speculation-rules'] as const

const isPlain = (headers: Headers): headers is OutgoingHttpHeaders =>
  headers !== undefined &&
  !Array.isArray(headers) &&
  !Object.keys(headers).some(name => WATCHED.some(watched => watched === name.toLowerCase()))

/** Headers as they were handed over, by name or one after the other; a name that is there twice keeps both values. */
function pairsOf(headers: Headers): readonly (readonly [string, OutgoingHttpHeader])[] {
  if (headers === undefined) return []
  if (!Array.isArray(headers))
    return Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    )
  const found = new Map<string, string[]>()
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = String(headers[at]).toLowerCase()
    found.set(name, [...(found.get(name) ?? []), ...listOf(headers[at + 1])])
  }
  return [...found].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values] as const)
}
