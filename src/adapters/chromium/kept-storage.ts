import type { Frame, Page } from 'playwright-core'
import type { Seen } from '../../core/audit/observation.ts'
import { STORAGE_KINDS } from '../../core/privacy/registry-entry.ts'
import { inBrowser, listStorage } from './page-scripts.ts'
import { scriptPath } from './watch-writes.ts'

/** A frame that does not answer is one that is being left. */
const FRAME_MS = 2000

/** What the origins of a page and of its frames keep, each origin once; `own` is not told. */
export async function keptStorage(page: Page, own: string): Promise<readonly Seen[]> {
  const frames = new Map<string, Frame>()
  for (const frame of page.frames()) {
    const { origin, protocol } = URL.canParse(frame.url())
      ? new URL(frame.url())
      : { origin: '', protocol: '' }
    if (protocol.startsWith('http') && origin !== own && !frames.has(origin)) frames.set(origin, frame)
  }
  const found = await Promise.all([...frames].map(([origin, frame]) => storageOf(new URL(origin), frame)))
  return found.flat()
}

async function storageOf(origin: URL, frame: Frame): Promise<readonly Seen[]> {
  const listed = await Promise.race([
    frame.evaluate<[kind: string, name: string][]>(inBrowser(listStorage)).catch(() => []),
    new Promise<[]>(resolve => setTimeout(() => resolve([]), FRAME_MS).unref()),
  ])
  return listed.flatMap(([kind, name]) => {
    const known = STORAGE_KINDS.find(one => one === kind)
    if (known === undefined) return []
    const named = known === 'serviceWorker' ? scriptPath(name, origin) : name
    return { kind: known, name: named, host: origin.hostname, initiator: null, kept: true }
  })
}
