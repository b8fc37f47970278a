import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import type { AuditBrowser } from '../../app/ports/audit-browser.ts'
import { VitrineError } from '../../core/errors.ts'
import { findChromium } from './find-chromium.ts'
import { openForeignSite } from './foreign-site.ts'
import { openVisitor } from './visitor.ts'

/** What the browser would do by itself stays away from the network that is being watched. */
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]
const READ_TIMEOUT_MS = 20_000

export interface ChromiumOptions {
  /** Path of the program; null: where systems keep it. */
  readonly path: string | null
}

/** Starts a Chromium of the machine without a window. Every visitor has a profile of their own. */
export async function openChromium({ path }: ChromiumOptions): Promise<AuditBrowser> {
  const executablePath = findChromium(path)
  const home = await mkdtemp(join(tmpdir(), 'vitrine-audit-'))
  const browser = await launch(executablePath, home)
  const foreign = await openForeignSite()
  return {
    version: `Chromium ${browser.version()}`,
    read: url => read(browser, url),
    open: options => openVisitor(browser, options, foreign.origin),
    embed: async url => foreign.pageWith(url),
    close: async () => {
      await browser.close()
      await foreign.close()
      await rm(home, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** Chromium refuses its sandbox to the superuser. */
async function launch(executablePath: string, home: string): Promise<Browser> {
  const { chromium } = await import('playwright-core').catch((thrown: unknown) => {
    throw new VitrineError('audit_browser_missing', { what: 'playwright-core' }, thrown)
  })
  return chromium
    .launch({
      executablePath,
      args: FLAGS,
      chromiumSandbox: process.getuid?.() !== 0,
      env: { PATH: '/usr/bin:/bin', HOME: home, LANG: 'C.UTF-8' },
    })
    .catch((thrown: unknown) => {
      throw new VitrineError('audit_browser_missing', { what: executablePath }, thrown)
    })
}

/** Through the browser, which knows `*.localhost` and whatever else the pages' visitors will. */
async function read(
  browser: Browser,
  url: string,
): Promise<{ readonly status: number; readonly text: string } | null> {
  const context = await browser.newContext({ acceptDownloads: false })
  try {
    const page = await context.newPage()
    const response = await page.goto(url, { waitUntil: 'commit', timeout: READ_TIMEOUT_MS })
    return response === null ? null : { status: response.status(), text: await response.text() }
  } catch {
    return null
  } finally {
    await context.close()
  }
}
