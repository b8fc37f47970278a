import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContext, BrowserContextOptions, BrowserType } from 'playwright-core'

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

/** A browser with a profile of its own, which is gone once it is closed. */
export interface Profile {
  readonly context: BrowserContext
  close(): Promise<void>
}

export type OpenProfile = (options: BrowserContextOptions) => Promise<Profile>

/** Other sites may store what they like, as in most browsers; some systems' Chromium refuses that by itself. */
const PREFERENCES = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }

/**
 * Profiles as ordinary visitors have them: a private window would keep other sites from storing anything, and with it
 * hide what they do to everybody else. Chromium refuses its sandbox to the superuser.
 */
export const openProfiles =
  (
    chromium: BrowserType,
    { executablePath, folder }: { readonly executablePath: string; readonly folder: string },
  ): OpenProfile =>
  async options => {
    const profile = await mkdtemp(join(folder, 'profile-'))
    await mkdir(join(profile, 'Default'))
    await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(PREFERENCES))
    const context = await chromium.launchPersistentContext(profile, {
      ...options,
      executablePath,
      args: FLAGS,
      chromiumSandbox: process.getuid?.() !== 0,
      env: { PATH: '/usr/bin:/bin', HOME: folder, LANG: 'C.UTF-8' },
    })
    return {
      context,
      close: async () => {
        await context.close()
        await rm(profile, { recursive: true, force: true, maxRetries: 3 })
      },
    }
  }
