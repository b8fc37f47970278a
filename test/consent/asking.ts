import { mkdtemp, rm } from 'node:fs/promises'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findPortal } from '../../src/app/catalog/published-datasets.ts'
import type { Log } from '../../src/app/ports/log.ts'
import type { Application } from '../../src/cli/application.ts'
import type { PortalConfig } from '../../src/core/portal/portal.ts'
import type { OwnService, ServiceSettings } from '../../src/core/privacy/services/service-settings.ts'
import { deploymentApplication } from '../../src/main/application.ts'
import type { Deployment } from '../../src/main/open-deployment.ts'
import { freePort } from '../chaos/deployment.ts'
import { openTestDeployment, testPortal } from '../chaos/open-test-deployment.ts'

/** Portals of the suite: one that asks for something, one like it, one that asks for nothing, one that changes. */
export const ASKING = 'asking.localhost'
export const SISTER = 'sister.localhost'
export const QUIET = 'quiet.localhost'
export const CHANGING = 'changing.localhost'

const said = (word: string) => ({ en: word, fr: word, nl: word, de: word, ar: word })

/** A service that a portal declares by itself. */
export const weather = (days: number, more: Partial<OwnService> = {}): OwnService => ({
  name: 'Weather map',
  kind: 'map',
  provider: { name: 'Weather office', country: 'DE' },
  hosts: ['maps.weather.example'],
  function: said('Weather map'),
  purpose: said('To show the weather of the day'),
  discloses: said('Your internet address'),
  frame: 'https://maps.weather.example/embed/{reference}',
  storage: [
    {
      ...{ kind: 'cookie', name: 'w', identifies: 'nobody', seconds: days * 86_400 },
      ...{ purpose: said('To remember the zoom'), value: said('A number') },
    },
  ],
  ...more,
})

export const portalOf = (host: string, services: ServiceSettings | null): PortalConfig => ({
  ...testPortal(host.replace('.localhost', '')),
  title: said(`Open data of ${host}`),
  description: said('A portal for tests'),
  languages: ['en', 'fr', 'nl', 'de', 'ar'],
  ...(services === null ? {} : { services }),
})

/** An answer, whole. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly location: string
  /** Value of the preferences cookie that it sets; `''` when it clears it, undefined when it says nothing of it. */
  readonly preferences: string | undefined
}

export interface Sent {
  readonly host?: string
  readonly cookie?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly method?: string
  readonly body?: string
}

/** The suite's deployment, behind the real doors. */
export interface Asking extends AsyncDisposable {
  readonly port: number
  readonly application: Application
  readonly deployment: Deployment
  readonly logged: readonly string[]
  send(path: string, sent?: Sent): Promise<Answer>
  /** A choice from a page of the portal, as browsers send forms. */
  choose(fields: Readonly<Record<string, string | readonly string[]>>, sent?: Sent): Promise<Answer>
  /** Changes a portal, and waits until it is served so. */
  save(host: string, services: ServiceSettings | null): Promise<void>
  idOf(host: string): Promise<number>
}

export async function openAsking(): Promise<Asking> {
  const home = await mkdtemp(join(tmpdir(), 'vitrine-consent-'))
  const port = await freePort()
  const logged: string[] = []
  const note = (event: string, fields?: object, cause?: unknown): void => {
    logged.push(`${event} ${JSON.stringify(fields)} ${cause instanceof Error ? cause.stack : ''}`)
  }
  const log: Log = { info: note, warn: note, error: note }
  const deployment = await openTestDeployment(home, { PORT: String(port), VITRINE_SHUTDOWN_GRACE: '1s' })
  const application = await deploymentApplication(deployment, log)
  const stop = new AbortController()
  const known = { known: ['youtube', 'vimeo'] }
  await application.savePortal(portalOf(ASKING, { ...known, own: { weather: weather(30) } }))
  await application.savePortal(portalOf(SISTER, known))
  await application.savePortal(portalOf(QUIET, null))
  await application.savePortal(portalOf(CHANGING, { own: { weather: weather(30) } }))
  const ready = Promise.withResolvers<void>()
  const served = application.serve(() => ready.resolve(), stop.signal)
  await ready.promise
  const sending = (path: string, sent?: Sent) => send(port, path, sent)
  return {
    ...{ port, application, deployment, logged },
    send: sending,
    choose: (fields, sent = {}) => {
      const body = new URLSearchParams()
      for (const [name, values] of Object.entries(fields))
        for (const value of [values].flat()) body.append(name, value)
      const origin = `http://${sent.host ?? ASKING}:${port}`
      return sending('/cookies/preferences', {
        ...sent,
        method: 'POST',
        body: String(body),
        headers: { origin, 'sec-fetch-site': 'same-origin', ...sent.headers },
      })
    },
    save: async (host, services) => {
      const page = async () => (await sending('/en/', { host })).text
      const before = await page()
      await application.savePortal(portalOf(host, services))
      for (let i = 0; i < 100 && (await page()) === before; i++) await sleep(50)
    },
    idOf: async host => (await findPortal(deployment.ports, host.replace('.localhost', ''))).id,
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await served
      await deployment.close({ hurry: true })
      await rm(home, { recursive: true, force: true })
    },
  }
}

function send(port: number, path: string, sent: Sent = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const form = sent.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
  const cookie = sent.cookie === undefined ? {} : { cookie: `cookies_preferences=${sent.cookie}` }
  const headers = { host: `${sent.host ?? ASKING}:${port}`, ...form, ...cookie, ...sent.headers }
  const asked = request(
    {
      ...{ port, host: '127.0.0.1', path, method: sent.method ?? 'GET', agent: false },
      headers: Object.entries(headers).flatMap(([name, value]) =>
        (typeof value === 'string' ? [value] : value).flatMap(one => [name, one]),
      ),
    },
    got => {
      const chunks: Buffer[] = []
      got.on('data', (chunk: Buffer) => chunks.push(chunk))
      got.on('error', reject)
      got.on('end', () =>
        resolve({
          status: got.statusCode ?? 0,
          headers: got.headers,
          text: Buffer.concat(chunks).toString(),
          location: got.headers.location ?? '',
          preferences: preferencesOf(got.headers['set-cookie']),
        }),
      )
    },
  )
  asked.on('error', reject)
  asked.end(sent.body)
  return promise
}

const preferencesOf = (cookies: readonly string[] | undefined): string | undefined =>
  cookies?.map(cookie => /^cookies_preferences=([^;]*)/.exec(cookie)?.[1]).find(value => value !== undefined)
