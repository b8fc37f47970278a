import type { FastifyReply, FastifyRequest } from 'fastify'
import { asSeenBy } from '../app/permission/as-seen-by.ts'
import type { LivePortal } from '../app/portal/live-portals.ts'
import { VitrineError } from '../core/errors.ts'
import { nowAsked } from './asked-portal.ts'
import { askerOf, header, isLocal, looksAhead, requestId, splitUrl } from './asker.ts'
import { type Asking, askingOf, enter, withKey } from './caller.ts'
import { charge } from './charge.ts'
import type { RequestContext } from './context.ts'
import type { CookieOrder } from './cookies/order.ts'
import type { Doors } from './doors.ts'
import { ownTags } from './entity-tag.ts'
import { cookiesOf, type Exchange, exchange, originOf } from './exchange.ts'
import { isForeignFetch } from './foreign-fetch.ts'
import { isOfType } from './guard.ts'
import { isLoopbackName } from './host.ts'
import { turnedAway } from './needs.ts'
import { ownHost } from './own-host.ts'
import { isFile, type Reply } from './reply.ts'
import type { ActionRoute, Route } from './route.ts'
import { type Asker, materialise, sendKept, sendStream } from './send.ts'
import { sendFile } from './send-file.ts'
import { type Visit, type VisitPlace, visitOf } from './visit.ts'

const MAX_PARAMETERS = 1000
const DAY_MS = 86_400_000

function readQuery(request: FastifyRequest, withForm: boolean): URLSearchParams {
  const query = new URLSearchParams(splitUrl(request.url)[1])
  if (withForm && typeof request.body === 'string')
    for (const [name, value] of new URLSearchParams(request.body)) query.append(name, value)
  query.delete('apikey')
  if (query.size > MAX_PARAMETERS) throw new VitrineError('request_too_large')
  return query
}

const stringParams = (params: unknown): Readonly<Record<string, string>> =>
  typeof params === 'object' && params !== null
    ? Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))
    : {}

