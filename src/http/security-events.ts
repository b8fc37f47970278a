import type { Log } from '../app/ports/log.ts'
import { askedPortal } from './asked-portal.ts'
import type { Metrics } from './operator/metrics.ts'

/** Counts what should not happen, and says so in the log: the reason alone, never who, where or with what (privacy.md S26). */
export interface SecurityEvents {
  tell(reason: string): void
}

/** How often something happened. */
export interface CountedReason {
  readonly reason: string
  readonly count: number
}

/** The same, with what is told to the administrators of a portal. */
export interface CountedEvents extends SecurityEvents {
  /**
   * Events of requests to one portal since this process began, most frequent first: nobody learns what happens to a
   * neighbour (privacy.md I2).
   */
  countsOf(portalId: number): readonly CountedReason[]
}

/** Reasons are names of the code, so there are only so many. */
export function securityEvents(log: Log, metrics: Pick<Metrics, 'security'>): CountedEvents {
  const portals = new Map<number, Map<string, number>>()
  return {
    tell: reason => {
      metrics.security.inc({ reason })
      log.warn('security', { reason })
      const portal = askedPortal()
      if (portal === null) return
      const counts = portals.get(portal) ?? new Map<string, number>()
      portals.set(portal, counts)
      counts.set(reason, (counts.get(reason) ?? 0) + 1)
    },
    countsOf: portalId =>
      [...(portals.get(portalId) ?? [])]
        .map(([reason, count]) => ({ reason, count }))
        .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
  }
}
