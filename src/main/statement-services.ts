import { liveStatements } from '../app/policy/live-statements.ts'
import { signPolicy } from '../app/policy/sign-policy.ts'
import type { LivePortal } from '../app/portal/live-portals.ts'
import type { PolicySources } from '../core/privacy/policy/facts.ts'
import { entriesOf } from '../core/privacy/services/service-entries.ts'
import { servicesOf } from '../core/privacy/services/services-of.ts'
import { isDevelopmentHost } from '../core/settings/development-host.ts'
import type { Settings } from '../core/settings.ts'
import { codeEntries } from '../http/cookies/registry.ts'
import { writeArchive } from '../http/web/front/statement-archive.tsx'
import type { StatementServices } from '../http/web/statement-services.ts'
import type { Deployment } from './open-deployment.ts'

/** `https://host`, with the port that visitors of a portal without TLS type. */
function originOf({ port }: Settings, secure: boolean, host: string): string {
  if (secure) return `https://${host}`
  return port === 80 || port === 0 ? `http://${host}` : `http://${host}:${port}`
}

/** What a portal's statements follow from: its settings, the entries of the code, the services that it declared. */
function sourcesOf(settings: Settings, secure: boolean, portal: LivePortal): PolicySources {
  const { config } = portal.stored
  const [host] = config.hosts
  const own = codeEntries({
    config,
    provider: settings.provider,
    naming: portal.naming.get(host) ?? 'plain',
    secure: secure || !isDevelopmentHost(host),
  })
  return {
    config,
    origin: originOf(settings, secure, host),
    provider: settings.provider,
    // nothing measures an audience yet
    measurement: null,
    entries: [...own, ...entriesOf(servicesOf(config))],
  }
}

/** The statements of all portals, and what their pages are made from. */
export function statementServices(
  { settings, ports, secrets }: Deployment,
  secure: boolean,
): StatementServices {
  return {
    live: liveStatements(ports, portal => sourcesOf(settings, secure, portal), writeArchive),
    document: asked => ports.policies.document(asked),
    lastAudit: () => Promise.resolve(null),
    ledgerHead: async ({ stored }) => {
      const today = ports.clock.now().toISOString().slice(0, 10)
      const head = await ports.consent.headBefore(stored.id, today)
      return head === null ? null : { date: head.day, hash: head.hash }
    },
    sign: ({ stored }, policy) => signPolicy(secrets[0], stored.id, policy),
  }
}