/** Answers one request of a route that reads. */
export const answerRoute = (
  doors: Doors,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> => exchange(doors, route, { request, reply }, one => answer(doors, route, one))

/** Who asks, and for what. */
export interface Asked {
  readonly asking: Asking
  /** With the rights of whoever asks. */
  readonly portal: LivePortal
  readonly route: Route | ActionRoute
  readonly id: string
}

/**
 * Finds the portal of a request and who asks: by key, else by the session's cookie, else nobody in particular. `admit` may
 * throw before any cookie is read. Lets in who may enter, and counts the call. Null when it was answered already. Rejects with `host_unknown`, `portal_private`,
 * `key_refused`, `quota_*`.
 */
export async function askedOf(
  doors: Doors,
  route: Route | ActionRoute,
  one: Exchange,
  admit: (asking: Asking) => void = () => undefined,
): Promise<Asked | null> {
  const { request } = one
  const host = ownHost(doors, request)
  const live = doors.portals.byHost(host.name)
  if (live === undefined) {
    answerLobby(doors, host.name, one)
    return null
  }
  nowAsked(live.stored.id)
  const asking = await askingOf(doors, request, live)
  admit(asking)
  const visit = asking.byKey
    ? null
    : await visitOf(doors, request, placeOf(live, host.name, { route, request }))
  one.visit = visit
  one.byKey = asking.byKey
  const session = visit?.session ?? null
  const portal = session?.state === 'live' ? asSeenBy(live, session.signedIn.caller) : asking.portal
  // who lacks what a row needs is turned away by it
  if (route.anyone !== true && route.needs === undefined) enter(portal)
  const charged = charge(doors, route, request, portal)
  one.balance = charged.headers
  if (charged.refused !== null) throw charged.refused
  return { asking, portal, route, id: requestId() }
}

const placeOf = (
  portal: LivePortal,
  host: string,
  { route, request }: { readonly route: Route | ActionRoute; readonly request: FastifyRequest },
): VisitPlace => ({
  ...{ portal, host, sessionless: route.sessionless === true || isForeignFetch(route, request) },
})

async function answer(doors: Doors, route: Route, one: Exchange): Promise<void> {
  // the wire's own word for a form that is none (explore-api §4)
  if (one.request.method === 'POST' && !isOfType(one.request, 'form'))
    throw new VitrineError('request_malformed')
  const asked = await askedOf(doors, route, one)
  if (asked === null) return
  const away = turnedAway(asked, one)
  if (away !== null) return writeReply(doors, away, one, { asked, key: null })
  const key = answerKey(doors, route, one, asked)
  const known = key === null ? undefined : doors.cache.get(key)
  if (known !== undefined) {
    doors.metrics.cacheHits.inc()
    const asker = askingFor(doors, one, asked, [])
    one.reply.hijack()
    return sendKept(one.reply.raw, known, asker)
  }
  const answered = await route.handle(contextOf(doors, asked, one))
  return writeReply(doors, answered, one, { asked, key })
}

/** What the writer needs to know; asked for once the handler is done, since it looks at what the handler looked at. */
function askingFor(
  doors: Doors,
  one: Exchange,
  { route, portal, id }: Asked,
  own: readonly CookieOrder[],
): Asker {
  const negotiates = 'negotiatesLanguage' in route && route.negotiatesLanguage === true
  return askerOf(one.request, {
    id,
    surface: route.surface,
    secure: doors.secure,
    config: portal.stored.config,
    vary: [...(negotiates ? ['Accept-Language'] : []), 'Authorization'],
    rights: portal.view.identity,
    balance: one.balance,
    setCookies: cookiesOf(one, own),
    personal: one.visit?.isPersonal ?? false,
  })
}

function forAsking(answered: Reply, asking: Asking): Reply {
  const location = answered.headers?.location
  return location === undefined
    ? answered
    : { ...answered, headers: { ...answered.headers, location: withKey(location, asking) } }
}

/**
 * Everything that an answer of a URL depends on, the caller's rights with it: nothing kept under it can be stale, or
 * reach somebody who sees more or less. Null for what is not kept: answers to forms, and to addresses that hold a key.
 */
function answerKey(
  doors: Doors,
  route: Route,
  { request }: Exchange,
  { asking, portal }: Asked,
): string | null {
  if (request.method === 'POST' || asking.queryKey !== null) return null
  return [
    portal.stored.id,
    portal.stored.configVersion,
    portal.version,
    portal.view.caller.kind,
    portal.view.identity,
    // pages say how fresh a dataset is
    Math.floor(Date.now() / DAY_MS),
    originOf(doors, request),
    request.url,
    route.negotiatesLanguage === true ? header(request, 'accept-language') : '',
  ].join('\n')
}

const NOBODY = {
  language: undefined,
  decision: null,
  objects: false,
}

/** A request as its handler sees it. */
export function contextOf(doors: Doors, { portal, route, id }: Asked, one: Exchange): RequestContext {
  const { request, signal, visit } = one
  const isAction = 'method' in route
  return {
    id,
    portal,
    origin: originOf(doors, request),
    path: splitUrl(request.url)[0],
    params: stringParams(request.params),
    query: readQuery(request, !isAction),
    acceptLanguage: header(request, 'accept-language'),
    ifNoneMatch: ownTags(header(request, 'if-none-match'), portal.view.identity),
    isSignedIn: visit?.session?.state === 'live',
    get signedIn() {
      const session = visit?.session
      if (session?.state !== 'live') return null
      visit?.markPersonal()
      return session.signedIn
    },
    get session() {
      return looked(visit)?.session ?? null
    },
    get presented() {
      return looked(visit)?.presented ?? null
    },
    visitor: visit?.visitor ?? {
      ...NOBODY,
      address: request.ip,
      userAgent: request.raw.headers['user-agent'],
      looksAhead: looksAhead(request),
    },
    csrfToken: () => visit?.csrfToken() ?? '',
    consentValue: decision => visit?.consentValue(decision) ?? null,
    signal,
  }
}

/** A visit with a session's cookie that a handler looks at: what it makes of it is that visitor's alone. */
function looked(visit: Visit | null): Visit | null {
  if (visit !== null && visit.presented !== null) visit.markPersonal()
  return visit
}

/** Cookies of an answer that says what became of it; one that failed or was refused gives nothing out (privacy.md S12). */
const cookiesToGive = ({ status, cookies = [] }: Reply): readonly CookieOrder[] =>
  status === 403 || status >= 500 ? cookies.filter(({ value }) => value === null) : cookies

/** Writes what a handler answered; it is kept when anybody could have asked for it. */
export async function writeReply(
  doors: Doors,
  said: Reply,
  one: Exchange,
  { asked, key }: { readonly asked: Asked; readonly key: string | null },
): Promise<void> {
  const { reply, signal } = one
  const answered = forAsking(said, asked.asking)
  const asker = askingFor(doors, one, asked, cookiesToGive(said))
  const kept = materialise(answered)
  reply.hijack()
  if (isFile(answered.body)) return sendFile(answered, answered.body, { response: reply.raw, asker, signal })
  if (kept === null) return sendStream(reply.raw, answered, asker, signal)
  const isShared = answered.caching === 'revalidate' && answered.status !== 304 && !lookedAt(one)
  if (key !== null && isShared) doors.cache.put(key, kept)
  sendKept(reply.raw, kept, asker)
}

/** Whether the handler looked at anything that only this visitor has. */
const lookedAt = ({ visit }: Exchange): boolean => visit?.wasRead ?? false

function answerLobby(doors: Doors, name: string, { request, reply }: Exchange): void {
  if (!isLoopbackName(name) || !isLocal(request) || splitUrl(request.url)[0] !== '/')
    throw new VitrineError('host_unknown')
  const lobby = materialise(doors.lobby(originOf(doors, request), header(request, 'accept-language')))
  const asker = askerOf(request, { id: requestId(), surface: 'page', secure: doors.secure, vary: [] })
  reply.hijack()
  if (lobby !== null) sendKept(reply.raw, lobby, asker)
}
