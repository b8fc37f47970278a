import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, BrowserType } from 'playwright-core'
import type { AuditBrowser } from '../../app/ports/audit-browser.ts'
import { VitrineError } from '../../core/errors.ts'
import { findChromium } from './find-chromium.ts'
import { openForeignSite } from './foreign-site.ts'
import { openProfiles } from './profiles.ts'
import { openVisitor } from './visitor.ts'
import { within } from './within.ts'

/** How long a page may keep an audit waiting. */
const PATIENCE_MS = 20_000
const SETTLE_MS = 300

export interface ChromiumOptions {
  /** Path of the program; null: where systems keep it. */
  readonly path: string | null
  /** A moment for what a page does by itself once it is there, and for what a click causes; 300 if left out. */
  readonly settleMs?: number
  /** Longest wait for what a page is asked once it is there, and for a text; 20 s if left out. */
  readonly patienceMs?: number
}

/** Starts Chromiums of the machine, without a window. */
export async function openChromium({
  path,
  settleMs = SETTLE_MS,
  patienceMs = PATIENCE_MS,
}: ChromiumOptions): Promise<AuditBrowser> {
  const executablePath = findChromium(path)
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-audit-'))
  const profiles = openProfiles(await driver(), { executablePath, folder })
  const { context, close } = await profiles({ acceptDownloads: false }).catch((thrown: unknown) => {
    throw new VitrineError('audit_browser_missing', { what: executablePath }, thrown)
  })
  const foreign = await openForeignSite()
  return {
    version: `Chromium ${context.browser()?.version() ?? ''}`.trim(),
    read: url => read(context, url, patienceMs),
    open: options => openVisitor(profiles, options, { foreign: foreign.origin, settleMs, patienceMs }),
    embed: async url => foreign.pageWith(url),
    close: async () => {
      await close()
      await foreign.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** An optional dependency: only audits need it. */
async function driver(): Promise<BrowserType> {
  const { chromium } = await import('playwright-core').catch((thrown: unknown) => {
    throw new VitrineError('audit_browser_missing', { what: 'playwright-core' }, thrown)
  })
  return chromium
}

/** Through the browser, which knows `*.localhost` and whatever else the pages’ visitors will. */
async function read(
  context: BrowserContext,
  url: string,
  patienceMs: number,
): Promise<{ readonly status: number; readonly text: string } | null> {
  const page = await context.newPage()
  try {
    const response = await page.goto(url, { waitUntil: 'commit', timeout: patienceMs })
    // a text may have no end
    const text = response === null ? null : await within(patienceMs, response.text())
    return response === null || text === null ? null : { status: response.status(), text }
  } catch {
    return null
  } finally {
    await page.close()
  }
}
