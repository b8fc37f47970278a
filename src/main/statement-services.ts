import { lastAuditOf } from '../app/audit/keep-audit.ts'
import { liveStatements } from '../app/policy/live-statements.ts'
import { signPolicy } from '../app/policy/sign-policy.ts'
import type { LivePortal } from '../app/portal/live-portals.ts'
import type { CookieNaming } from '../core/privacy/cookie-naming.ts'
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
function sourcesOf(
  { settings, secure }: { readonly settings: Settings; readonly secure: boolean },
  portal: LivePortal,
  at?: string,
): PolicySources {
  const { config } = portal.stored
  const [canonical] = config.hosts
  const asked = at === undefined ? canonical : new URL(at).hostname
  const host = config.hosts.includes(asked) ? asked : canonical
  const namingOf = (name: string): CookieNaming => portal.naming.get(name) ?? 'plain'
  const own = codeEntries({
    config,
    provider: settings.provider,
    naming: namingOf(host),
    secure: secure || !isDevelopmentHost(host),
  })
  return {
    config,
    origin: originOf(settings, secure, canonical),
    provider: settings.provider,
    // nothing measures an audience yet
    measurement: null,
    entries: [...own, ...entriesOf(servicesOf(config))],
    namesDiffer: new Set(config.hosts.map(namingOf)).size > 1,
  }
}

/** The statements of all portals, and what their pages are made from. */
export function statementServices(
  { settings, ports, secrets }: Deployment,
  secure: boolean,
): StatementServices {
  return {
    live: liveStatements(ports, (portal, at) => sourcesOf({ settings, secure }, portal, at), writeArchive),
    document: asked => ports.policies.document(asked),
    lastAudit: ({ stored }) => lastAuditOf(ports, stored.id),
    ledgerHead: async ({ stored }) => {
      const today = ports.clock.now().toISOString().slice(0, 10)
      const head = await ports.consent.headBefore(stored.id, today)
      return head === null ? null : { date: head.day, hash: head.hash }
    },
    sign: ({ stored }, policy) => signPolicy(secrets[0], stored.id, policy),
  }
}
