import type { BrowserContext, Page, Request, Response } from 'playwright-core'
import type { Watched } from '../../app/ports/audit-browser.ts'
import type { Seen } from '../../core/audit/observation.ts'
import { readSetCookie } from '../../core/audit/set-cookie.ts'
import { initiatorsOf } from './initiators.ts'

/** Collects what a visitor's browser does until it is asked. */
export interface Ear {
  attach(page: Page): Promise<void>
  note(seen: Seen): void
  /** A host that a page names in a hint. */
  noteHint(url: string): void
  /** `directive blocked`. */
  noteViolation(text: string): void
  /** Status of the last document answered, also of one that became a download. */
  status(): number | null
  forgetStatus(): void
  take(): Promise<Watched>
}

/** Why a request never left: the page's own policy, or the browser. */
const NEVER_SENT = /^(?:csp|mixed-content|inspector|net::ERR_BLOCKED_BY_(?:CSP|CLIENT))/

/** Listens to everything that goes out and comes back, in all pages, frames and workers; `own` is not told. */
export function listen(context: BrowserContext, own: string): Ear {
  const sent = new Map<Request, Seen>()
  const initiators = initiatorsOf()
  let seen: Seen[] = []
  let violations: { readonly directive: string; readonly blocked: string }[] = []
  let answers: Promise<unknown>[] = []
  let requests = 0
  let status: number | null = null
  const isOwn = (url: string): boolean => url.startsWith(`${own}/`)
  context.on('request', request => {
    requests++
    const contact = contactOf(request.url())
    if (contact !== null && !isOwn(request.url()))
      sent.set(request, { ...contact, initiator: initiators.of(request) })
  })
  context.on('requestfailed', request => {
    if (NEVER_SENT.test(request.failure()?.errorText ?? '')) sent.delete(request)
  })
  context.on('response', response => {
    if (response.request().isNavigationRequest() && isMain(response.request())) status = response.status()
    if (!isOwn(response.url())) answers.push(cookiesOf(response).then(found => seen.push(...found)))
  })
  context.on('page', page => {
    page.on('websocket', socket => {
      const contact = contactOf(socket.url())
      if (contact !== null) seen.push({ ...contact, initiator: page.url() })
    })
  })
  return {
    attach: page => initiators.attach(page),
    note: one => seen.push(one),
    noteHint: url => {
      const contact = contactOf(url)
      if (contact !== null) seen.push({ ...contact, initiator: 'link hint' })
    },
    noteViolation: text => {
      const [directive = '', blocked = ''] = text.split(' ')
      violations.push({
        directive,
        blocked: URL.canParse(blocked) ? new URL(blocked).host || blocked : blocked,
      })
    },
    status: () => status,
    forgetStatus: () => {
      status = null
    },
    take: async () => {
      await Promise.all(answers)
      const watched = { seen: [...seen, ...sent.values()], requests, violations }
      sent.clear()
      seen = []
      violations = []
      answers = []
      requests = 0
      return watched
    },
  }
}

/** The host that an address reaches; null for what stays in the browser. */
function contactOf(url: string): Omit<Seen, 'initiator'> | null {
  if (!/^(?:https?|wss?):/.test(url) || !URL.canParse(url)) return null
  const { origin, hostname, pathname, protocol, host } = new URL(url)
  const base = origin === 'null' ? `${protocol}//${host}` : origin
  return { kind: 'request', name: `${base}${pathname}`, host: hostname, kept: false }
}

/** Requests of workers have no frame. */
function isMain(request: Request): boolean {
  try {
    return request.frame().parentFrame() === null
  } catch {
    return false
  }
}

/** Longest wait for the headers of an answer whose page has gone. */
const HEADERS_MS = 2000

async function cookiesOf(response: Response): Promise<readonly Seen[]> {
  const headers = await Promise.race([
    response.headersArray().catch(() => []),
    new Promise<[]>(resolve => setTimeout(() => resolve([]), HEADERS_MS).unref()),
  ])
  const url = new URL(response.url())
  return headers
    .filter(({ name }) => name.toLowerCase() === 'set-cookie')
    .flatMap(({ value }) => value.split('\n'))
    .flatMap(value => {
      const read = readSetCookie(value, url, Date.now())
      if (read === null) return []
      const initiator = `${response.request().method()} ${url.origin}${url.pathname}`
      return {
        kind: 'cookie',
        name: read.name,
        host: url.hostname,
        cookie: read.cookie,
        initiator,
        kept: false,
      }
    })
}
