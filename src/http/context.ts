import type { FoundSession } from '../app/account/session-desk.ts'
import type { LivePortal } from '../app/portal/live-portals.ts'
import type { SignedIn } from '../core/account/signed-in.ts'
import type { ConsentDecision } from '../core/privacy/consent-value.ts'

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
  /** Whether somebody is: what a page shows to everyone who is signed in with the same rights. */
  readonly isSignedIn: boolean
  /** Who is signed in; null for nobody, and for callers with a key. Looking makes the answer theirs alone. */
  readonly signedIn: SignedIn | null
  /** What the session's cookie stands for; null when none was sent. */
  readonly session: FoundSession | null
  /** Value of that cookie, for what begins or ends a session; null when none was sent. */
  readonly presented: string | null
  readonly visitor: Visitor
  /**
   * A token for a form of class T on the page that is being made (privacy.md §1.3). Asking for one makes the answer
   * private, and puts the token's cookie on it where there is none yet.
   */
  readonly csrfToken: () => string
  /** Value of the preferences cookie for a decision, signed for this portal and host; null for callers with a key. */
  readonly consentValue: (decision: ConsentDecision) => string | null
  /** Aborted when the visitor leaves or the deadline passes. */
  readonly signal: AbortSignal
}

/** What the visitor's cookies and signals say; read only when asked for. Nothing of callers with a key. */
export interface Visitor {
  /** Value of the language's cookie, whatever it is. */
  readonly language: string | undefined
  /** What was decided about cookies; null for no decision, and for anything that we did not sign. */
  readonly decision: ConsentDecision | null
  /** Whether `Sec-GPC: 1` or `DNT: 1` was sent (privacy.md B13, B15). */
  readonly objects: boolean
  /** Address that the visitor comes from, for limits; never stored. */
  readonly address: string
  readonly userAgent: string | undefined
  /** Whether the browser only looks ahead, and nobody has asked for the page yet (privacy.md C64). */
  readonly looksAhead: boolean
}

/** A request that changes something. */
export interface ActionContext extends RequestContext {
  /** Fields of the form, without the token; `query` holds what the address says, and nothing of the form. */
  readonly form: URLSearchParams
  /** The JSON body; null for forms. */
  readonly body: unknown
  /** Origin of the page that sent it, checked by the row's guard; null when the browser does not say. */
  readonly sentFrom: string | null
}
