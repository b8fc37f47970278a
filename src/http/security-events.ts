import type { Log } from '../app/ports/log.ts'
import type { Metrics } from './operator/metrics.ts'

/** Counts what should not happen, and says so in the log: the reason alone, never who, where or with what (privacy.md S26). */
export interface SecurityEvents {
  tell(reason: string): void
}

export const securityEvents = (log: Log, metrics: Pick<Metrics, 'security'>): SecurityEvents => ({
  tell: reason => {
    metrics.security.inc({ reason })
    log.warn('security', { reason })
  },
})
