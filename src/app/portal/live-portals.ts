import { syncCatalogIndex } from '../catalog/sync-catalog-index.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { Ports } from '../ports/ports.ts'

/** A portal as this process serves it. */
export interface LivePortal {
  readonly stored: StoredPortal
  /** Version of the catalogue that the search index holds: part of every tag of a catalogue answer. */
  readonly version: number
}

/** Portals by host, kept current without a query per request. */
export interface LivePortals {
  /** The portal of a host name (no port, any case), or undefined. */
  byHost(host: string): LivePortal | undefined
  all(): readonly LivePortal[]
  /** Looks once whether another process changed anything, and takes it in. */
  refresh(signal: AbortSignal): Promise<void>
}

/** Reads all portals; call `refresh` from then on, after own changes and every now and then. */
export async function openLivePortals(ports: Ports, signal: AbortSignal): Promise<LivePortals> {
  let live: readonly LivePortal[] = []
  let hosts = new Map<string, LivePortal>()
  let busy: Promise<void> | null = null

  const load = async (): Promise<void> => {
    const known = new Map(live.map(portal => [portal.stored.id, portal]))
    const stored = await ports.catalog.listPortals()
    live = await Promise.all(
      stored.map(async portal => {
        if (known.get(portal.id)?.version !== portal.catalogVersion)
          await syncCatalogIndex(ports, portal.id, signal)
        return { stored: portal, version: portal.catalogVersion }
      }),
    )
    hosts = new Map(live.flatMap(portal => portal.stored.config.hosts.map(host => [host, portal] as const)))
  }

  const isStale = async (): Promise<boolean> => {
    const versions = await ports.catalog.portalVersions()
    return (
      versions.size !== live.length ||
      live.some(({ stored, version }) => {
        const now = versions.get(stored.id)
        return now?.config !== stored.configVersion || now.catalog !== version
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
