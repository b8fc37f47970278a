import type { BrowserContext } from 'playwright-core'
import type { Seen } from '../../core/audit/observation.ts'
import { readSetCookie } from '../../core/audit/set-cookie.ts'
import { STORAGE_KINDS, type StorageKind } from '../../core/privacy/registry-entry.ts'
import { inBrowser, tellWrites } from './page-scripts.ts'
import type { Ear } from './watch-network.ts'

/** Hears every writing of scripts, before their first line runs, in every frame. */
export async function watchWrites(context: BrowserContext, ear: Ear): Promise<void> {
  await context.exposeFunction('auditWrite', (kind: unknown, name: unknown, stack: unknown, url: unknown) => {
    const address = String(url)
    if (!URL.canParse(address)) return
    if (kind === 'violation') return ear.noteViolation(String(name))
    const seen = writtenBy(String(kind), String(name), new URL(address))
    if (seen !== null) ear.note({ ...seen, initiator: callerOf(String(stack)) ?? address })
  })
  await context.addInitScript({ content: inBrowser(tellWrites) })
}

function writtenBy(kind: string, name: string, url: URL): Omit<Seen, 'initiator'> | null {
  const known = STORAGE_KINDS.find((one): one is StorageKind => one === kind)
  if (known === undefined) return null
  if (known !== 'cookie') {
    const named = known === 'serviceWorker' ? scriptPath(name, url) : name
    return { kind: known, name: named, host: url.hostname, kept: false }
  }
  const read = readSetCookie(name, url, Date.now())
  return read && { kind: known, name: read.name, host: url.hostname, cookie: read.cookie, kept: false }
}

/** A service worker is named by the path of its script. */
export const scriptPath = (script: string, base: URL): string =>
  URL.canParse(script, base) ? new URL(script, base).pathname : script

/** The first place of a stack that is a script of the page: `https://host/app.js:3`. */
function callerOf(stack: string): string | null {
  for (const line of stack.split('\n')) {
    const [, url, row] = /\(?((?:https?|blob):[^\s)]+?):(\d+):\d+\)?$/.exec(line.trim()) ?? []
    if (url !== undefined) return `${url}:${row}`
  }
  return null
}
