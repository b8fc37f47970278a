import { existsSync } from 'node:fs'
import { VitrineError } from '../../core/errors.ts'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The Chromium of this machine: the one that was named, else where systems keep it. `audit_browser_missing`. */
export function findChromium(named: string | null): string {
  const found = named === null ? PLACES.find(path => existsSync(path)) : existsSync(named) ? named : undefined
  if (found === undefined) throw new VitrineError('audit_browser_missing', { what: named ?? 'Chromium' })
  return found
}
