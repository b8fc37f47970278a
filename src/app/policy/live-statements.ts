import type { PolicySources } from '../../core/privacy/policy/facts.ts'
import type { LivePortal } from '../portal/live-portals.ts'
import type { Ports } from '../ports/ports.ts'
import { type PublishedStatements, publishStatements, type WriteArchive } from './publish-statements.ts'

/** Statements of portals as this process serves them. */
export interface LiveStatements {
  /**
   * What a portal's statements are made from now. `at` is the origin that a visitor came in at: names of cookies are
   * those of that host; versions are of the canonical one.
   */
  sources(portal: LivePortal, at?: string): PolicySources
  /** Their versions, the present ones first; publishes what nobody has published yet. */
  published(portal: LivePortal): Promise<PublishedStatements>
  /** Publishes what changed for all of these portals; a failure is told, and tried again at the next look. */
  publishAll(portals: readonly LivePortal[]): Promise<void>
}

interface Known {
  readonly key: string
  readonly versions: Promise<PublishedStatements>
}

/** Everything of a portal that its statements follow from, and that may change while the process runs. */
const keyOf = ({ stored }: LivePortal, { origin, entries, namesDiffer }: PolicySources): string =>
  [stored.configVersion, origin, namesDiffer, ...entries.map(({ name }) => name)].join('\n')

/** Remembers the versions of each portal for as long as what they follow from stays the same. */
export function liveStatements(
  ports: Pick<Ports, 'policies' | 'clock' | 'log'>,
  sources: LiveStatements['sources'],
  write: WriteArchive,
): LiveStatements {
  const portals = new Map<number, Known>()
  let done: readonly LivePortal[] = []
  const published = (portal: LivePortal): Promise<PublishedStatements> => {
    const made = sources(portal)
    const [portalId, key] = [portal.stored.id, keyOf(portal, made)]
    const known = portals.get(portalId)
    if (known?.key === key) return known.versions
    const versions = publishStatements(ports, { portalId, sources: made, write })
    portals.set(portalId, { key, versions })
    versions.catch(() => {
      if (portals.get(portalId)?.versions === versions) portals.delete(portalId)
    })
    return versions
  }
  return {
    sources,
    published,
    publishAll: async all => {
      if (all === done) return
      const failed = new Set<LivePortal>()
      for (const portal of all)
        await published(portal).catch((thrown: unknown) => {
          failed.add(portal)
          ports.log.error('statements_failed', { portal: portal.stored.config.slug }, thrown)
        })
      if (failed.size === 0) done = all
    },
  }
}
