import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'

const PLACES = [process.env.VITRINE_TEST_CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser']

/** A Chromium of the machine, or undefined. */
export const chromiumPath = (): string | undefined => PLACES.find(path => path !== '' && existsSync(path))

/** What to do when there is none. */
export const CHROMIUM_NEEDED =
  'needs Chromium: apt-get install chromium, or VITRINE_TEST_CHROMIUM=/path/to/it'

/** Talks to nobody but the pages under test. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

/** Opens contexts of one browser, which starts at the first and ends with `close`. */
export async function openBrowser(
  executablePath: string,
  flags: readonly string[] = [],
): Promise<{
  context(options: BrowserContextOptions): Promise<BrowserContext>
  close(): Promise<void>
}> {
  const home = await mkdtemp(join(tmpdir(), 'vitrine-chromium-'))
  const browser = await chromium.launch({
    executablePath,
    args: [...FLAGS, ...flags],
    env: { ...process.env, HOME: home },
  })
  return {
    context: options => browser.newContext(options),
    close: async () => {
      await browser.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}
