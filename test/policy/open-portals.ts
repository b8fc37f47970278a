import { mkdtemp, rm } from 'node:fs/promises'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Log } from '../../src/app/ports/log.ts'
import type { Application } from '../../src/cli/application.ts'
import type { PortalConfig } from '../../src/core/portal/portal.ts'
import { deploymentApplication } from '../../src/main/application.ts'
import type { Deployment } from '../../src/main/open-deployment.ts'
import { freePort } from '../chaos/deployment.ts'
import { openTestDeployment } from '../chaos/open-test-deployment.ts'
import { FOUNDING } from './facts.ts'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** Portals behind the real doors, as visitors over TLS reach them. */
export interface OpenedPortals extends AsyncDisposable {
  readonly application: Application
  readonly deployment: Deployment
  /** Events that were logged, with their fields. */
  readonly logged: readonly (readonly [event: string, fields: unknown])[]
  get(host: string, path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>
  /** Posts a form as a page of the host itself does. */
  post(host: string, path: string, form: string): Promise<Answer>
  /** Ends the process's doors and opens them again on the same data; `meanwhile` happens while they are closed. */
  restart(meanwhile?: () => Promise<void>): Promise<void>
}

export const portalOf = (slug: string, host: string, more: Partial<PortalConfig> = {}): PortalConfig => ({
  slug,
  hosts: [host],
  title: { en: `Data of ${slug}` },
  description: { en: slug },
  languages: ['en', 'fr'],
  brand: '#0b5d5e',
  legal: { name: `Owner of ${slug}`, address: 'Nowhere 1', email: 'owner@example.org', country: 'FR' },
  ...more,
})

export const FOUNDING_PORTALS: readonly PortalConfig[] = FOUNDING.portals.map(({ slug, host }) =>
  portalOf(slug, host),
)

export async function openPortals(portals: readonly PortalConfig[]): Promise<OpenedPortals> {
  const home = await mkdtemp(join(tmpdir(), 'vitrine-policy-'))
  const port = await freePort()
  const logged: [string, unknown][] = []
  const note = (event: string, fields?: object): void => {
    logged.push([event, fields])
  }
  const log: Log = { info: note, warn: note, error: note }
  const env = {
    ...{ PORT: String(port), VITRINE_SHUTDOWN_GRACE: '1s' },
    ...{ VITRINE_PUBLIC_SCHEME: 'https', VITRINE_PROVIDER: 'Opendatasoft' },
  }
  const deployment = await openTestDeployment(home, env, log)
  const application = await deploymentApplication(deployment, log)
  for (const portal of portals) await application.savePortal(portal)
  let serving = await serve(application)
  return {
    ...{ application, deployment, logged },
    get: (host, path, headers = {}) => send(port, path, { headers: { ...headers, host } }),
    post: (host, path, form) =>
      send(port, path, {
        headers: {
          ...{ host, origin: `https://${host}`, 'sec-fetch-site': 'same-origin' },
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: form,
      }),
    restart: async meanwhile => {
      await serving.stop()
      await meanwhile?.()
      serving = await serve(application)
    },
    [Symbol.asyncDispose]: async () => {
      await serving.stop()
      await deployment.close({ hurry: true })
      await rm(home, { recursive: true, force: true })
    },
  }
}

async function serve(application: Application): Promise<{ stop(): Promise<void> }> {
  const stop = new AbortController()
  const ready = Promise.withResolvers<void>()
  const served = application.serve(() => ready.resolve(), stop.signal)
  await Promise.race([ready.promise, served])
  return {
    stop: async () => {
      stop.abort()
      await served
    },
  }
}

interface Sent {
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

function send(port: number, path: string, { headers, body }: Sent): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const method = body === undefined ? 'GET' : 'POST'
  request({ port, host: '127.0.0.1', path, method, headers, agent: false }, answer => {
    const chunks: Buffer[] = []
    answer.on('data', (chunk: Buffer) => chunks.push(chunk))
    answer.on('error', reject)
    answer.on('end', () =>
      resolve({
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        text: Buffer.concat(chunks).toString(),
      }),
    )
  })
    .on('error', reject)
    .end(body)
  return promise
}
