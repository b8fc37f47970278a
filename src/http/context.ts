import type { LivePortal } from '../app/portal/live-portals.ts'

/** A request as handlers see it: built once, typed, frozen. */
export interface RequestContext {
  /** Also in the answer's `x-request-id`, so that a visitor can quote it. */
  readonly id: string
  /** The portal as its caller may see it: what is asked of it is asked with their rights. */
  readonly portal: LivePortal
  /** `https://host[:port]` as the visitor reached the portal. */
  readonly origin: string
  /** Path as sent, without the query. */
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  /** Query string, then the fields of a form body, in order; without the caller's key. */
  readonly query: URLSearchParams
  readonly acceptLanguage: string | undefined
  readonly ifNoneMatch: string | undefined
  /** Aborted when the visitor leaves or the deadline passes. */
  readonly signal: AbortSignal
}
