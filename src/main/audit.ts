import { openChromium } from '../adapters/chromium/open-browser.ts'
import { prepareAudit } from '../app/audit/prepare-audit.ts'
import { runAudit } from '../app/audit/run-audit.ts'
import type { Audit } from '../cli/auditor.ts'
import { parsed } from '../core/parsed.ts'

/** An audit with a Chromium of this machine. */
export const audit: Audit = async (request, onVisit, signal) => {
  const browser = await openChromium({ path: request.chromium })
  try {
    const prepared = await prepareAudit(browser, request)
    if (!prepared.ok) return prepared
    const clock = { now: () => new Date() }
    return parsed(await runAudit({ ...request, ...prepared.value }, { browser, clock, signal, onVisit }))
  } finally {
    await browser.close()
  }
}
