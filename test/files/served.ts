import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../src/app/ports/log.ts'
import type { Application, KeyRequest, PublishRequest, PublishResult } from '../../src/cli/application.ts'
import type { PortalConfig } from '../../src/core/portal/portal.ts'
import { deploymentApplication } from '../../src/main/application.ts'
import type { Deployment } from '../../src/main/open-deployment.ts'
import { freePort } from '../chaos/deployment.ts'
import { openTestDeployment, testPortal } from '../chaos/open-test-deployment.ts'

export const HOST = 'files.localhost'
export const ROOT = '/api/explore/v2.1/catalog/datasets'

/** An answer, whole. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

/** A portal whose records have files, behind the real doors. */
export interface Served extends AsyncDisposable {
  readonly application: Application
  readonly deployment: Deployment
  readonly port: number
  /** Folder of the blob store. */
  readonly blobs: string
  send(path: string, headers?: Readonly<Record<string, string>>, method?: string): Promise<Answer>
  json<T>(path: string, headers?: Readonly<Record<string, string>>): Promise<T>
  publish(
    datasetId: string,
    file: { readonly name: string; readonly bytes: Uint8Array },
    more?: Partial<PublishRequest>,
  ): Promise<PublishResult>
  /** The header of a key that the server knows. */
  key(asked: Partial<KeyRequest>): Promise<Readonly<Record<string, string>>>
}

/** The portal of these tests. */
export const PORTAL: PortalConfig = {
  ...testPortal('files'),
  hosts: [HOST, 'other.localhost'],
  languages: ['en', 'ar'],
}

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

export async function openServed(): Promise<Served> {
  const home = await mkdtemp(join(tmpdir(), 'vitrine-files-'))
  const port = await freePort()
  const env = { PORT: String(port), VITRINE_SHUTDOWN_GRACE: '1s', VITRINE_KEEP_REVISIONS: '9' }
  const deployment = await openTestDeployment(home, env)
  const application = await deploymentApplication(deployment, silent)
  await application.savePortal(PORTAL)
  const stop = new AbortController()
  const ready = Promise.withResolvers<void>()
  const served = application.serve(() => ready.resolve(), stop.signal)
  await Promise.race([ready.promise, served])
  const send: Served['send'] = (path, headers = {}, method = 'GET') => ask(port, { path, headers, method })
  return {
    ...{ application, deployment, port, send, blobs: deployment.engines.blobs },
    json: async <T>(path: string, headers: Readonly<Record<string, string>> = {}) =>
      JSON.parse((await send(path, headers)).bytes.toString()) as T,
    publish: async (datasetId, { name, bytes }, more = {}) => {
      const file = join(home, name)
      await writeFile(file, bytes)
      const asked = {
        ...{ portal: 'files', datasetId, source: { file } },
        options: {},
        metadata: {},
        ...more,
      }
      return application.publish(asked, () => undefined, new AbortController().signal)
    },
    key: async asked => {
      const { key } = await application.addKey({ ...PLAIN_KEY, ...asked })
      const header = { authorization: `Apikey ${key}` }
      for (let i = 0; i < 100 && (await send(ROOT, header)).status === 401; i++) await sleep(20)
      return header
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
  ...{ portal: 'files', name: 'test', datasets: null, where: null, fields: null },
  ...{ expires: null, callsPerDay: null },
}

interface Asked {
  readonly path: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
}

function ask(port: number, { path, method, headers }: Asked): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const sent = request(
    { port, host: '127.0.0.1', path, method, agent: false, headers: { host: `${HOST}:${port}`, ...headers } },
    got => {
      const chunks: Buffer[] = []
      got.on('data', (chunk: Buffer) => chunks.push(chunk))
      got.on('error', reject)
      got.on('end', () =>
        resolve({ status: got.statusCode ?? 0, headers: got.headers, bytes: Buffer.concat(chunks) }),
      )
    },
  )
  sent.on('error', reject)
  sent.end()
  return promise
}
