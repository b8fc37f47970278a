import fastifyStatic from '@fastify/static'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { VitrineError } from '../core/errors.ts'
import { answerAction } from './answer-action.ts'
import { answerFault, frameworkFault } from './answer-fault.ts'
import { answerRoute } from './answer-route.ts'
import { askerOf, hostOf, isLocal, requestId, splitUrl, surfaceOf } from './asker.ts'
import { answerBrokenRequest } from './broken-request.ts'
import { GatedResponse, type GateEvent } from './cookies/gated-response.ts'
import type { Doors } from './doors.ts'
import { isLoopbackName, readHost } from './host.ts'
import { isFile } from './reply.ts'
import type { HostlessRoute, Route, Surface } from './route.ts'
import { CORS_HEADERS, securityHeaders } from './security-headers.ts'
import { materialise, sendKept } from './send.ts'
import { sendFile } from './send-file.ts'

/** Longest segment of a path. */
const MAX_SEGMENT = 1000
/** How long a request may take to arrive. */
const REQUEST_MS = 20_000
/** The platform swaps the two limits when that of the headers is the larger one, so it is set too. */
const ARRIVAL = { headersTimeout: 10_000, connectionsCheckingInterval: 2000 }

/** Builds the server; nothing listens yet. */
export function buildServer(doors: Doors): FastifyInstance {
  const refuse = (request: FastifyRequest, reply: FastifyReply, error: VitrineError): void =>
    answerFault(doors, request, reply, { error, surface: surfaceOf(request.url) })
  const server = fastify({
    logger: false,
    trustProxy: doors.trustedProxies.length === 0 ? false : [...doors.trustedProxies],
    bodyLimit: doors.limits.bodyBytes,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: 72_000,
    ...listener(doors),
    routerOptions: {
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      maxParamLength: MAX_SEGMENT,
    },
    exposeHeadRoutes: false,
    return503OnClosing: false,
    clientErrorHandler: (error, socket) => answerBrokenRequest(doors, error, socket),
    frameworkErrors: (error, request, reply) => refuse(request, reply, frameworkFault(error)),
  })
  const kept = keptBack(doors)
  server.addHook('onRequest', (_request, reply, done) => {
    if (reply.raw instanceof GatedResponse) reply.raw.onKept = kept
    done()
  })
  server.removeAllContentTypeParsers()
  // what a body may be is said by its row, after everything that comes first (privacy.md §1.3, check 7)
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  server.setErrorHandler((error, request, reply) => refuse(request, reply, frameworkFault(error)))
  server.setNotFoundHandler((request, reply) =>
    refuse(request, reply, new VitrineError(isPortals(doors, request) ? 'uri_unknown' : 'host_unknown')),
  )
  addAssets(server, doors)
  for (const route of doors.hostlessRoutes) addHostlessRoute(server, doors, route)
  server.options('/api/*', (request, reply) => answerPreflight(doors, request, reply))
  addRoutes(server, doors)
  return server
}

/** Whether a request names a portal, or this machine. */
function isPortals({ portals }: Doors, request: FastifyRequest): boolean {
  const host = readHost(hostOf(request))
  return host !== null && (portals.byHost(host.name) !== undefined || isLoopbackName(host.name))
}

/** What becomes of a header that nobody declared: a bug where Vitrine is developed, an event where it runs. */
function keptBack({ events, strictGate }: Doors): (event: GateEvent) => void {
  return ({ header, fault }) => {
    events.tell(`gate_${header.replaceAll('-', '_')}_${fault}`)
    if (strictGate) throw new VitrineError('bug', {}, new Error(`${header} kept back: ${fault}`))
  }
}

/** How to listen: with TLS when it ends here. */
const listener = ({ tls, limits }: Doors) =>
  tls === null
    ? { http: { ServerResponse: GatedResponse, maxHeaderSize: limits.headerBytes, ...ARRIVAL } }
    : {
        https: {
          ServerResponse: GatedResponse,
          maxHeaderSize: limits.headerBytes,
          ...ARRIVAL,
          cert: Buffer.from(tls.cert),
          key: Buffer.from(tls.key),
          minVersion: 'TLSv1.2' as const,
        },
      }

function addAssets(server: FastifyInstance, doors: Doors): void {
  const headers = Object.entries(securityHeaders('page', doors.secure))
  server.register(fastifyStatic, {
    root: doors.assetsFolder,
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    index: false,
    decorateReply: false,
    setHeaders: reply => {
      for (const [name, value] of headers) reply.header(name, value)
    },
  })
}

