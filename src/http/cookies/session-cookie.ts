import { sessionLimits } from '../../core/account/session-life.ts'
import type { PortalConfig } from '../../core/portal/portal.ts'
import type { Lifetime, RegistryEntry } from '../../core/privacy/registry-entry.ts'
import { type EntryScope, ownCookie } from './entry-scope.ts'
import type { CookieOrder } from './order.ts'

/** As long as a reader may stay signed in on this portal (privacy.md §1.2, P05). */
function lifetimeOf({ accounts }: PortalConfig): Lifetime {
  const { idle, absolute } = sessionLimits(accounts, false)
  return { type: 'session', keptSeconds: absolute / 1000, idleSeconds: idle / 1000 }
}

/** The cookie of who is signed in (privacy.md §1.2). */
export const sessionEntry = (scope: EntryScope): RegistryEntry =>
  ownCookie(scope, {
    id: 'session',
    name: 'sessionid',
    exemption: 'authentication',
    functionText: 'privacy.session.function',
    locations: ['front', 'back'],
    purposeText: 'privacy.session.purpose',
    setWhen: 'privacy.session.set_when',
    valueText: 'privacy.session.value',
    identifies: 'account',
    lifetime: lifetimeOf(scope.config),
    httpOnly: true,
    since: '0.2.0',
    owner: 'src/http/cookies/session-cookie.ts',
  })

/** Puts a session in the visitor's hands; `keptSeconds` when they asked to stay signed in (privacy.md S33). */
export const sessionCookie = (id: string, keptSeconds: number | null): CookieOrder => ({
  cookie: 'session',
  value: id,
  ...(keptSeconds === null ? {} : { keptSeconds }),
})

/** Takes the session's cookie back. */
export const NO_SESSION: CookieOrder = { cookie: 'session', value: null }
