import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import type { LivePortal } from '../../src/app/portal/live-portals.ts'
import { NOTHING_ASKED } from '../../src/app/privacy/take-material.ts'
import { CallMeter } from '../../src/app/quota/call-meter.ts'
import { OPEN_VIEW } from '../../src/core/permission/portal-view.ts'
import { answerCache } from '../../src/http/answer-cache.ts'
import { exploreFault } from '../../src/http/api/explore/faults.ts'
import type { Doors } from '../../src/http/doors.ts'
import { statusOf } from '../../src/http/errors.ts'
import { inFlight } from '../../src/http/in-flight.ts'
import { openMetrics } from '../../src/http/operator/metrics.ts'
import { json, text } from '../../src/http/reply.ts'
import { buildServer } from '../../src/http/server.ts'
import { SessionGuesses } from '../../src/http/session-guesses.ts'

/** The one portal of {@link openSmallDoors}. */
export const SMALL_PORTAL: LivePortal = {
  stored: {
    id: 1,
    configVersion: 1,
    catalogVersion: 1,
    keyVersion: 1,
    config: {
      slug: 'trees',
      hosts: ['trees.localhost'],
      title: { en: 'Trees' },
      description: {},
      languages: ['en', 'fr'],
      brand: '#0b5d5e',
      legal: { name: '', address: '', email: '', country: '' },
    },
  },
  version: 1,
  rules: new Map(),
  naming: new Map(),
  view: OPEN_VIEW,
  quotas: null,
  datasetQuotas: new Map(),
  consent: NOTHING_ASKED,
}

export interface SmallAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export interface SmallRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Doors of a few rows, on a port of their own, without engines. */
export interface SmallDoors extends AsyncDisposable {
  readonly origin: string
  ask(path: string, asked?: SmallRequest): Promise<SmallAnswer>
}

export async function openSmallDoors(rows: Partial<Doors>): Promise<SmallDoors> {
  const quiet = (): void => undefined
  const flight = inFlight(64)
  const server = buildServer({
    portals: {
      byHost: host => (host === 'trees.localhost' ? SMALL_PORTAL : undefined),
      all: () => [SMALL_PORTAL],
      refresh: () => Promise.resolve(),
    },
    meter: new CallMeter(Date.now()),
    keys: { callerOf: () => Promise.resolve(null) },
    cache: answerCache(1024 * 1024),
    inFlight: flight,
    metrics: openMetrics({ inFlight: () => flight.count, portals: () => 1, children: () => ({}) }),
    log: { info: quiet, warn: quiet, error: quiet },
    limits: { bodyBytes: 2048, headerBytes: 16_384 },
    ...{ secure: false, tls: null, trustedProxies: [], assetsFolder: tmpdir() },
    guesses: new SessionGuesses(),
    sessions: { find: () => Promise.resolve({ state: 'none', reason: 'unknown' }) },
    events: { tell: quiet },
    secrets: [new Uint8Array(32)],
    now: () => Date.now(),
    ...{ provider: null, strictGate: true, routes: [], actions: [], hostlessRoutes: [] },
    lobby: () => text('lobby'),
    fault: error => json(exploreFault(error), { status: statusOf(error) }),
    ...rows,
  })
  await server.listen({ port: 0, host: '127.0.0.1' })
  const address = server.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    origin: `http://trees.localhost:${port}`,
    ask: (path, asked = {}) => ask(port, path, asked),
    [Symbol.asyncDispose]: () => server.close(),
  }
}

function ask(port: number, path: string, { method = 'GET', headers, body }: SmallRequest) {
  const { promise, resolve, reject } = Promise.withResolvers<SmallAnswer>()
  const sent = request(
    {
      ...{ port, host: '127.0.0.1', path, method, agent: false },
      headers: { host: `trees.localhost:${port}`, ...headers },
    },
    got => {
      const chunks: Buffer[] = []
      got.on('data', (chunk: Buffer) => chunks.push(chunk))
      got.on('end', () =>
        resolve({
          status: got.statusCode ?? 0,
          headers: got.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      )
      got.on('error', reject)
    },
  )
  sent.on('error', reject)
  sent.end(body)
  return promise
}
