import { checkFilesHost } from '../core/settings/check-files-host.ts'
import { checkHosts, suffixesOf } from '../core/settings/check-hosts.ts'
import { type FoundPortal, type FoundPortals, loadPortals } from './load-portals.ts'
import type { LocatedSettings } from './located-settings.ts'
import { DEMO_PORTALS } from './package-root.ts'
import { Refusal } from './refusal.ts'

/** Portals of the operator's folder and, with `demo`, those that come with the package; the operator's win. */
export async function findPortals(settings: LocatedSettings, demo: boolean): Promise<FoundPortals> {
  const own = await loadPortals(settings.portals)
  if (!demo || settings.portals === DEMO_PORTALS) return own
  const brought = await loadPortals(DEMO_PORTALS)
  const taken = new Set(own.portals.map(portal => portal.config.slug))
  return {
    portals: [...own.portals, ...brought.portals.filter(portal => !taken.has(portal.config.slug))],
    faults: [...own.faults, ...brought.faults],
  }
}

/** Those portals, or a {@link Refusal} with everything that is wrong with them, hosts over all of them included. */
export async function knownPortals(
  settings: LocatedSettings,
  demo: boolean,
): Promise<readonly FoundPortal[]> {
  const { portals, faults } = await findPortals(settings, demo)
  const all = [
    ...faults,
    ...checkHosts(
      settings.host,
      portals.map(portal => portal.config),
      suffixesOf(settings),
    ),
    ...checkFilesHost(
      settings,
      portals.map(portal => portal.config),
    ),
  ]
  if (all.length > 0) throw new Refusal(all)
  return portals
}
