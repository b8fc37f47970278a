import type { FastifyRequest } from 'fastify'
import type { FoundSession } from '../app/account/session-desk.ts'
import type { LivePortal } from '../app/portal/live-portals.ts'
import { VitrineError } from '../core/errors.ts'
import { type ConsentDecision, consentValue, readConsent } from '../core/privacy/consent-value.ts'
import { ANONYMOUS, hashBinding, sessionBinding } from '../core/privacy/csrf-token.ts'
import { looksAhead } from './asker.ts'
import type { Visitor } from './context.ts'
import { type CsrfDesk, isCookieGood, tokenForForm } from './cookies/csrf.ts'
import { NO_CSRF } from './cookies/csrf-cookie.ts'
import { hostCookies } from './cookies/host-cookies.ts'
import type { CookieOrder } from './cookies/order.ts'
import { readCookies } from './cookies/read-cookies.ts'
import type { OwnEntries } from './cookies/registry.ts'
import { NO_SESSION, sessionCookie } from './cookies/session-cookie.ts'
import type { Doors } from './doors.ts'

/** Where a request came in. */
export interface VisitPlace {
  readonly portal: LivePortal
  /** Host name without port, lower case. */
  readonly host: string
  /** Whether the session's cookie is left alone, and what is bound to it. */
  readonly sessionless?: boolean
}

/** What one request's cookies say, what was looked at of them, and which cookies its answer takes along. */
export interface Visit {
  readonly entries: OwnEntries
  readonly session: FoundSession | null
  /** Value of the session's cookie; null when none was sent, or two. */
  readonly presented: string | null
  readonly csrf: CsrfDesk
  readonly visitor: Visitor
  /** Asks for a token of a form. */
  csrfToken(): string
  /** A decision as the preferences cookie holds it. */
  consentValue(decision: ConsentDecision): string | null
  /** Whether the answer is this visitor's alone: it was made with a look at what only they have, or at their session. */
  readonly isPersonal: boolean
  /** Whether its handler looked at what only this visitor has, so that nobody else may get the same answer. */
  readonly wasRead: boolean
  /** Cookies that the answer carries beside those of its handler. */
  orders(own: readonly CookieOrder[]): readonly CookieOrder[]
  markPersonal(): void
}

/** Reads the cookies of a request; a session's cookie costs one query, and no cookie costs nothing (privacy.md G1). */
export async function visitOf(doors: Doors, request: FastifyRequest, place: VisitPlace): Promise<Visit> {
  const cookies = hostCookies(doors, place)
  const { entries } = cookies
  const { values, doubled } = readCookies(request.raw.headers.cookie, cookies.names)
  for (const name of doubled)
    doors.events.tell(name === entries.session.name ? 'session_doubled' : 'cookie_doubled')
  const sessionless = place.sessionless === true
  const id = sessionless ? undefined : values.get(entries.session.name)
  const session = id === undefined ? null : await findSession(doors, request, { ...place, id })
  const alive = id !== undefined && session !== null && session.state !== 'none'
  const [inForce, ...others] = cookies.csrfKeys(alive ? sessionBinding(id) : ANONYMOUS)
  // a form that was opened before the identifier was renewed is sent by the same session
  const former = session?.state === 'live' && session.formerHash !== null ? session.formerHash : null
  const before = former === null ? [] : cookies.csrfKeys(hashBinding(former))
  const scopes: CsrfDesk['scopes'] = [inForce, ...others, ...before]
  const renewed = session?.state === 'live' ? session.renewedId : null
  const csrf: CsrfDesk = {
    scopes,
    issuing: renewed === null ? scopes : cookies.csrfKeys(sessionBinding(renewed)),
    anonymous: !alive,
    cookie: sessionless ? undefined : values.get(entries.csrf.name),
  }
  return new OneVisit({
    entries,
    session,
    presented: id ?? null,
    csrf,
    sentSession: !sessionless && (id !== undefined || doubled.includes(entries.session.name)),
    language: values.get(entries.language.name),
    decide: () => {
      const value = values.get(entries.preferences.name)
      return value === undefined
        ? null
        : firstOf(cookies.consentScopes, scope => readConsent(scope, value, doors.now()))
    },
    sign: decision => {
      const [scope] = cookies.consentScopes
      return scope === undefined ? null : consentValue(scope, decision)
    },
    request,
  })
}

/** Who an identifier stands for; a network that guesses is held up: `too_many_attempts`. */
async function findSession(
  doors: Doors,
  request: FastifyRequest,
  { portal, host, id }: VisitPlace & { readonly id: string },
): Promise<FoundSession> {
  const sent = { portalId: portal.stored.id, address: request.ip, id }
  const seconds = doors.guesses.waitFor(sent, doors.now())
  if (seconds > 0) {
    doors.events.tell('session_guessing')
    throw new VitrineError('too_many_attempts', { seconds })
  }
  const session = await doors.sessions.find({ portal: portal.stored, host }, id)
  if (session.state === 'none' && doors.guesses.isNews(sent, session.reason, doors.now()))
    doors.events.tell(`session_${session.reason}`)
  if (session.state !== 'none' || session.reason === 'unknown')
    doors.guesses.tell(sent, session.state !== 'none', doors.now())
  return session
}

