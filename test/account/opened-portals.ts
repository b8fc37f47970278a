import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argon2Hasher } from '../../src/adapters/passwords/argon2-hasher.ts'
import { findPortal } from '../../src/app/catalog/published-datasets.ts'
import type { NewUser, StoredUser } from '../../src/app/ports/account-store.ts'
import type { Log } from '../../src/app/ports/log.ts'
import type { Mail } from '../../src/app/ports/mailer.ts'
import type { Application } from '../../src/cli/application.ts'
import { OPEN_RULES } from '../../src/core/dataset/rules.ts'
import type { PortalConfig } from '../../src/core/portal/portal.ts'
import { deploymentApplication } from '../../src/main/application.ts'
import type { Deployment } from '../../src/main/open-deployment.ts'
import { freePort } from '../chaos/deployment.ts'
import { openTestDeployment, testPortal } from '../chaos/open-test-deployment.ts'
import { type Answer, type Site, Visitor } from './visitor.ts'

export const PASSWORD = 'umbrella tractor violin 81'
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export interface Opened extends AsyncDisposable {
  readonly site: Site
  readonly deployment: Deployment
  readonly application: Application
  readonly mails: Mail[]
  /** Everything that was logged. */
  readonly logged: string[]
  /** How far the clock is ahead, milliseconds. */
  readonly clock: { ahead: number }
  visitor(portal?: string): Visitor
  /** Somebody with {@link PASSWORD}. */
  user(more?: Partial<NewUser> & { readonly portal?: string }): Promise<StoredUser>
  /** A visitor who has signed in. */
  signedIn(user: StoredUser, portal?: string): Promise<Visitor>
}

let made = 0

interface Options {
  readonly env?: Readonly<Record<string, string>>
  readonly scheme?: Site['scheme']
  readonly portals: readonly PortalConfig[]
  readonly hostOf: (slug: string) => string
  /** Whether mails are left to the deployment, which writes them into its folder `outbox`. */
  readonly outbox: boolean
}

/** Portals for the tests of accounts. */
export const PORTALS: readonly PortalConfig[] = [
  {
    ...testPortal('open'),
    title: { en: 'Open Data', fr: 'Données ouvertes' },
    hosts: ['open.localhost', 'alias.localhost', 'third.localhost'],
    languages: ['en', 'fr', 'nl', 'ar'],
    accounts: { signUp: 'open' },
  },
  { ...testPortal('closed'), languages: ['en', 'fr'], access: 'private' },
  testPortal('other'),
  { ...testPortal('twin'), hosts: ['twin.localhost', 'twin-alias.localhost'] },
]

export const openPortals = (options: Partial<Options> = {}): Promise<Opened> =>
  open({ portals: PORTALS, hostOf: slug => `${slug}.localhost`, outbox: false, ...options })

async function open({ env = {}, scheme = 'http', portals, hostOf, outbox }: Options): Promise<Opened> {
  const home = await mkdtemp(join(tmpdir(), 'vitrine-account-'))
  const port = await freePort()
  const logged: string[] = []
  const mails: Mail[] = []
  const clock = { ahead: 0 }
  const note = (event: string, fields?: object, cause?: unknown): void => {
    logged.push(`${event} ${JSON.stringify(fields)} ${cause instanceof Error ? cause.stack : ''}`)
  }
  const log: Log = { info: note, warn: note, error: note }
  const own = { PORT: String(port), VITRINE_SHUTDOWN_GRACE: '1s', VITRINE_TRUSTED_PROXIES: '127.0.0.1' }
  const real = await openTestDeployment(home, { ...own, ...env })
  const deployment: Deployment = {
    ...real,
    ports: {
      ...real.ports,
      log,
      clock: { now: () => new Date(Date.now() + clock.ahead) },
      passwords: argon2Hasher({ memory: 64, passes: 1, parallelism: 1 }),
      mailer: outbox ? real.ports.mailer : { send: async mail => void mails.push(mail) },
    },
  }
  const application = await deploymentApplication(deployment, log)
  const stop = new AbortController()
  for (const config of portals) {
    await application.savePortal(config)
    await publish(application, home, config.slug)
  }
  const ready = Promise.withResolvers<void>()
  const served = application.serve(() => ready.resolve(), stop.signal)
  await ready.promise
  const site: Site = { port, scheme }
  const opened: Opened = {
    ...{ site, deployment, application, mails, logged, clock },
    visitor: (portal = 'open') => new Visitor(site, hostOf(portal)),
    user: async ({ portal = 'open', ...more } = {}) => {
      const { accounts, passwords } = deployment.ports
      const email = `user${++made}@example.org`
      return accounts.addUser(
        {
          ...{ portalId: (await findPortal(deployment.ports, portal)).id, email, name: 'Ada Lovelace' },
          ...{
            language: null,
            state: 'active',
            roles: [],
            password: await passwords.hash(PASSWORD),
            ...more,
          },
        },
        new Date(),
      )
    },
    signedIn: async ({ email }, portal = 'open') => {
      const visitor = opened.visitor(portal)
      made += 1
      visitor.address = `198.51.${made % 250}.1`
      const { status, text } = await signIn(visitor, { email, password: PASSWORD })
      if (status !== 303) throw new Error(`not signed in: ${status} ${text}`)
      return visitor
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await served
      await real.close({ hurry: true })
      await rm(home, { recursive: true, force: true })
    },
  }
  return opened
}

async function publish(application: Application, home: string, slug: string): Promise<void> {
  const file = join(home, 'plants.csv')
  await writeFile(file, 'name;kind\noak;tree\nash;tree\n')
  await application.publish(
    {
      ...{ portal: slug, datasetId: 'plants', source: { file }, rules: OPEN_RULES, attachments: [] },
      ...{ options: { fields: {} }, metadata: { title: { en: 'Plants' } } },
    },
    () => undefined,
    new AbortController().signal,
  )
}

/** Fills in the form of sign-in. */
export const signIn = (
  visitor: Visitor,
  fields: Readonly<Record<string, string>>,
  next?: string,
): Promise<Answer> =>
  visitor.submit(
    `/en/account/sign-in/${next === undefined ? '' : `?next=${encodeURIComponent(next)}`}`,
    fields,
  )

/** The path of the link in a mail. */
export function linkIn(mail: Mail | undefined): string {
  const link = /https?:\/\/\S+\?token=[\w-]{43}/.exec(mail?.text ?? '')?.[0]
  if (link === undefined) throw new Error(`no link in ${mail?.subject}`)
  const { pathname, search } = new URL(link)
  return `${pathname}${search}`
}
