import type { StoredPortal } from '../../app/ports/catalog-store.ts'
import type { ForeignRules } from '../../core/content/foreign-content.ts'
import { foreignRules } from '../../core/content/foreign-rules.ts'
import { servicesOf } from '../../core/privacy/services/services-of.ts'
import { portalKeys, type Secrets } from '../portal-keys.ts'

/** What texts of a portal's publishers may hold of others, in a language of its pages. */
export type ForeignOf = (portal: StoredPortal, language: string) => ForeignRules

/** Rules of portals, each made once for as long as its configuration stays. */
export function foreignOf(secrets: Secrets): ForeignOf {
  const portals = new WeakMap<StoredPortal['config'], Map<string, ForeignRules>>()
  return (portal, language) => {
    const languages = portals.get(portal.config) ?? new Map<string, ForeignRules>()
    portals.set(portal.config, languages)
    const known = languages.get(language)
    if (known !== undefined) return known
    const [key] = portalKeys(secrets, 'embed', portal)
    const made = foreignRules({ services: servicesOf(portal.config), language, key })
    languages.set(language, made)
    return made
  }
}
