import type { SessionDesk } from '../app/account/session-desk.ts'
import type { KeyRing } from '../app/permission/key-ring.ts'
import type { LivePortal, LivePortals } from '../app/portal/live-portals.ts'
import type { Log } from '../app/ports/log.ts'
import type { CallMeter } from '../app/quota/call-meter.ts'
import type { VitrineError } from '../core/errors.ts'
import type { AnswerCache } from './answer-cache.ts'
import type { InFlight } from './in-flight.ts'
import type { Metrics } from './operator/metrics.ts'
import type { Secrets } from './portal-keys.ts'
import type { Reply } from './reply.ts'
import type { ActionRoute, HostlessRoute, Route, Surface } from './route.ts'
import type { SecurityEvents } from './security-events.ts'
import type { SessionGuesses } from './session-guesses.ts'

/** What the doors need; handed in once. */
export interface Doors {
  readonly portals: LivePortals
  readonly keys: KeyRing
  readonly sessions: Pick<SessionDesk, 'find'>
  readonly guesses: SessionGuesses
  readonly meter: CallMeter
  readonly cache: AnswerCache
  readonly inFlight: InFlight
  readonly metrics: Metrics
  readonly log: Log
  readonly events: SecurityEvents
  /** The deployment's secrets, the one in force first: keys of portals are derived from them (privacy.md §1.0). */
  readonly secrets: Secrets
  /** Unix milliseconds. */
  readonly now: () => number
  /** Who runs the platform; null when the portal's own publisher does. */
  readonly provider: string | null
  /** Whether a cookie that nobody declared is a bug to fail of, as in development and tests, or only kept back. */
  readonly strictGate: boolean
  readonly limits: { readonly bodyBytes: number; readonly headerBytes: number }
  /** Whether visitors reach the portals over TLS, ended here or in front of us. */
  readonly secure: boolean
  /** Certificate and key when TLS ends here. */
  readonly tls: { readonly cert: Uint8Array; readonly key: Uint8Array } | null
  /** Addresses and networks whose `X-Forwarded-*` count; nobody else's do (privacy.md I1). */
  readonly trustedProxies: readonly string[]
  /** Folder of the built files under `/assets/`, names with content hashes, compressed forms beside them. */
  readonly assetsFolder: string
  /** Rows of portals: pages and API. */
  readonly routes: readonly Route[]
  /** Rows of portals that change something. */
  readonly actions: readonly ActionRoute[]
  /** Rows that answer under any host. */
  readonly hostlessRoutes: readonly HostlessRoute[]
  /** The deployment's list of portals, on loopback only. */
  readonly lobby: (origin: string, acceptLanguage: string | undefined) => Reply
  /** One door out for faults. */
  readonly fault: (error: VitrineError, request: FaultedRequest) => Reply
}

/** What a fault's answer may say of the request. `portal` is null when no portal could be told. */
export interface FaultedRequest {
  readonly id: string
  readonly surface: Surface
  readonly portal: LivePortal | null
  readonly path: string
  /** Query as sent, with its `?`, or `''`. */
  readonly search: string
  readonly acceptLanguage: string | undefined
  /** Who asked, as far as it is known. */
  readonly asker: 'nobody' | 'signed_in' | 'key'
}
