import { prepareAudit } from '../../src/app/audit/prepare-audit.ts'
import { runAudit } from '../../src/app/audit/run-audit.ts'
import type { AuditBrowser } from '../../src/app/ports/audit-browser.ts'
import type { AuditRequest } from '../../src/cli/auditor.ts'
import type { AuditReport } from '../../src/core/audit/report.ts'

/** An audit as the command line makes it, in a browser that is there already. */
export async function auditPortal(
  browser: AuditBrowser,
  request: Pick<AuditRequest, 'site' | 'maxPages'> & Partial<AuditRequest>,
): Promise<AuditReport> {
  const whole = {
    ...{ declaration: null, plan: null, pages: null, states: null, idleSeconds: 1, credentials: null },
    ...{ key: null, harFolder: null, ...request },
  }
  const prepared = await prepareAudit(browser, whole)
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.diagnostics))
  const { signal } = new AbortController()
  const clock = { now: () => new Date() }
  return runAudit({ ...whole, ...prepared.value }, { browser, clock, signal, onVisit: () => undefined })
}
