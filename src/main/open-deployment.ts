import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openLocalBlobStore } from '../adapters/blobs/local-blob-store.ts'
import { openRecordStore } from '../adapters/clickhouse/record-store.ts'
import { readSecrets, type Secrets } from '../adapters/data-folder/secret-key.ts'
import { ingestRunner } from '../adapters/ingest-host/runner.ts'
import { outboxMailer, smtpMailer } from '../adapters/mail/mailer.ts'
import { clientSecrets } from '../adapters/oidc/client-secrets.ts'
import { openidProviders } from '../adapters/oidc/openid-providers.ts'
import { argon2Hasher } from '../adapters/passwords/argon2-hasher.ts'
import { zxcvbnJudge } from '../adapters/passwords/zxcvbn-judge.ts'
import { thumbnailProcess } from '../adapters/pictures/thumbnail-process.ts'
import { accountStore } from '../adapters/postgres/account-store.ts'
import { auditStore } from '../adapters/postgres/audit-store.ts'
import { catalogStore } from '../adapters/postgres/catalog-store.ts'
import { openConnection } from '../adapters/postgres/connection.ts'
import { consentStore } from '../adapters/postgres/consent-store.ts'
import { factorStore } from '../adapters/postgres/factor-store.ts'
import { groupStore } from '../adapters/postgres/group-store.ts'
import { hostMoveStore } from '../adapters/postgres/host-move-store.ts'
import { identityStore } from '../adapters/postgres/identity-store.ts'
import { openJobQueue } from '../adapters/postgres/job-queue.ts'
import { keyStore } from '../adapters/postgres/key-store.ts'
import { migrate } from '../adapters/postgres/migrate.ts'
import { policyStore } from '../adapters/postgres/policy-store.ts'
import { recordFileStore } from '../adapters/postgres/record-file-store.ts'
import { sessionStore } from '../adapters/postgres/session-store.ts'
import { openPreparedFiles } from '../adapters/prepared/local-prepared-files.ts'
import { localScratch } from '../adapters/scratch/local-scratch.ts'
import type { Log } from '../app/ports/log.ts'
import type { Mailer } from '../app/ports/mailer.ts'
import type { Ports } from '../app/ports/ports.ts'
import type { Settings } from '../core/settings.ts'
import { type OpenedEngines, openAllEngines } from './open-engines.ts'

/** Everything a command works with: ports on running engines. */
export interface Deployment {
  readonly settings: Settings
  readonly ports: Ports
  readonly engines: OpenedEngines
  /** What keys of portals are derived from, the one in force first. */
  readonly secrets: Secrets
  /** Migrations that this opening ran. */
  readonly migrated: readonly string[]
  close(options?: { readonly hurry?: boolean }): Promise<void>
}

const MIB = 1024 * 1024

/** `src/ingest-host.ts` in a source tree, `dist/ingest-host.js` in a built one. */
const ingestEntry = (): string =>
  fileURLToPath(new URL(`../ingest-host${extname(fileURLToPath(import.meta.url))}`, import.meta.url))

/** Opens the engines, brings the catalogue's tables up to date and hands out the ports. */
export async function openDeployment(settings: Settings, log: Log, signal: AbortSignal): Promise<Deployment> {
  const engines = await openAllEngines(settings, log, signal)
  const closers: (() => Promise<unknown>)[] = []
  try {
    const connection = openConnection(engines.postgres, log)
    closers.push(() => connection.close())
    const [migrated, records, blobs, prepared, secrets] = await Promise.all([
      migrate(connection.pool),
      openRecordStore(engines.records, {
        log,
        signal,
        deadlines: { page: settings.queryTimeout, export: settings.exportTimeout },
      }),
      openLocalBlobStore(engines.blobs),
      openPreparedFiles(engines.prepared, {
        maxBytes: settings.maxPrepared,
        minFree: settings.minFreeSpace,
      }),
      readSecrets(settings.secretKey, engines.home),
    ])
    closers.push(() => records.close())
    const jobs = await openJobQueue(engines.postgres, connection, log)
    closers.push(() => jobs.stop())
    const thumbnails = thumbnailProcess(engines.blobs, log)
    closers.push(() => thumbnails.close())
    const ports: Ports = {
      catalog: catalogStore(connection),
      keys: keyStore(connection),
      accounts: accountStore(connection),
      groups: groupStore(connection),
      identities: identityStore(connection),
      providers: openidProviders({
        secretOf: clientSecrets(settings.clientSecrets, join(engines.home, 'secrets')),
      }),
      sessions: sessionStore(connection),
      moves: hostMoveStore(connection),
      factors: factorStore(connection),
      passwords: argon2Hasher(),
      consent: consentStore(connection),
      policies: policyStore(connection),
      audits: auditStore(connection),
      judge: zxcvbnJudge(),
      mailer: mailerOf(settings),
      records,
      blobs,
      recordFiles: recordFileStore(connection),
      thumbnails,
      prepared,
      jobs,
      ingest: ingestRunner({
        entry: ingestEntry(),
        stores: () => ({ blobs: engines.blobs, engine: engines.records }),
        memoryMb: Math.floor(settings.ingestMemory / MIB),
        seconds: settings.ingestTimeout,
        log,
      }),
      openScratch: localScratch(engines.blobs),
      clock: { now: () => new Date() },
      log,
    }
    return {
      settings,
      ports,
      engines,
      secrets,
      migrated,
      close: options => closeAll(closers, engines, options),
    }
  } catch (thrown) {
    await closeAll(closers, engines, { hurry: true })
    throw thrown
  }
}

const mailerOf = ({ smtpUrl, mailFrom, home }: Settings): Mailer =>
  smtpUrl === null
    ? outboxMailer(join(home, 'outbox'), mailFrom, () => new Date())
    : smtpMailer(smtpUrl, mailFrom)

/** Guests leave first, then what was opened last is closed first; the engines go last. */
const closeAll = (
  closers: readonly (() => Promise<unknown>)[],
  engines: OpenedEngines,
  options: { readonly hurry?: boolean } = {},
): Promise<void> =>
  engines.close({
    ...options,
    beforeStop: async () => {
      for (const close of closers.toReversed()) await close().catch(() => undefined)
    },
  })
