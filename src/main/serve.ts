import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { groupGrants } from '../app/account/group-grants.ts'
import { FORGET_EXPIRED } from '../app/jobs/kinds.ts'
import { verifyTables } from '../app/jobs/verify-tables.ts'
import { keyRing } from '../app/permission/key-ring.ts'
import type { LiveStatements } from '../app/policy/live-statements.ts'
import { type LivePortals, openLivePortals } from '../app/portal/live-portals.ts'
import type { Log } from '../app/ports/log.ts'
import type { Ports } from '../app/ports/ports.ts'
import { CallMeter } from '../app/quota/call-meter.ts'
import { tellUse } from '../app/quota/tell-use.ts'
import { suffixesOf } from '../core/settings/check-hosts.ts'
import { answerCache } from '../http/answer-cache.ts'
import { inFlight } from '../http/in-flight.ts'
import { openMetrics } from '../http/operator/metrics.ts'
import { operatorRoutes } from '../http/operator/routes.ts'
import { securityEvents } from '../http/security-events.ts'
import { buildServer } from '../http/server.ts'
import { SessionGuesses } from '../http/session-guesses.ts'
import { readManifest, readStyles } from '../http/web/assets.ts'
import { faultReply } from '../http/web/faults.tsx'
import { lobbyPage, themeRoute } from '../http/web/lobby.tsx'
import { deploymentAccounts } from './deployment-accounts.ts'
import type { Deployment } from './open-deployment.ts'
import { portalRows } from './portal-rows.ts'
import { filesRows, isSecure, rowServices } from './row-services.ts'

/** How often another process's changes are looked for. */
const REFRESH_MS = 500
/** How often the use of keys is written down. */
const TELL_MS = 60_000
/** How often expired sessions are forgotten. */
const FORGET_MS = 3_600_000
const CACHE_BYTES = 128 * 1024 * 1024
/** Requests being answered at once; more are asked to come back. */
const MAX_IN_FLIGHT = 512

/** A server that listens. */
export interface Serving {
  readonly port: number
  readonly portals: LivePortals
  /** Lets what is being answered finish, within the grace; then closes the doors. */
  stop(): Promise<void>
}

/** A tree of sources is where people develop and test. */
const IS_SOURCE_TREE = extname(fileURLToPath(import.meta.url)) === '.ts'

const assetsFolder = (): string => fileURLToPath(new URL('../../dist/assets', import.meta.url))

/** Names of the engines that do not answer within a second. */
async function unreadyOf({ ports }: Deployment): Promise<readonly string[]> {
  const checks: readonly [string, Promise<void>][] = [
    ['catalog', ports.catalog.health()],
    ['records', ports.records.health(AbortSignal.timeout(1000))],
    ['blobs', ports.blobs.health()],
  ]
  const answers = await Promise.allSettled(
    checks.map(([, check]) =>
      Promise.race([check, sleep(1000).then(() => Promise.reject(new Error('slow')))]),
    ),
  )
  return checks.flatMap(([name], index) => (answers[index]?.status === 'fulfilled' ? [] : [name]))
}

/** Opens the doors of a deployment. */
export async function serve(deployment: Deployment, log: Log, signal: AbortSignal): Promise<Serving> {
  const { settings, ports } = deployment
  const portals = await openLivePortals(ports, signal, suffixesOf(settings))
  const folder = assetsFolder()
  const assets = await readManifest(folder)
  const flight = inFlight(MAX_IN_FLIGHT)
  const metrics = openMetrics({
    inFlight: () => flight.count,
    portals: () => portals.all().length,
    children: () => deployment.engines.children(),
  })
  const events = securityEvents(log, metrics)
  const accounts = deploymentAccounts(deployment, { security: events.tell })
  const services = rowServices(deployment, {
    ...{ accounts, assets, log },
    styles: await readStyles(folder, assets),
    securityCounts: events.countsOf,
  })
  const { live } = services.statements
  await live.publishAll(portals.all())
  const meter = new CallMeter(Date.now())
  const server = buildServer({
    portals,
    meter,
    keys: keyRing(ports, groupGrants(ports)),
    cache: answerCache(CACHE_BYTES),
    inFlight: flight,
    metrics,
    log,
    events,
    sessions: accounts.desk,
    guesses: new SessionGuesses(),
    secrets: deployment.secrets,
    now: services.now,
    provider: settings.provider,
    strictGate: IS_SOURCE_TREE,
    limits: { bodyBytes: settings.maxBody, headerBytes: 32 * 1024 },
    secure: isSecure(settings),
    tls: await readTls(settings),
    trustedProxies: settings.trustedProxies ?? [],
    assetsFolder: folder,
    ...portalRows(services),
    hostlessRoutes: [
      ...operatorRoutes({
        metrics,
        unready: () => unreadyOf(deployment),
        metricsToken: settings.metricsToken,
      }),
      themeRoute(portals),
      ...filesRows(services, portals),
    ],
    lobby: lobbyPage(portals, assets),
    fault: faultReply(assets),
  })
  await server.listen({ port: settings.port, host: settings.host })
  const refreshing = Promise.all([
    keepFresh(portals, live, { log, signal }),
    keepTelling(ports, meter, signal),
    keepForgetting(ports, signal),
    verify(deployment, signal),
  ])
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : settings.port,
    portals,
    stop: async () => {
      await flight.drain(settings.shutdownGrace * 1000)
      server.server.closeAllConnections()
      await services.files.close()
      await server.close()
      await services.content.close()
      await refreshing
      await accounts.background.settled()
      await tellUse(ports, meter)
    },
  }
}

/** Looks once at every table, beside the first visitors. */
async function verify({ ports }: Deployment, signal: AbortSignal): Promise<void> {
  await verifyTables(ports, signal).catch((thrown: unknown) => {
    if (!signal.aborted) ports.log.error('verify_failed', {}, thrown)
  })
}

async function readTls({
  tlsCertificate,
  tlsKey,
}: Deployment['settings']): Promise<{ readonly cert: Uint8Array; readonly key: Uint8Array } | null> {
  if (tlsCertificate === null || tlsKey === null) return null
  const [cert, key] = await Promise.all([readFile(tlsCertificate), readFile(tlsKey)])
  return { cert, key }
}

/** Writes down the use of keys every minute, until the signal. */
async function keepTelling(ports: Ports, meter: CallMeter, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(TELL_MS, undefined, { signal }).catch(() => undefined)
    if (!signal.aborted) await tellUse(ports, meter)
  }
}

/** Has expired sessions forgotten at the start and every hour, by one process of all, until the signal. */
async function keepForgetting({ jobs, log }: Ports, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await jobs.enqueue(FORGET_EXPIRED, 'forget-expired', null).catch(() => log.warn('forgetting_failed'))
    await sleep(FORGET_MS, undefined, { signal }).catch(() => undefined)
  }
}

/** Takes in what other processes change, until the signal; a failure is told once and tried again. */
async function keepFresh(
  portals: LivePortals,
  statements: LiveStatements,
  { log, signal }: { readonly log: Log; readonly signal: AbortSignal },
): Promise<void> {
  let failing = false
  while (!signal.aborted) {
    await sleep(REFRESH_MS, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    try {
      await portals.refresh(signal)
      await statements.publishAll(portals.all())
      failing = false
    } catch (thrown) {
      if (!failing) log.warn('refresh_failed', { code: String(Reflect.get(Object(thrown), 'code') ?? '') })
      failing = true
    }
  }
}
