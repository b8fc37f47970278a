import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright-core'
import type { AuditVisitor, VisitedPage, VisitorOptions } from '../../app/ports/audit-browser.ts'
import { cleanHar } from './clean-har.ts'
import { keptCookies } from './kept-cookies.ts'
import { keptStorage } from './kept-storage.ts'
import { inBrowser, namedHosts, sayPrivacyControl, scrollDown } from './page-scripts.ts'
import { performStep } from './perform-step.ts'
import { boundPopups, closeOthers } from './popups.ts'
import type { OpenProfile } from './profiles.ts'
import { sendHeaderTo } from './send-header.ts'
import { type Ear, listen } from './watch-network.ts'
import { watchWrites } from './watch-writes.ts'
import { within } from './within.ts'

/** Longest wait for a page. */
const PAGE_TIMEOUT_MS = 30_000

/** What visitors have in common. */
export interface VisitorWays {
  /** Origin of what the audit serves itself, which is not told. */
  readonly foreign: string
  readonly settleMs: number
  /** Longest wait for what a page is asked. */
  readonly patienceMs: number
}

/** Opens a profile of its own, watched from its first page on. */
export async function openVisitor(
  openProfile: OpenProfile,
  options: VisitorOptions,
  { foreign, settleMs, patienceMs }: VisitorWays,
): Promise<AuditVisitor> {
  const { gpc, har, secrets } = options
  const { context, close } = await openProfile({
    acceptDownloads: false,
    viewport: { width: 1280, height: 900 },
    ...(gpc ? { extraHTTPHeaders: { 'Sec-GPC': '1' } } : {}),
    ...(har === null ? {} : { recordHar: { path: har, content: 'omit', mode: 'full' } }),
  })
  const ear = listen(context, foreign)
  await watchWrites(context, ear)
  if (gpc) await context.addInitScript({ content: inBrowser(sayPrivacyControl) })
  const page = context.pages()[0] ?? (await context.newPage())
  await ear.attach(page)
  boundPopups(page)
  return {
    visit: url => visit(page, ear, { url, settleMs, patienceMs }),
    idle: seconds => sleep(seconds * 1000),
    perform: step => performStep(page, step, settleMs),
    sendHeader: (origin, header) => sendHeaderTo(page, origin, header),
    watched: async () => {
      const { seen, requests, violations } = await ear.take()
      const kept = [...(await keptCookies(context, Date.now())), ...(await storageOf(context, foreign))]
      await closeOthers(page)
      return { seen: [...seen, ...kept], requests, violations }
    },
    close: async () => {
      await close()
      if (har !== null) await cleanHar(har, secrets)
    },
  }
}

const storageOf = async (context: BrowserContext, foreign: string) =>
  (await Promise.all(context.pages().map(page => keptStorage(page, foreign)))).flat()

async function visit(
  page: Page,
  ear: Ear,
  { url, settleMs, patienceMs }: Omit<VisitorWays, 'foreign'> & { readonly url: string },
): Promise<VisitedPage> {
  ear.forgetStatus()
  const response = await page
    .goto(url, { waitUntil: 'load', timeout: PAGE_TIMEOUT_MS })
    // a download has an answer and no page; a page that never ends has been seen as far as it went
    .catch(() => null)
  await within(patienceMs, page.evaluate(inBrowser(scrollDown)))
  await sleep(settleMs)
  const asked = page.evaluate<ReturnType<typeof namedHosts>>(inBrowser(namedHosts))
  const named = await within(patienceMs, asked)
  for (const hint of named?.hinted ?? []) ear.noteHint(hint)
  const { links = [], frames = [] } = named ?? {}
  return { url: page.url(), status: response?.status() ?? ear.status(), links, frames }
}
