import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { Agent, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { LOADING_CONSTRUCTS } from '../../../src/core/content/testing/hostile-html.ts'
import type { PortalConfig } from '../../../src/core/portal/portal.ts'
import { deploymentApplication } from '../../../src/main/application.ts'
import type { Deployment } from '../../../src/main/open-deployment.ts'
import { freePort } from '../../chaos/deployment.ts'
import { openTestDeployment, testPortal } from '../../chaos/open-test-deployment.ts'

export const HOST = 'embeds.localhost'
/** Where files of publishers are served. */
export const FILES_HOST = 'files.localhost'
export const VIDEO = 'dQw4w9WgXcQ'
export const TRACKER_IMAGE = '//tracker.example/p.gif'

/** A host of images that the portal asks for in its visitors' place; it leads to this machine, so it is never reached. */
export const PROXIED = 'images.localhost.example'

const text = { en: 'Pictures', fr: 'Images', ar: 'صور' }

const PORTAL: PortalConfig = {
  ...testPortal('embeds'),
  languages: ['en', 'fr', 'ar'],
  services: {
    known: ['youtube', 'openstreetmap'],
    own: {
      pictures: {
        ...{ name: 'Pictures', mode: 'proxy', hosts: [PROXIED] },
        provider: { name: 'Pictures', country: 'BE' },
        ...{ function: text, purpose: text, discloses: text },
      },
    },
  },
}

const youtube = `<iframe src="https://www.youtube.com/embed/${VIDEO}" title="A song"></iframe>`
const map = '<iframe src="https://www.openstreetmap.org/export/embed.html?bbox=4.3,50.8,4.4,50.9"></iframe>'

/** Datasets by their identifiers, with what their publishers wrote. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  video: `<p>A film.</p>${youtube}<p>A map.</p>${map}`,
  hostile: Object.values(LOADING_CONSTRUCTS).join('\n'),
  harvested: `<p>From elsewhere <img src=${TRACKER_IMAGE}> ![x](https:${TRACKER_IMAGE})</p>`,
  proxied: `<p><img src="https://${PROXIED}/logo.png" alt="Logo"></p>`,
}

/** Files that a publisher gave, which would run where they were shown. */
export const FILES: Readonly<Record<string, string>> = {
  'page.html': '<!doctype html><script>document.title = document.cookie || "ran"</script>',
  'picture.svg': '<svg xmlns="http://www.w3.org/2000/svg"><script>document.title = "ran"</script></svg>',
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** A portal over TLS whose publishers embed content of others. */
export interface Embedding extends AsyncDisposable {
  readonly origin: string
  readonly deployment: Deployment
  readonly logged: readonly string[]
  ask(
    path: string,
    sent?: { method?: string; headers?: Readonly<Record<string, string>>; body?: string; host?: string },
  ): Promise<Answer>
}

export async function openEmbedding(): Promise<Embedding> {
  const home = await mkdtemp(join(tmpdir(), 'vitrine-embeds-'))
  const port = await freePort()
  const tls = certificate(home)
  const logged: string[] = []
  const note = (event: string, fields?: object): void => {
    logged.push(`${event} ${JSON.stringify(fields)}`)
  }
  const deployment = await openTestDeployment(home, {
    ...{ PORT: String(port), VITRINE_SHUTDOWN_GRACE: '1s', VITRINE_FILES_HOST: FILES_HOST, ...tls },
  })
  const application = await deploymentApplication(deployment, { info: note, warn: note, error: note })
  await application.savePortal(PORTAL)
  for (const id of Object.keys(DESCRIPTIONS)) await publish(application, home, id)
  const stop = new AbortController()
  const ready = Promise.withResolvers<void>()
  const served = application.serve(() => ready.resolve(), stop.signal)
  await ready.promise
  return {
    ...{ deployment, logged, origin: `https://${HOST}:${port}` },
    ask: (path, sent = {}) => ask(port, path, sent),
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await served
      await deployment.close({ hurry: true })
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** A certificate that nobody trusts, of this run alone. */
function certificate(folder: string): Readonly<Record<string, string>> {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const names = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST},DNS:*.localhost`]
  execFileSync('openssl', [...words, '-days', '2', ...names, '-keyout', key, '-out', cert], { stdio: 'pipe' })
  return { VITRINE_TLS_CERTIFICATE: cert, VITRINE_TLS_KEY: key }
}

async function publish(
  application: Awaited<ReturnType<typeof deploymentApplication>>,
  home: string,
  id: string,
): Promise<void> {
  const file = join(home, `${id}.csv`)
  await writeFile(file, 'name;kind\noak;tree\n')
  const attachments = await Promise.all(
    Object.entries(FILES).map(async ([name, bytes]) => {
      await writeFile(join(home, name), bytes)
      return { words: { id: name.replace('.', '-') }, source: { file: join(home, name) } }
    }),
  )
  await application.publish(
    {
      ...{ portal: 'embeds', datasetId: id, source: { file }, options: {}, attachments },
      metadata: { title: { en: `Title of ${id}` }, description: { en: DESCRIPTIONS[id] ?? '' } },
    },
    () => undefined,
    new AbortController().signal,
  )
}

/** The certificate is not looked at: what is tested is what is said, not by whom. */
const agent = new Agent({ rejectUnauthorized: false, keepAlive: false })

function ask(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body, host = HOST }: Parameters<Embedding['ask']>[1] & object,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const asked = request(
    { port, path, method, agent, host: '127.0.0.1', headers: { host: `${host}:${port}`, ...headers } },
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
  asked.end(body)
  return promise
}

/** A request that a page made of somebody else, with what it told. */
export interface Reached {
  readonly url: string
  readonly referer: string | undefined
}

/** Answers for every other host, and tells which of them were asked. */
export async function interceptOthers(context: BrowserContext, origin: string): Promise<Reached[]> {
  const reached: Reached[] = []
  await context.route(
    url => url.origin !== origin && url.hostname !== FILES_HOST,
    async route => {
      const sent = route.request()
      reached.push({ url: sent.url(), referer: (await sent.allHeaders()).referer })
      await route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Theirs</title>Theirs' })
    },
  )
  return reached
}