function answerPreflight(doors: Doors, request: FastifyRequest, reply: FastifyReply): void {
  const asked = String(
    request.headers['access-control-request-headers'] ?? 'Authorization, Accept, Content-Type',
  )
  reply.hijack()
  reply.raw
    .writeHead(204, {
      ...securityHeaders('data', doors.secure),
      ...CORS_HEADERS,
      'access-control-allow-headers': asked.replace(/[^A-Za-z0-9,\- ]/g, ''),
      'access-control-max-age': '86400',
      vary: 'Access-Control-Request-Headers',
    })
    .end()
}

function addHostlessRoute(server: FastifyInstance, doors: Doors, route: HostlessRoute): void {
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const answer = await route.handle({
      host: readHost(hostOf(request))?.name ?? null,
      local: isLocal(request),
      authorization: request.headers.authorization,
      path: splitUrl(request.url)[0],
    })
    const kept = materialise(answer)
    reply.hijack()
    const asker = askerOf(request, { id: requestId(), surface: 'data', secure: doors.secure, vary: [] })
    const signal = new AbortController().signal
    if (isFile(answer.body))
      return sendFile(answer, answer.body, { response: reply.raw, asker, signal }).catch(() => {
        reply.raw.destroy()
      })
    if (kept !== null) sendKept(reply.raw, kept, asker)
  }
  server.route({ method: [...READING], url: route.path, handler })
}

const READING = ['GET', 'HEAD'] as const
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'] as const

/** A path with the rows that answer under it. */
interface PathRows {
  readonly surface: Surface
  readonly fault?: Route['fault']
  readonly allowed: string[]
}

function addRoutes(server: FastifyInstance, doors: Doors): void {
  const paths = new Map<string, PathRows>()
  const rowsAt = ({ path, surface, ...rest }: Pick<Route, 'path' | 'surface' | 'fault'>): PathRows => {
    // a slash at the end makes no other path
    const name = path.replace(/(?<=.)\/$/, '')
    const known = paths.get(name)
    if (known !== undefined) return known
    const made: PathRows = {
      surface,
      ...(rest.fault === undefined ? {} : { fault: rest.fault }),
      allowed: [],
    }
    paths.set(name, made)
    return made
  }
  for (const route of doors.routes) {
    const method = route.post === true ? [...READING, 'POST'] : [...READING]
    rowsAt(route).allowed.push(...method)
    server.route({
      method,
      url: route.path,
      handler: (request, reply) => answerRoute(doors, route, request, reply),
    })
  }
  for (const action of doors.actions) {
    rowsAt(action).allowed.push(action.method)
    server.route({
      method: action.method,
      url: action.path,
      handler: (request, reply) => answerAction(doors, action, request, reply),
    })
  }
  // a path that stands for all others says nothing of them
  for (const [path, rows] of paths)
    if (!path.endsWith('*')) {
      refuseOthers(server, doors, path, rows)
      if (!path.startsWith('/api/')) tellMethods(server, doors, path, rows)
    }
}

/** `OPTIONS` of a page: which methods there are, and nothing for other origins (privacy.md C14, C60). */
function tellMethods(server: FastifyInstance, doors: Doors, path: string, { allowed }: PathRows): void {
  server.options(path, (_request, reply) => {
    reply.hijack()
    reply.raw
      .writeHead(204, { ...securityHeaders('page', doors.secure), allow: [...allowed, 'OPTIONS'].join(', ') })
      .end()
  })
}

/** Other methods on a path that is there: 405 with what it takes (RFC 9110 §15.5.6), before any body is read. */
function refuseOthers(
  server: FastifyInstance,
  doors: Doors,
  path: string,
  { surface, fault, allowed }: PathRows,
): void {
  server.route({
    method: METHODS.filter(method => !allowed.includes(method)),
    url: path,
    onRequest: (request, reply) =>
      answerFault(doors, request, reply, {
        error: new VitrineError('method_not_allowed', { method: request.method }),
        surface,
        ...(fault === undefined ? {} : { fault }),
        headers: { allow: [...allowed, ...(surface === 'data' ? ['OPTIONS'] : [])].join(', ') },
      }),
    handler: () => undefined,
  })
}
