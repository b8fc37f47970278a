import type { RegistryEntry } from '../../core/privacy/registry-entry.ts'
import { type EntryScope, ownCookie } from './entry-scope.ts'
import type { CookieOrder } from './order.ts'

const DAY = 86_400

/** Longest that a reader may stay signed in, unless the portal says less (privacy.md §1.2). */
const READER_DAYS = 30

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
    lifetime: { type: 'session', keptSeconds: READER_DAYS * DAY },
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
