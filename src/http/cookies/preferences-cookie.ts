import { CONSENT_SECONDS } from '../../core/privacy/consent-value.ts'
import type { RegistryEntry } from '../../core/privacy/registry-entry.ts'
import { type EntryScope, ownCookie } from './entry-scope.ts'
import type { CookieOrder } from './order.ts'

/** The cookie of what the visitor decided about cookies (privacy.md §1.5, §2.5). */
export const preferencesEntry = (scope: EntryScope): RegistryEntry =>
  ownCookie(scope, {
    id: 'preferences',
    name: 'cookies_preferences',
    exemption: 'choice-record',
    functionText: 'privacy.preferences.function',
    locations: ['front', 'back'],
    purposeText: 'privacy.preferences.purpose',
    setWhen: 'privacy.preferences.set_when',
    valueText: 'privacy.preferences.value',
    identifies: 'nobody',
    lifetime: { type: 'fixed', seconds: CONSENT_SECONDS, renewed: false },
    httpOnly: false,
    since: '0.2.0',
    owner: 'src/http/cookies/preferences-cookie.ts',
  })

export const preferencesCookie = (value: string): CookieOrder => ({ cookie: 'preferences', value })

export const NO_PREFERENCES: CookieOrder = { cookie: 'preferences', value: null }
