import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { FoundSession } from '../../src/app/account/session-desk.ts'
import { CallMeter } from '../../src/app/quota/call-meter.ts'
import type { KeyCaller, UserCaller } from '../../src/core/permission/caller.ts'
import { cookieNameOf } from '../../src/core/privacy/cookie-naming.ts'
import { answerCache } from '../../src/http/answer-cache.ts'
import { exploreFault } from '../../src/http/api/explore/faults.ts'
import type { Doors } from '../../src/http/doors.ts'
import { statusOf } from '../../src/http/errors.ts'
import { inFlight } from '../../src/http/in-flight.ts'
import { openMetrics } from '../../src/http/operator/metrics.ts'
import { json, text } from '../../src/http/reply.ts'
import { buildServer } from '../../src/http/server.ts'
import { SessionGuesses } from '../../src/http/session-guesses.ts'
import { type Answer, ask, type Sent } from './ask.ts'
import { Jar } from './jar.ts'
import { HOSTS, type RigHosts, rigPortals } from './rig-portals.ts'
import { actingRows, readingRows } from './rig-rows.ts'

/** Two ways to be reached: as at a desk without TLS, and as visitors do. */
export type Setting = keyof typeof HOSTS

/** Master key of the known answers in privacy.md §1.7. */
export const MASTER = Uint8Array.from({ length: 32 }, (_, at) => at)

export const GOOD_KEY = 'a-good-key'
const KEY_CALLER: KeyCaller = { kind: 'key', id: 1, rights: 'k1', grants: [], callsPerDay: null }

/** What a request says, in short; everything of a page of the town itself unless it is said otherwise. */
export interface Asked {
  readonly host?: string
  readonly method?: string
  readonly jar?: Jar
  /** Replaces `Origin`; null leaves it out. */
  readonly origin?: string | null
  /** More headers, as they are. */
  readonly headers?: readonly (readonly [string, string])[]
  readonly body?: string
  readonly type?: string
}

/** The doors of four portals with rows of their own, on real sockets. */
export interface Rig {
  readonly setting: Setting
  readonly hosts: RigHosts
  readonly doors: Doors
  /** Reasons of the security events since the last look. */
  readonly events: string[]
  readonly done: string[]
  /** Identifiers that sessions were looked up by. */
  readonly lookups: string[]
  /** Sessions that are signed in, by the identifier in the cookie. */
  readonly sessions: Map<string, FoundSession>
  originOf(host: string): string
  ask(path: string, asked?: Asked): Promise<Answer>
  /** Sends exactly this. */
  send(sent: Sent, from?: string): Promise<Answer>
  /** A browser that is signed in at a host, with a token for its forms. */
  signedIn(name?: string, host?: string): Promise<SignedInJar>
  /** A browser of nobody with a token for forms. */
  visitor(host?: string): Promise<SignedInJar>
  close(): Promise<void>
}

export interface SignedInJar {
  readonly jar: Jar
  /** For the field or the header. */
  readonly token: string
}

interface Opened {
  readonly setting: Setting
  readonly trustedProxies?: readonly string[]
  readonly strictGate?: boolean
}

const FORM = 'application/x-www-form-urlencoded'

/** Name of a cookie at a host of the rig. */
export const cookieName = (rig: Rig, host: string, name: string): string =>
  cookieNameOf(rig.doors.portals.byHost(host)?.naming.get(host) ?? 'plain', name)

