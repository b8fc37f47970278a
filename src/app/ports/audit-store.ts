import type { PublicAudit } from '../../core/audit/public-audit.ts'

/** An audit of a portal, as its page shows it. */
export interface KeptAudit {
  /** The day, `2026-11-21`; of a later one of that day with its number, `2026-11-21.2`. */
  readonly name: string
  readonly audit: PublicAudit
}

/** Audits of portals: kept for ever, the bad ones too. Every method is one transaction; faults as of `CatalogStore`. */
export interface AuditStore {
  /** Keeps an audit under the next free name of the day it began on, UTC. */
  add(portalId: number, audit: PublicAudit): Promise<KeptAudit>
  /** The audit that was kept last; null when there is none. */
  last(portalId: number): Promise<KeptAudit | null>
  find(portalId: number, name: string): Promise<KeptAudit | null>
}
