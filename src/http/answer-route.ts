import type { FastifyReply, FastifyRequest } from 'fastify'
import type { LivePortal } from '../app/portal/live-portals.ts'
import { asVitrineError, VitrineError } from '../core/errors.ts'
import { answerFault } from './answer-fault.ts'
import { askerOf, header, hostOf, isLocal, requestId, splitUrl } from './asker.ts'
import { type Asking, askingOf, withKey } from './caller.ts'
import { charge } from './charge.ts'
import type { RequestContext } from './context.ts'
import type { Doors } from './doors.ts'
import { isLoopbackName, readHost } from './host.ts'
import { isFile, type Reply } from './reply.ts'
import type { Route } from './route.ts'
import { type Asker, materialise, sendKept, sendStream } from './send.ts'
import { sendFile } from './send-file.ts'

const MAX_PARAMETERS = 1000
const DAY_MS = 86_400_000

function readQuery(request: FastifyRequest): URLSearchParams {
  const query = new URLSearchParams(splitUrl(request.url)[1])
  if (typeof request.body === 'string')
    for (const [name, value] of new URLSearchParams(request.body)) query.append(name, value)
  query.delete('apikey')
  if (query.size > MAX_PARAMETERS) throw new VitrineError('request_too_large')
  return query
}

const stringParams = (params: unknown): Readonly<Record<string, string>> =>
  typeof params === 'object' && params !== null
    ? Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))
    : {}

/** Answers one request of a route, counted and measured; faults leave by their one door. */
export async function answerRoute(
  doors: Doors,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const started = performance.now()
  const abort = new AbortController()
  // an answer that was written whole is no departure
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) abort.abort()
  })
  let leave = (): void => undefined
  const exchange: Exchange = { request, reply, signal: abort.signal, balance: {} }
  try {
    leave = doors.inFlight.enter()
    await answer(doors, route, exchange)
  } catch (thrown) {
    if (abort.signal.aborted) reply.raw.destroy()
    else
      answerFault(doors, request, reply, {
        ...route,
        error: asVitrineError(thrown),
        headers: exchange.balance,
      })
  } finally {
    leave()
    doors.metrics.observe(route.name, reply.raw.statusCode, (performance.now() - started) / 1000)
  }
}

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly signal: AbortSignal
  /** Headers that tell what is left of the caller's quotas, once that is known; faults carry them too. */
  balance: Readonly<Record<string, string>>
}

const originOf = (doors: Doors, request: FastifyRequest): string =>
  `${doors.secure ? 'https' : request.protocol}://${hostOf(request)?.toLowerCase()}`

async function answer(doors: Doors, route: Route, exchange: Exchange): Promise<void> {
  const { request, reply } = exchange
  const host = readHost(hostOf(request))
  if (host === null) throw new VitrineError('host_unknown')
  const live = doors.portals.byHost(host.name)
  if (live === undefined) return answerLobby(doors, host.name, exchange)
  const asking = await askingOf(doors, request, live)
  const { portal } = asking
  const charged = charge(doors, route, request, portal)
  exchange.balance = charged.headers
  if (charged.refused !== null) throw charged.refused
  const asker = askerOf(request, {
    id: requestId(),
    surface: route.surface,
    secure: doors.secure,
    vary: [...(route.negotiatesLanguage === true ? ['Accept-Language'] : []), 'Authorization'],
    rights: portal.view.identity,
    balance: charged.headers,
  })
  const key = answerKey(doors, route, request, asking)
  const known = key === null ? undefined : doors.cache.get(key)
  if (known !== undefined) {
    doors.metrics.cacheHits.inc()
    reply.hijack()
    return sendKept(reply.raw, known, asker)
  }
  const answered = await route.handle(contextOf(doors, portal, exchange, asker))
  return write(doors, forAsking(answered, asking), exchange, { asker, key })
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
  request: FastifyRequest,
  { portal, queryKey }: Asking,
): string | null {
  if (request.method === 'POST' || queryKey !== null) return null
  return [
    portal.stored.id,
    portal.stored.configVersion,
    portal.version,
    portal.view.identity,
    // pages say how fresh a dataset is
    Math.floor(Date.now() / DAY_MS),
    originOf(doors, request),
    request.url,
    route.negotiatesLanguage === true ? header(request, 'accept-language') : '',
  ].join('\n')
}

const contextOf = (
  doors: Doors,
  portal: LivePortal,
  { request, signal }: Exchange,
  asker: Asker,
): RequestContext => ({
  id: asker.headers['x-request-id'] ?? '',
  portal,
  origin: originOf(doors, request),
  path: splitUrl(request.url)[0],
  params: stringParams(request.params),
  query: readQuery(request),
  acceptLanguage: header(request, 'accept-language'),
  ifNoneMatch: asker.ifNoneMatch,
  signal,
})

async function write(
  doors: Doors,
  answered: Reply,
  { reply, signal }: Exchange,
  { asker, key }: { readonly asker: Asker; readonly key: string | null },
): Promise<void> {
  const kept = materialise(answered)
  reply.hijack()
  if (isFile(answered.body)) return sendFile(answered, answered.body, { response: reply.raw, asker, signal })
  if (kept === null) return sendStream(reply.raw, answered, asker, signal)
  if (key !== null && answered.caching === 'revalidate' && answered.status !== 304) doors.cache.put(key, kept)
  sendKept(reply.raw, kept, asker)
}

function answerLobby(doors: Doors, name: string, { request, reply }: Exchange): void {
  if (!isLoopbackName(name) || !isLocal(request) || splitUrl(request.url)[0] !== '/')
    throw new VitrineError('host_unknown')
  const lobby = materialise(doors.lobby(originOf(doors, request), header(request, 'accept-language')))
  const asker = askerOf(request, { id: requestId(), surface: 'page', secure: doors.secure, vary: [] })
  reply.hijack()
  if (lobby !== null) sendKept(reply.raw, lobby, asker)
}
