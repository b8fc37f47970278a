import type { PortalConfig } from '../../core/portal/portal.ts'
import type { Lifetime, RegistryEntry } from '../../core/privacy/registry-entry.ts'
import { type EntryScope, ownCookie } from './entry-scope.ts'
import type { CookieOrder } from './order.ts'

const HALF_A_YEAR: Lifetime = { type: 'fixed', seconds: 180 * 86_400, renewed: false }

const lifetimeOf = ({ cookies }: PortalConfig): Lifetime =>
  cookies?.language === 'session' ? { type: 'session' } : HALF_A_YEAR

/** The cookie of the language that the visitor picked (privacy.md §1.4). */
export const languageEntry = (scope: EntryScope): RegistryEntry =>
  ownCookie(scope, {
    id: 'language',
    name: 'django_language',
    exemption: 'requested-preference',
    functionText: 'privacy.language.function',
    locations: ['front', 'back'],
    purposeText: 'privacy.language.purpose',
    setWhen: 'privacy.language.set_when',
    valueText: 'privacy.language.value',
    identifies: 'nobody',
    lifetime: lifetimeOf(scope.config),
    httpOnly: true,
    since: '0.2.0',
    owner: 'src/http/cookies/language-cookie.ts',
  })

export const languageCookie = (language: string): CookieOrder => ({ cookie: 'language', value: language })

/** Forgets the language: from now on the browser's own wishes count. */
export const NO_LANGUAGE: CookieOrder = { cookie: 'language', value: null }
