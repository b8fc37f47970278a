import { openChromium } from '../../src/adapters/chromium/open-browser.ts'
import { prepareAudit } from '../../src/app/audit/prepare-audit.ts'
import { type AuditOrder, runAudit } from '../../src/app/audit/run-audit.ts'
import type { AuditBrowser } from '../../src/app/ports/audit-browser.ts'
import type { AuditReport } from '../../src/core/audit/report.ts'
import type { SmallSite } from './small-site.ts'

export interface SmallAudit {
  readonly entries: readonly object[]
  readonly plan?: object
  readonly states: string
  readonly idleSeconds?: number
  readonly credentials?: AuditOrder['credentials']
  readonly key?: string
  readonly harFolder?: string
}

/** One browser for all audits of a file. */
export const openTestBrowser = (path: string): Promise<AuditBrowser> => openChromium({ path, settleMs: 60 })

/** Audits a host of a small site against a declaration and a plan written here. */
export async function auditSmallSite(
  browser: AuditBrowser,
  site: SmallSite,
  host: string,
  asked: SmallAudit,
): Promise<AuditReport> {
  const prepared = await prepareAudit(browser, {
    site: site.origin(host),
    declaration: { name: 'declaration.json', text: JSON.stringify({ entries: asked.entries }) },
    plan: { name: 'plan.json', text: JSON.stringify(asked.plan ?? {}) },
    pages: null,
  })
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.diagnostics))
  const order: AuditOrder = {
    ...prepared.value,
    site: site.origin(host),
    states: [...asked.states],
    idleSeconds: asked.idleSeconds ?? 0,
    maxPages: 20,
    credentials: asked.credentials ?? null,
    key: asked.key ?? null,
    harFolder: asked.harFolder ?? null,
  }
  const { signal } = new AbortController()
  return runAudit(order, { browser, clock: { now: () => new Date() }, signal, onVisit: () => undefined })
}
