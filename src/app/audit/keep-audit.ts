import { type PublicAudit, publicAudit } from '../../core/audit/public-audit.ts'
import type { AuditReport } from '../../core/audit/report.ts'
import { VitrineError } from '../../core/errors.ts'
import type { LastAudit } from '../../core/privacy/policy/policy-json.ts'
import type { AuditStore, KeptAudit } from '../ports/audit-store.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'

/** Keeps an audit of a portal for its page. `argument_invalid` when it is the audit of another site. */
export async function keepAudit(
  { audits }: { readonly audits: AuditStore },
  portal: StoredPortal,
  report: AuditReport,
): Promise<KeptAudit> {
  if (!portal.config.hosts.includes(new URL(report.site).hostname))
    throw new VitrineError('argument_invalid', { name: 'record', value: portal.config.slug })
  return audits.add(portal.id, publicAudit(report))
}

/** Path of an audit's page; the visitor's language is added where it is followed. */
export const auditPath = (name: string): string => `/cookies/audit/${name}/`

/** What the policy says of the last audit (privacy.md §3.2). */
export async function lastAuditOf(
  { audits }: { readonly audits: AuditStore },
  portalId: number,
): Promise<LastAudit | null> {
  const last = await audits.last(portalId)
  return last === null ? null : { ...figuresOf(last.audit), report: auditPath(last.name) }
}

/** The date and the counts of an audit, the same on its page and in the policy (P48). */
export const figuresOf = ({ startedAt, pages, findings }: PublicAudit) => ({
  date: startedAt.slice(0, 10),
  pages,
  differences: findings.length,
})
