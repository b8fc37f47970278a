import type { SeenEntry } from './compare.ts'
import type { Finding } from './finding.ts'
import { isOfTemplate } from './plan.ts'
import type { AuditReport, PlayedState } from './report.ts'

/**
 * What a portal tells the world of an audit: counts, and differences by the template of their page. Paths are left out,
 * for they may name what only some may see.
 */
export interface PublicAudit {
  readonly format: 'vitrine-audit-summary/1'
  readonly site: string
  readonly browser: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly idleSeconds: number
  readonly pages: number
  readonly templates: { readonly visited: number; readonly all: number }
  readonly states: readonly Omit<PlayedState, 'reason'>[]
  readonly entries: readonly SeenEntry[]
  /** `route` is a template here, or null. */
  readonly findings: readonly Omit<Finding, 'initiator'>[]
  /** What the content security policy stopped. */
  readonly violations: number
}

/** The public part of a report. */
export const publicAudit = (report: AuditReport): PublicAudit => ({
  format: 'vitrine-audit-summary/1',
  site: report.site,
  browser: report.browser,
  startedAt: report.startedAt,
  idleSeconds: report.idleSeconds,
  pages: report.pages.length,
  templates: {
    visited: report.templates.filter(({ page }) => page !== null).length,
    all: report.templates.length,
  },
  states: report.states.map(({ reason: _, ...state }) => state),
  entries: report.entries,
  findings: report.findings.map(({ initiator: _, ...finding }) => ({
    ...finding,
    route: templateOf(finding.route, report),
  })),
  violations: report.violations.length,
})

const templateOf = (route: string | null, { templates }: AuditReport): string | null =>
  route === null ? null : (templates.find(({ template }) => isOfTemplate(route, template))?.template ?? null)
