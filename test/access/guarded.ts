import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findDataset, findPortal } from '../../src/app/catalog/published-datasets.ts'
import type { Log } from '../../src/app/ports/log.ts'
import type { Application, KeyRequest, MadeKey } from '../../src/cli/application.ts'
import { type DatasetRules, OPEN_RULES } from '../../src/core/dataset/rules.ts'
import type { PortalConfig } from '../../src/core/portal/portal.ts'
import { deploymentApplication } from '../../src/main/application.ts'
import type { Deployment } from '../../src/main/open-deployment.ts'
import { freePort } from '../chaos/deployment.ts'
import { openTestDeployment, testPortal } from '../chaos/open-test-deployment.ts'

/** Rows of `staff`: a region decides who may see one, a salary is nobody's business. */
export const STAFF_CSV = [
  'person_id;name;region;salary;since;secret',
  'P1;Ada;north;5000;2024-01-01T00:30:00Z;alpha',
  'P2;Ben;north;4000;2023-12-31T23:30:00Z;beta',
  'P3;Cleo;south;6000;2022-05-01T10:00:00Z;gamma',
  'P4;Dan;south;7000;2021-05-01T10:00:00Z;delta',
  'P5;Eve;west;3000;2020-05-01T10:00:00Z;alpha',
].join('\n')

const OPEN_CSV = 'name;kind\noak;tree\nash;tree\nrose;bush\n'

interface Published {
  readonly id: string
  readonly csv: string
  readonly rules: DatasetRules
  readonly facets: readonly string[]
}

const DATASETS: readonly Published[] = [
  { id: 'plants', csv: OPEN_CSV, rules: OPEN_RULES, facets: ['kind'] },
  {
    id: 'staff',
    csv: STAFF_CSV,
    rules: { ...OPEN_RULES, visibility: 'restricted' },
    facets: ['region', 'secret'],
  },
  { id: 'listed', csv: STAFF_CSV, rules: { ...OPEN_RULES, dataVisible: false }, facets: ['region'] },
]

/** A portal of the deployment as its files would say it. */
export const portalOf = (slug: string, more: Partial<PortalConfig> = {}): PortalConfig => ({
  ...testPortal(slug),
  languages: ['en', 'fr'],
  ...more,
})

export const OPEN = 'open.localhost'
export const CLOSED = 'closed.localhost'
export const ROOT = '/api/explore/v2.1/catalog'

/** An answer, whole. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export interface Sent {
  readonly host?: string
  readonly key?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string
}

/** Two portals with everything that may be hidden, behind the real doors. */
export interface Guarded extends AsyncDisposable {
  readonly application: Application
  readonly deployment: Deployment
  /** Everything that was logged. */
  readonly logged: readonly string[]
  send(path: string, sent?: Sent): Promise<Answer>
  /** A key that the server knows; the same one for the same request. */
  addKey(asked?: Partial<KeyRequest>): Promise<MadeKey>
  /** The same file as another revision. */
  publishAgain(id: string): Promise<void>
  saveRules(id: string, rules: DatasetRules): Promise<void>
  uidOf(id: string): Promise<string>
  stopServing(): Promise<void>
}

export async function openGuarded(): Promise<Guarded> {
  const home = await mkdtemp(join(tmpdir(), 'vitrine-guarded-'))
  const port = await freePort()
  const logged: string[] = []
  const keys = new Map<string, Promise<MadeKey>>()
  const note = (event: string, fields?: object, cause?: unknown): void => {
    logged.push(`${event} ${JSON.stringify(fields)} ${cause instanceof Error ? cause.stack : ''}`)
  }
  const log: Log = { info: note, warn: note, error: note }
  const deployment = await openTestDeployment(home, { PORT: String(port), VITRINE_SHUTDOWN_GRACE: '1s' })
  const application = await deploymentApplication(deployment, log)
  const stop = new AbortController()
  for (const config of [portalOf('open'), portalOf('closed', { access: 'private' })]) {
    await application.savePortal(config)
    for (const dataset of DATASETS) await publish(application, home, config.slug, dataset)
  }
  const ready = Promise.withResolvers<void>()
  const served = application.serve(() => ready.resolve(), stop.signal)
  await ready.promise
  return {
    ...{ application, deployment, logged },
    send: (path, sent = {}) => send(port, path, sent),
    addKey: asked => {
      const request = { ...PLAIN_KEY, ...asked }
      const name = JSON.stringify(request)
      const key = keys.get(name) ?? madeKey(application, port, request)
      keys.set(name, key)
      return key
    },
    publishAgain: async id => {
      for (const dataset of DATASETS)
        if (dataset.id === id)
          await publish(application, home, 'open', { ...dataset, csv: `${dataset.csv}\n` })
    },
    saveRules: (id, rules) => application.saveRules('open', id, rules),
    uidOf: async id => {
      const found = await findPortal(deployment.ports, 'open')
      return (await findDataset(deployment.ports, found, id)).uid
    },
    stopServing: async () => {
      stop.abort()
      await served
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await served
      await deployment.close({ hurry: true })
      await rm(home, { recursive: true, force: true })
    },
  }
}

const PLAIN_KEY: KeyRequest = {
  ...{ portal: 'open', name: 'test', datasets: null, where: null, fields: null },
  ...{ expires: null, callsPerDay: null },
}

/** Makes a key and waits until the server has looked; one that has ended already is not waited for. */
async function madeKey(application: Application, port: number, request: KeyRequest): Promise<MadeKey> {
  const key = await application.addKey(request)
  const isOver = request.expires !== null && request.expires < new Date().toISOString().slice(0, 10)
  const ask = () => send(port, `${ROOT}/exports`, { key: key.key, host: `${request.portal}.localhost` })
  for (let i = 0; i < 100 && !isOver && (await ask()).status === 401; i++) await sleep(20)
  return key
}

async function publish(
  application: Application,
  home: string,
  slug: string,
  { id, csv, rules, facets }: Published,
) {
  const file = join(home, `${id}.csv`)
  await writeFile(file, csv)
  const notes = join(home, `${id}.txt`)
  await writeFile(notes, `Notes on ${id}`)
  await application.publish(
    {
      ...{ portal: slug, datasetId: id, source: { file }, rules },
      options: {
        fields: Object.fromEntries(facets.map(name => [name, { annotations: { facet: true } as const }])),
      },
      attachments: [{ words: { id: 'notes' }, source: { file: notes } }],
      metadata: { title: { en: `Title of ${id}` }, keyword: [{ en: `word-${id}` }], publisher: `By ${id}` },
    },
    () => undefined,
    new AbortController().signal,
  )
}

function send(port: number, path: string, sent: Sent): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const form = sent.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
  const key = sent.key === undefined ? {} : { authorization: `Apikey ${sent.key}` }
  const headers = { host: `${sent.host ?? OPEN}:${port}`, ...form, ...key, ...sent.headers }
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
        }),
      )
    },
  )
  asked.on('error', reject)
  asked.end(sent.body)
  return promise
}
