import type { RegistryEntry } from '../../core/privacy/registry-entry.ts'
import { type EntryScope, ownCookie } from './entry-scope.ts'
import type { CookieOrder } from './order.ts'

/** The cookie that proves that a form was filled in on a page of the portal (privacy.md §1.3). Scripts copy it. */
export const csrfEntry = (scope: EntryScope): RegistryEntry =>
  ownCookie(scope, {
    id: 'csrf',
    name: 'csrftoken',
    exemption: 'security',
    functionText: 'privacy.csrf.function',
    locations: ['front', 'back'],
    purposeText: 'privacy.csrf.purpose',
    setWhen: 'privacy.csrf.set_when',
    valueText: 'privacy.csrf.value',
    identifies: 'browser',
    lifetime: { type: 'session' },
    httpOnly: false,
    since: '0.2.0',
    owner: 'src/http/cookies/csrf-cookie.ts',
  })

export const csrfCookie = (token: string): CookieOrder => ({ cookie: 'csrf', value: token })

/** Takes the token's cookie back: it changes whenever the session does. */
export const NO_CSRF: CookieOrder = { cookie: 'csrf', value: null }
