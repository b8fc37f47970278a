import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SessionDesk, sessionDesk } from '../../src/app/account/session-desk.ts'
import { findPortal } from '../../src/app/catalog/published-datasets.ts'
import type { Log } from '../../src/app/ports/log.ts'
import type { Application } from '../../src/cli/application.ts'
import type { PortalConfig } from '../../src/core/portal/portal.ts'
import { deploymentApplication } from '../../src/main/application.ts'
import type { Deployment } from '../../src/main/open-deployment.ts'
import { freePort } from '../chaos/deployment.ts'
import { openTestDeployment, testPortal } from '../chaos/open-test-deployment.ts'
import { type Answer, ask } from './ask.ts'
import type { Jar } from './jar.ts'

export const TOWN = 'town.localhost'
/** The town's other host, whose visitors find German first. */
export const STADT = 'stadt.localhost'
export const TREES = 'trees.localhost'

const PORTALS: readonly PortalConfig[] = [
  {
    ...testPortal('town'),
    hosts: [TOWN, STADT],
    languages: ['en', 'fr', 'nl', 'de'],
    cookies: { hostLanguages: { [STADT]: 'de' } },
  },
  { ...testPortal('trees'), languages: ['en', 'fr'] },
]

export interface TownAsked {
  readonly host?: string
  readonly method?: string
  readonly jar?: Jar
  readonly headers?: readonly (readonly [string, string])[]
  readonly body?: string
  /** Sends what a page of the portal itself would say of where it comes from. */
  readonly fromPage?: boolean
}

/** The product as it runs, with two portals and a dataset. */
export interface Town extends AsyncDisposable {
  readonly application: Application
  readonly port: number
  readonly deployment: Deployment
  /** Everything that was logged. */
  readonly logged: readonly string[]
  readonly desk: SessionDesk
  ask(path: string, asked?: TownAsked): Promise<Answer>
  /** Identifier of a new session of a new person. */
  signIn(portal: 'town' | 'trees', host: string, language?: string | null): Promise<string>
}

const FORM = 'application/x-www-form-urlencoded'

export async function openTown(): Promise<Town> {
  const home = await mkdtemp(join(tmpdir(), 'vitrine-town-'))
  const port = await freePort()
  const logged: string[] = []
  const note = (event: string, fields?: object): void =>
    void logged.push(`${event} ${JSON.stringify(fields)}`)
  const log: Log = { info: note, warn: note, error: note }
  const deployment = await openTestDeployment(home, { PORT: String(port), VITRINE_SHUTDOWN_GRACE: '1s' })
  const application = await deploymentApplication(deployment, log)
  const stop = new AbortController()
  for (const config of PORTALS) await application.savePortal(config)
  const file = join(home, 'plants.csv')
  await writeFile(file, 'name;kind\noak;tree\nrose;bush\n')
  await application.publish(
    {
      portal: 'town',
      datasetId: 'plants',
      source: { file },
      options: {},
      metadata: { title: { en: 'Plants' } },
    },
    () => undefined,
    stop.signal,
  )
  const ready = Promise.withResolvers<void>()
  const served = application.serve(() => ready.resolve(), stop.signal)
  await Promise.race([ready.promise, served])
  const desk = sessionDesk(deployment.ports)
  let people = 0
  return {
    ...{ application, port, deployment, logged, desk },
    ask: (path, { host = TOWN, method, jar, headers = [], body, fromPage = true } = {}) => {
      const cookie = jar?.header
      return ask(
        { port, ca: null },
        {
          ...{ path, method: method ?? (body === undefined ? 'GET' : 'POST') },
          ...(body === undefined ? {} : { body }),
          headers: [
            ['host', `${host}:${port}`],
            ...(cookie === undefined ? [] : [['cookie', cookie] as const]),
            ...(body === undefined ? [] : [['content-type', FORM] as const]),
            ...(body !== undefined && fromPage ? [['origin', `http://${host}:${port}`] as const] : []),
            ...headers,
          ],
        },
      )
    },
    signIn: async (slug, host, language = null) => {
      const portal = await findPortal(deployment.ports, slug)
      const user = await deployment.ports.accounts.addUser(
        {
          ...{
            portalId: portal.id,
            email: `person${++people}@example.org`,
            name: `Person ${people}`,
            language,
          },
          ...{ state: 'active', password: null, roles: ['reader'] },
        },
        new Date(),
      )
      const order = { user, level: 1, kept: false, label: 'a test', presented: null } as const
      return (await desk.start({ portal, host }, order)).id
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await served
      await deployment.close({ hurry: true })
      await rm(home, { recursive: true, force: true })
    },
  }
}
