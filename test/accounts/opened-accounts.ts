import { argon2Hasher } from '../../src/adapters/passwords/argon2-hasher.ts'
import { zxcvbnJudge } from '../../src/adapters/passwords/zxcvbn-judge.ts'
import { accountStore } from '../../src/adapters/postgres/account-store.ts'
import { catalogStore } from '../../src/adapters/postgres/catalog-store.ts'
import type { Connection } from '../../src/adapters/postgres/connection.ts'
import { factorStore } from '../../src/adapters/postgres/factor-store.ts'
import { hostMoveStore } from '../../src/adapters/postgres/host-move-store.ts'
import { identityStore } from '../../src/adapters/postgres/identity-store.ts'
import { keyStore } from '../../src/adapters/postgres/key-store.ts'
import { sessionStore } from '../../src/adapters/postgres/session-store.ts'
import { type AccountServices, accountServices } from '../../src/app/account/account-services.ts'
import type { FoundSession, Place } from '../../src/app/account/session-desk.ts'
import { type SignInOutcome, type SignInPlace, signIn } from '../../src/app/account/sign-in.ts'
import type { NewUser, StoredUser } from '../../src/app/ports/account-store.ts'
import type { StoredPortal } from '../../src/app/ports/catalog-store.ts'
import type { Mail } from '../../src/app/ports/mailer.ts'
import type { PortalAccounts } from '../../src/core/account/account-settings.ts'
import type { SignedIn } from '../../src/core/account/signed-in.ts'
import { testPortal } from '../chaos/open-test-deployment.ts'
import { embeddedServer, openMigrated } from '../contract/postgres-servers.ts'
import { type RecordingLog, recordingLog } from '../contract/recording-log.ts'

export const PASSWORD = 'umbrella tractor violin 81'
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Accounts on real stores, with a clock to be set and mails to be read. */
export interface OpenedAccounts extends AsyncDisposable {
  readonly services: AccountServices
  readonly connection: Connection
  readonly log: RecordingLog
  readonly mails: Mail[]
  /** Milliseconds that answers were held back for. */
  readonly waited: number[]
  now: number
  portal(accounts?: PortalAccounts): Promise<StoredPortal>
  /** Somebody with {@link PASSWORD} and an address of their own. */
  user(portal: StoredPortal, more?: Partial<NewUser>): Promise<StoredUser>
  at(portal: StoredPortal, more?: Partial<SignInPlace>): SignInPlace
  /** Signs in with the password; the identifier. */
  enter(portal: StoredPortal, user: StoredUser, more?: Partial<SignInPlace>): Promise<string>
  find(place: Place, id: string): Promise<FoundSession>
  /** Who an identifier signs in; fails when nobody. */
  signedIn(place: Place, id: string): Promise<SignedIn>
}

let made = 0

export async function openAccounts(): Promise<OpenedAccounts> {
  const server = await embeddedServer()
  const { connection } = await openMigrated(server)
  const log = recordingLog()
  const mails: Mail[] = []
  const waited: number[] = []
  const clock = { now: () => new Date(opened.now) }
  const services = accountServices(
    {
      ...{ accounts: accountStore(connection), sessions: sessionStore(connection), clock, log },
      ...{ moves: hostMoveStore(connection), identities: identityStore(connection) },
      ...{ factors: factorStore(connection), keys: keyStore(connection), catalog: catalogStore(connection) },
      ...{ passwords: argon2Hasher({ memory: 64, passes: 1, parallelism: 1 }), judge: zxcvbnJudge() },
      mailer: { send: async mail => void mails.push(mail) },
    },
    {
      originOf: ({ config }, host = config.hosts[0]) => `https://${host}`,
      secrets: [new Uint8Array(32).fill(7)],
      wait: async milliseconds => void waited.push(milliseconds),
    },
  )
  const opened: OpenedAccounts = {
    ...{ services, connection, log, mails, waited, now: Date.parse('2026-07-01T12:00:00Z') },
    portal: accounts =>
      services.catalog.savePortal({
        ...testPortal(`p${++made}`),
        languages: ['en', 'fr', 'ar'],
        title: { en: 'Open Data', fr: 'Données ouvertes' },
        ...(accounts !== undefined && { accounts }),
      }),
    user: async (portal, more) =>
      services.accounts.addUser(
        {
          ...{ portalId: portal.id, email: `user${++made}@example.org`, name: 'Ada', language: null },
          ...{ state: 'active', password: await services.passwords.hash(PASSWORD), roles: [], ...more },
        },
        clock.now(),
      ),
    at: (portal, more) => ({
      ...{ portal, host: portal.config.hosts[0], address: '192.0.2.1', label: 'Firefox on Linux' },
      ...{ kept: false, presented: null, ...more },
    }),
    enter: async (portal, user, more) =>
      idOf(await signIn(services, opened.at(portal, more), { email: user.email, password: PASSWORD })),
    find: (place, id) => services.desk.find(place, id),
    signedIn: async (place, id) => {
      const found = await services.desk.find(place, id)
      if (found.state !== 'live') throw new Error(`nobody: ${JSON.stringify(found)}`)
      return found.signedIn
    },
    [Symbol.asyncDispose]: async () => {
      await services.background.settled()
      await connection.close()
      await server.close()
    },
  }
  return opened
}

/** The identifier of a session that began. */
export function idOf(outcome: SignInOutcome): string {
  if (outcome.outcome !== 'signed_in') throw new Error(JSON.stringify(outcome))
  return outcome.session.id
}

/** The token in the link of a mail. */
export function tokenIn(mail: Mail | undefined): string {
  const token = /\?token=([\w-]{43})\n/.exec(mail?.text ?? '')?.[1]
  if (token === undefined) throw new Error(`no link in ${mail?.subject}`)
  return token
}
