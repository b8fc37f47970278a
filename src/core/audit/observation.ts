import type { StorageKind } from '../privacy/registry-entry.ts'

/** What the visitor had said when something was seen. */
export type ConsentPhase = 'none' | 'refused' | 'given' | 'withdrawn'

/** A cookie as the browser keeps it, or as a header or script asked for it. */
export interface ObservedCookie {
  /** `example.org` of one host, `.example.org` of a domain. */
  readonly domain: string
  readonly path: string
  readonly httpOnly: boolean
  readonly secure: boolean
  readonly sameSite: 'Lax' | 'Strict' | 'None' | null
  readonly partitioned: boolean
  /** Seconds that it lives from when it was set; null until the browser closes. */
  readonly seconds: number | null
}

/** Something that a browser stored, or a host that it contacted. Never a value, never a page's content. */
export interface Seen {
  readonly kind: StorageKind
  /** Name of the cookie, key, database, cache; script of a service worker; URL without its query, of a request. */
  readonly name: string
  /** Host that it belongs to or went to. */
  readonly host: string
  /** Who did it: a script with its line, a URL, a frame; null when it cannot be told. */
  readonly initiator: string | null
  /** For cookies. */
  readonly cookie?: ObservedCookie
  /** Whether it was there when looked for, and not only set in passing: an entry that is kept. */
  readonly kept: boolean
}

/** A {@link Seen} with the situation that it was seen in. */
export interface Observation extends Seen {
  readonly state: string
  readonly phase: ConsentPhase
  /** Path of the page that was being visited. */
  readonly route: string
}
