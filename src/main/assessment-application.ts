import { findPortal } from '../app/catalog/published-datasets.ts'
import type { StoredPortal } from '../app/ports/catalog-store.ts'
import type { Application } from '../cli/application.ts'
import { type CookieNaming, cookieNamings } from '../core/privacy/cookie-naming.ts'
import { assess, type SelfAssessment } from '../core/privacy/self-assessment.ts'
import { entriesOf } from '../core/privacy/services/service-entries.ts'
import { servicesOf } from '../core/privacy/services/services-of.ts'
import { suffixesOf } from '../core/settings/check-hosts.ts'
import { isDevelopmentHost } from '../core/settings/development-host.ts'
import { codeEntries } from '../http/cookies/registry.ts'
import type { Deployment } from './open-deployment.ts'
import { isSecure } from './row-services.ts'

/** What portals could show to an authority, from their configuration in force and the registry. */
export function assessmentApplication({
  ports,
  settings,
}: Pick<Deployment, 'ports' | 'settings'>): Pick<Application, 'selfAssess'> {
  const assessed = (naming: ReadonlyMap<string, CookieNaming>, { config }: StoredPortal): SelfAssessment => {
    const [host] = config.hosts
    const own = codeEntries({
      ...{ config, provider: settings.provider, naming: naming.get(host) ?? 'plain' },
      secure: isSecure(settings) || !isDevelopmentHost(host),
    })
    return assess({ portal: config.slug, host, entries: [...own, ...entriesOf(servicesOf(config))] })
  }
  return {
    selfAssess: async slug => {
      const all = await ports.catalog.listPortals()
      const naming = cookieNamings(
        all.map(({ config }) => config),
        suffixesOf(settings),
      )
      const asked = slug === null ? all : [await findPortal(ports, slug)]
      return asked.map(portal => assessed(naming, portal))
    },
  }
}