function firstOf<S, T>(scopes: readonly S[], read: (scope: S) => T | null): T | null {
  for (const scope of scopes) {
    const found = read(scope)
    if (found !== null) return found
  }
  return null
}

interface Seen {
  readonly entries: OwnEntries
  readonly session: FoundSession | null
  readonly presented: string | null
  readonly csrf: CsrfDesk
  /** Whether a session's cookie came along, whatever it stood for. */
  readonly sentSession: boolean
  readonly language: string | undefined
  readonly decide: () => ConsentDecision | null
  readonly sign: (decision: ConsentDecision) => string | null
  readonly request: FastifyRequest
}

class OneVisit implements Visit, Visitor {
  readonly #seen: Seen
  #read = false
  #token: { readonly token: string; readonly order: CookieOrder | null } | null = null
  #decision: ConsentDecision | null | undefined

  constructor(seen: Seen) {
    this.#seen = seen
  }

  get entries(): OwnEntries {
    return this.#seen.entries
  }
  get session(): FoundSession | null {
    return this.#seen.session
  }
  get presented(): string | null {
    return this.#seen.presented
  }
  get csrf(): CsrfDesk {
    return this.#seen.csrf
  }
  get visitor(): Visitor {
    return this
  }
  get isPersonal(): boolean {
    return this.#read || this.#seen.sentSession
  }
  get wasRead(): boolean {
    return this.#read
  }
  get language(): string | undefined {
    this.#read = true
    return this.#seen.language
  }
  get decision(): ConsentDecision | null {
    this.#read = true
    this.#decision ??= this.#seen.decide()
    return this.#decision
  }
  get objects(): boolean {
    this.#read = true
    const { headers } = this.#seen.request.raw
    return saysOne(headers['sec-gpc']) || saysOne(headers.dnt)
  }
  get address(): string {
    return this.#seen.request.ip
  }
  get looksAhead(): boolean {
    return looksAhead(this.#seen.request)
  }
  get userAgent(): string | undefined {
    return this.#seen.request.raw.headers['user-agent']
  }

  markPersonal(): void {
    this.#read = true
  }

  csrfToken(): string {
    this.#read = true
    this.#token ??= tokenForForm(this.#seen.csrf)
    return this.#token.token
  }

  consentValue(decision: ConsentDecision): string | null {
    return this.#seen.sign(decision)
  }

  orders(own: readonly CookieOrder[]): readonly CookieOrder[] {
    const has = (cookie: CookieOrder['cookie']): boolean => own.some(order => order.cookie === cookie)
    const isOwn = has('session')
    const orders = isOwn ? [...own] : [...own, ...this.#sessionOrders()]
    if (!has('csrf')) orders.push(...this.#csrfOrders(isOwn))
    return orders
  }

  /**
   * A session that was renewed, or that is none. One of two that were sent stays: without it the browser would send the
   * other one alone, which may be a neighbour's (privacy.md T03).
   */
  #sessionOrders(): readonly CookieOrder[] {
    const { session } = this.#seen
    if (session?.state === 'none') return [NO_SESSION]
    if (session?.state !== 'live' || session.renewedId === null) return []
    return [sessionCookie(session.renewedId, session.keptSeconds)]
  }

  /**
   * A token is bound to its session: it goes when the session does, unless this answer's forms bring a new one. A session
   * that is renewed gets another cookie, so that forms which are open go on.
   */
  #csrfOrders(isHandlersSession: boolean): readonly CookieOrder[] {
    const { session, csrf } = this.#seen
    if (!isHandlersSession && this.#token !== null)
      return this.#token.order === null || isPartOfPage(this.#seen.request) ? [] : [this.#token.order]
    const isOver = isHandlersSession || session?.state === 'none' || csrf.issuing !== csrf.scopes
    const isStale = csrf.cookie !== undefined && (isHandlersSession || !isCookieGood(csrf))
    if (!isOver || !isStale) return []
    const fresh = isHandlersSession || session?.state !== 'live' ? null : tokenForForm(csrf).order
    return [fresh ?? NO_CSRF]
  }
}

const PARTS = new Set(['image', 'style', 'script', 'font', 'audio', 'video', 'track', 'object', 'embed'])

/** Whether a page loads this by itself: an image in a publisher's text must bring its readers no cookie (privacy.md G1). */
const isPartOfPage = ({ raw }: FastifyRequest): boolean => PARTS.has(String(raw.headers['sec-fetch-dest']))

/** One `1` among several values is enough (privacy.md P33). */
const saysOne = (value: string | readonly string[] | undefined): boolean =>
  String(value ?? '')
    .split(',')
    .some(part => part.trim() === '1')
