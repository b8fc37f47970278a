import type { OpenScratch } from '../../core/export/scratch.ts'
import type { AccountStore } from './account-store.ts'
import type { AuditStore } from './audit-store.ts'
import type { BlobStore } from './blob-store.ts'
import type { CatalogStore } from './catalog-store.ts'
import type { Clock } from './clock.ts'
import type { ConsentStore } from './consent-store.ts'
import type { FactorStore } from './factor-store.ts'
import type { GroupStore } from './group-store.ts'
import type { HostMoveStore } from './host-move-store.ts'
import type { IdentityProviders } from './identity-providers.ts'
import type { IdentityStore } from './identity-store.ts'
import type { IngestRunner } from './ingest-runner.ts'
import type { JobQueue } from './job-queue.ts'
import type { KeyStore } from './key-store.ts'
import type { Log } from './log.ts'
import type { Mailer } from './mailer.ts'
import type { PasswordHasher } from './password-hasher.ts'
import type { PasswordJudge } from './password-judge.ts'
import type { PolicyStore } from './policy-store.ts'
import type { PreparedFiles } from './prepared-files.ts'
import type { RecordFileStore } from './record-file-store.ts'
import type { RecordStore } from './record-store.ts'
import type { SessionStore } from './session-store.ts'
import type { Thumbnails } from './thumbnails.ts'

/** The outside world, as the use cases see it. */
export interface Ports {
  readonly catalog: CatalogStore
  readonly keys: KeyStore
  readonly accounts: AccountStore
  readonly groups: GroupStore
  readonly identities: IdentityStore
  readonly providers: IdentityProviders
  readonly sessions: SessionStore
  readonly moves: HostMoveStore
  readonly factors: FactorStore
  readonly passwords: PasswordHasher
  readonly consent: ConsentStore
  readonly policies: PolicyStore
  readonly audits: AuditStore
  readonly judge: PasswordJudge
  readonly mailer: Mailer
  readonly records: RecordStore
  readonly blobs: BlobStore
  readonly recordFiles: RecordFileStore
  readonly thumbnails: Thumbnails
  readonly jobs: JobQueue
  readonly ingest: IngestRunner
  readonly clock: Clock
  readonly prepared: PreparedFiles
  /** Room on the disk for what an export must know before it can be written. */
  readonly openScratch: OpenScratch
  readonly log: Log
}