export async function openRig({ setting, trustedProxies = [], strictGate = false }: Opened): Promise<Rig> {
  const hosts = HOSTS[setting]
  const portals = rigPortals(hosts)
  const events: string[] = []
  const done: string[] = []
  const sessions = new Map<string, FoundSession>()
  const lookups: string[] = []
  const [cert, key] = await Promise.all(
    ['cert', 'key'].map(name => readFile(join(import.meta.dirname, 'tls', `${name}.pem`), 'utf8')),
  )
  const flight = inFlight(100)
  const quiet = () => undefined
  const start = (name: string, seconds = 0): string => {
    const id = randomBytes(32).toString('base64url')
    sessions.set(id, live(name, sessions.size + 1, seconds))
    return id
  }
  const changes = {
    done,
    signIn: () => start('Alice'),
    signOut: (id: string | null) => void sessions.delete(id ?? ''),
  }
  const doors: Doors = {
    portals: {
      byHost: host => portals.find(({ stored }) => stored.config.hosts.includes(host)),
      all: () => portals,
      refresh: () => Promise.resolve(),
    },
    meter: new CallMeter(Date.now()),
    keys: { callerOf: (_, text) => Promise.resolve(text === GOOD_KEY ? KEY_CALLER : null) },
    cache: answerCache(1024 * 1024),
    inFlight: flight,
    metrics: openMetrics({ inFlight: () => flight.count, portals: () => 4, children: () => ({}) }),
    log: { info: quiet, warn: quiet, error: quiet },
    limits: { bodyBytes: 4096, headerBytes: 32 * 1024 },
    secure: setting === 'tls',
    tls: setting === 'tls' ? { cert: Buffer.from(cert ?? ''), key: Buffer.from(key ?? '') } : null,
    trustedProxies,
    assetsFolder: import.meta.dirname,
    guesses: new SessionGuesses(),
    sessions: {
      find: (_, id) => {
        lookups.push(id)
        return Promise.resolve(sessions.get(id) ?? { state: 'none', reason: 'unknown' })
      },
    },
    events: { tell: reason => void events.push(reason) },
    secrets: [MASTER],
    now: () => Date.now(),
    provider: null,
    strictGate,
    routes: readingRows(changes),
    actions: actingRows(changes),
    hostlessRoutes: [{ name: 'healthz', path: '/healthz', handle: () => text('ok\n') }],
    lobby: () => text('lobby'),
    fault: error => json(exploreFault(error), { status: statusOf(error) }),
  }
  const server = buildServer(doors)
  await server.listen({ port: 0, host: '127.0.0.1' })
  const address: AddressInfo | string | null = server.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const destination = { port, ca: setting === 'tls' ? (cert ?? '') : null }
  const originOf = (host: string): string => `${setting === 'tls' ? 'https' : 'http'}://${host}:${port}`
  const send: Rig['send'] = (sent, from) =>
    ask({ ...destination, ...(from === undefined ? {} : { from }) }, sent)
  const request: Rig['ask'] = (path, asked = {}) => {
    const { host = hosts.town, jar, origin = originOf(host), headers = [], body, type = FORM, method } = asked
    const used = method ?? (body === undefined ? 'GET' : 'POST')
    const unsafe = !['GET', 'HEAD', 'OPTIONS'].includes(used)
    const cookie = jar?.header
    return send({
      ...{ method: used, path },
      ...(body === undefined ? {} : { body }),
      headers: [
        ['host', `${host}:${port}`],
        ...(unsafe && origin !== null ? [['origin', origin] as const] : []),
        ...(cookie === undefined ? [] : [['cookie', cookie] as const]),
        ...(body === undefined ? [] : [['content-type', type] as const]),
        ...headers,
      ],
    })
  }
  const withToken = async (jar: Jar, host: string): Promise<SignedInJar> => {
    const page = await request('/form/', { jar, host })
    return { jar: jar.take(page), token: /value="([^"]*)"/.exec(page.body)?.[1] ?? '' }
  }
  const rig: Rig = {
    ...{ setting, hosts, doors, events, done, lookups, sessions, originOf, ask: request, send },
    signedIn: (name = 'Alice', host = hosts.town) =>
      withToken(new Jar().set(cookieName(rig, host, 'sessionid'), start(name)), host),
    visitor: (host = hosts.town) => withToken(new Jar(), host),
    close: () => server.close(),
  }
  return rig
}

/** Somebody who is signed in; `seconds` are those that a browser keeps the cookie for. */
export function live(
  name: string,
  id: number,
  seconds = 0,
  { renewedId = null, formerHash = null }: { renewedId?: string | null; formerHash?: string | null } = {},
): FoundSession {
  const caller: UserCaller = { kind: 'user', id, rights: 'u', grants: [] }
  return {
    state: 'live',
    signedIn: {
      user: { id, email: `${name}@example.org`, name, language: null },
      ...{ session: id, level: 1, authenticatedAt: Date.now(), secondFactorDue: false, caller },
    },
    ...{ renewedId, formerHash, held: null },
    keptSeconds: seconds === 0 ? null : seconds,
  }
}
