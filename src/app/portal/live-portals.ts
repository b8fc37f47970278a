import { ANONYMOUS } from '../../core/permission/caller.ts'
import type { Decided, PortalAccess } from '../../core/permission/decide.ts'
import { type PortalView, portalView } from '../../core/permission/portal-view.ts'
import type { PortalQuotas } from '../../core/portal/portal.ts'
import type { ConsentOffer } from '../../core/privacy/consent-state.ts'
import { type CookieNaming, cookieNamings } from '../../core/privacy/cookie-naming.ts'
import { syncCatalogIndex } from '../catalog/sync-catalog-index.ts'
import type { RuledDataset, StoredPortal } from '../ports/catalog-store.ts'
import type { Ports } from '../ports/ports.ts'
import { NOTHING_ASKED, takeMaterial } from '../privacy/take-material.ts'

/** A portal as this process serves it to one caller. */
export interface LivePortal {
  readonly stored: StoredPortal
  /** Version of the catalogue that the search index holds: part of every tag of a catalogue answer. */
  readonly version: number
  /** Rules of the datasets about which something was said, by uid. */
  readonly rules: ReadonlyMap<string, RuledDataset>
  /** Calls a day that the portal allows; null when it says nothing of them. */
  readonly quotas: PortalQuotas | null
  /** Datasets with a limit of calls of their own, by their present identifier. */
  readonly datasetQuotas: ReadonlyMap<string, Decided>
  /** What it asks its visitors for: services of other providers, at their material revision. */
  readonly consent: ConsentOffer
  /** How its cookies are called under each of its hosts. */
  readonly naming: ReadonlyMap<string, CookieNaming>
  /** What the caller may see; as `byHost` gives it, what everyone may. */
  readonly view: PortalView
}

/** Portals by host, kept current without a query per request. */
export interface LivePortals {
  /** The portal of a host name (no port, any case), or undefined; as everyone sees it. */
  byHost(host: string): LivePortal | undefined
  all(): readonly LivePortal[]
  /** Looks once whether another process changed anything, and takes it in. */
  refresh(signal: AbortSignal): Promise<void>
}

/** Who may enter a portal. */
export const accessOf = ({ config }: StoredPortal): PortalAccess => config.access ?? 'public'

const NO_NAMING: LivePortal['naming'] = new Map()

/** A portal with its rules, as everyone sees it. */
export function livePortal(
  stored: StoredPortal,
  rules: LivePortal['rules'],
  naming: LivePortal['naming'] = NO_NAMING,
): LivePortal {
  const datasets = new Map([...rules].map(([uid, ruled]) => [uid, ruled.rules]))
  const view = portalView({ access: accessOf(stored), datasets }, ANONYMOUS)
  const limited = [...rules].filter(([, { rules: said }]) => said.callsPerDay !== null)
  return {
    ...{ stored, version: stored.catalogVersion, rules, view, naming },
    quotas: stored.config.quotas ?? null,
    consent: NOTHING_ASKED,
    datasetQuotas: new Map(
      limited.map(([uid, { datasetId, rules: said }]) => [datasetId, { uid, rules: said }]),
    ),
  }
}

/** Reads all portals; call `refresh` from then on, after own changes and every now and then. */
export async function openLivePortals(
  ports: Ports,
  signal: AbortSignal,
  suffixes: readonly string[] = [],
): Promise<LivePortals> {
  let live: readonly LivePortal[] = []
  let hosts = new Map<string, LivePortal>()
  let busy: Promise<void> | null = null

  const takeIn = async (stored: StoredPortal, known: LivePortal | undefined): Promise<LivePortal> => {
    if (known?.version === stored.catalogVersion) return livePortal(stored, known.rules)
    const rules = await ports.catalog.datasetRules(stored.id)
    await syncCatalogIndex(ports, stored.id, signal)
    return livePortal(stored, rules)
  }

  const load = async (): Promise<void> => {
    const known = new Map(live.map(portal => [portal.stored.id, portal]))
    const stored = await ports.catalog.listPortals()
    const materials = await ports.consent.latestMaterials()
    const naming = cookieNamings(
      stored.map(({ config }) => config),
      suffixes,
    )
    live = await Promise.all(
      stored.map(async portal => ({
        ...(await takeIn(portal, known.get(portal.id))),
        naming,
        consent: await takeMaterial(ports.consent, portal, materials.get(portal.id)),
      })),
    )
    hosts = new Map(live.flatMap(portal => portal.stored.config.hosts.map(host => [host, portal] as const)))
  }

  const isStale = async (): Promise<boolean> => {
    const versions = await ports.catalog.portalVersions()
    return (
      versions.size !== live.length ||
      live.some(({ stored, version }) => {
        const now = versions.get(stored.id)
        return (
          now?.config !== stored.configVersion || now.catalog !== version || now.keys !== stored.keyVersion
        )
      })
    )
  }

  await load()
  return {
    byHost: host => hosts.get(host.toLowerCase()),
    all: () => live,
    refresh: () => {
      busy ??= isStale()
        .then(stale => (stale ? load() : undefined))
        .finally(() => {
          busy = null
        })
      return busy
    },
  }
}
