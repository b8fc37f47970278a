import type { AuditReport } from '../core/audit/report.ts'
import type { AttachmentWords } from '../core/dataset/attachment.ts'
import type { Metadata } from '../core/dataset/metadata.ts'
import type { IngestReport, ReadOptions, RevisionState } from '../core/dataset/revision.ts'
import type { DatasetRules } from '../core/dataset/rules.ts'
import type { PortalConfig } from '../core/portal/portal.ts'
import type { LedgerRow, LedgerVerdict } from '../core/privacy/ledger/ledger-row.ts'
import type { SelfAssessment } from '../core/privacy/self-assessment.ts'
import type { LocatedSettings } from './located-settings.ts'

/** Where the bytes to publish are: a file of this machine, or a web address. */
export type PublishSource = { readonly file: string } | { readonly url: string }

/** A file to publish beside the data, and what is said of it. */
export interface PublishAttachment {
  readonly words: AttachmentWords
  readonly source: PublishSource
}

export interface PublishRequest {
  readonly portal: string
  /** Null: made from the source's name. */
  readonly datasetId: string | null
  readonly source: PublishSource
  readonly options: ReadOptions
  /** Replaces what the published revision says, member by member. */
  readonly metadata: Partial<Metadata>
  /** Who may see it; as it is when left out. In force before any of the data is. */
  readonly rules?: DatasetRules
  /** Files beside the data; those of the published revision stay when left out. */
  readonly attachments?: readonly PublishAttachment[]
}

/** How far a long work is: a step of the `progress.*` sentences, and the share done of it, 0 to 1, when known. */
export interface WorkProgress {
  readonly step: string
  readonly share: number | null
}

export type OnProgress = (progress: WorkProgress) => void

export interface PublishResult {
  readonly portal: string
  readonly datasetId: string
  readonly datasetUid: string
  /** Number of the revision within its dataset. */
  readonly revision: number
  /** The published revision came from the same bytes and words: nothing was loaded. */
  readonly unchanged: boolean
  readonly recordsLoaded: number
  readonly recordsQuarantined: number
  /** What was decided, mended and set aside; null for a revision without one. */
  readonly report: IngestReport | null
  readonly seconds: number
  /** Address of the dataset's page. */
  readonly page: string
}

export interface RevisionSummary {
  readonly number: number
  readonly state: RevisionState
  readonly recordsCount: number
  readonly source: string | null
  readonly createdAt: string
  readonly publishedAt: string | null
  /** Whether readers get this one. */
  readonly current: boolean
  /** Whether its records still stand, so that it can be restored. */
  readonly restorable: boolean
}

/** An API key to make. */
export interface KeyRequest {
  readonly portal: string
  readonly name: string
  /** Identifiers of the datasets that it opens; null for all. */
  readonly datasets: readonly string[] | null
  /** ODSQL condition of the records that it opens; null for all. Only with one dataset. */
  readonly where: string | null
  /** Fields that it opens; null for all. Only with one dataset. */
  readonly fields: readonly string[] | null
  /** Day after which it ends, `2027-01-31`; null for never. */
  readonly expires: string | null
  readonly callsPerDay: number | null
}

/** An API key as it may be shown: never itself. */
export interface KeySummary {
  readonly id: number
  readonly name: string
  /** Its first characters. */
  readonly hint: string
  /** Identifiers of datasets; null for all. */
  readonly datasets: readonly string[] | null
  readonly where: string | null
  readonly fields: readonly string[] | null
  readonly callsPerDay: number | null
  readonly createdAt: string
  readonly expiresAt: string | null
  readonly revokedAt: string | null
  readonly lastUsedOn: string | null
}

/** A key just made, with the key itself: shown once, kept nowhere. */
export interface MadeKey extends KeySummary {
  readonly key: string
}

/** Somebody to make an account for. */
export interface PersonRequest {
  readonly portal: string
  readonly email: string
  readonly name: string
  /** Names of roles, as `core/account/roles.ts` has them; checked there. */
  readonly roles: readonly string[]
  /** Whether to send the link by mail, too. */
  readonly mailed: boolean
}

/** Somebody with an account. */
export interface PersonSummary {
  readonly id: number
  readonly email: string
  readonly name: string
  readonly state: string
  readonly roles: readonly string[]
  readonly createdAt: string
  /** The day alone. */
  readonly signedInOn: string | null
}

/** What is done to an account. */
export type PersonAct =
  | { readonly kind: 'reset' | 'suspend' | 'resume' | 'sign-out' | 'remove' }
  | { readonly kind: 'roles'; readonly roles: readonly string[] }

/** Somebody, and the one-time link to choose a password where one was asked for: shown once, kept nowhere. */
export interface PersonWithLink extends PersonSummary {
  readonly link: string | null
}

/** What is done to a group. */
export type GroupAct =
  | { readonly kind: 'add'; readonly name: string; readonly roles: readonly string[] }
  | { readonly kind: 'join' | 'leave'; readonly email: string }
  | {
      readonly kind: 'grant'
      readonly dataset: string
      readonly where: string | null
      readonly fields: readonly string[] | null
    }
  | { readonly kind: 'withdraw'; readonly dataset: string }
  | { readonly kind: 'remove' }

/** A group as it may be shown. */
export interface GroupSummary {
  readonly slug: string
  readonly name: string
  readonly roles: readonly string[]
  readonly members: number
  readonly grants: readonly {
    /** Identifier of today; the uid of a dataset that is gone. */
    readonly dataset: string
    readonly where: string | null
    readonly fields: readonly string[] | null
  }[]
}

/** What a server says once it answers. */
export interface Serving {
  readonly address: string
  readonly portals: readonly {
    readonly slug: string
    readonly url: string
    /** One-time link to make the first administrator; null where there is somebody. */
    readonly firstAdministrator: string | null
  }[]
}

/**
 * Vitrine as the command line uses it: everything that needs engines. It attaches to the engines of a running
 * server, or starts its own; disposing it lets go of them in order. Faults are `VitrineError`s.
 */
export interface Application extends AsyncDisposable {
  /** Creates or changes a portal as its files say; the same configuration twice changes nothing. */
  savePortal(config: PortalConfig): Promise<void>
  /** Takes a portal away with everything in it. */
  removePortal(slug: string): Promise<void>
  /** Identifiers of the datasets of a portal that have a published revision. */
  publishedDatasets(portal: string): Promise<ReadonlySet<string>>

  /** Resolves when readers see the new revision; rejects when the load failed, and they still see the old one. */
  publish(request: PublishRequest, onProgress: OnProgress, signal: AbortSignal): Promise<PublishResult>
  unpublish(portal: string, datasetId: string): Promise<void>
  rename(portal: string, datasetId: string, newId: string): Promise<void>
  /** Newest first. */
  revisions(portal: string, datasetId: string): Promise<readonly RevisionSummary[]>
  restore(portal: string, datasetId: string, revision: number): Promise<void>

  /** Says who may see a dataset that was published already; nothing when there is none of this identifier. */
  saveRules(portal: string, datasetId: string, rules: DatasetRules): Promise<void>

  addKey(request: KeyRequest): Promise<MadeKey>
  /** Oldest first, those that have ended with them. */
  keys(portal: string): Promise<readonly KeySummary[]>
  revokeKey(portal: string, id: number): Promise<KeySummary>

  /** Looks at a portal, or at all of them, against the criteria of measurement without consent. */
  selfAssess(portal: string | null): Promise<readonly SelfAssessment[]>

  /** Reads a portal's ledger of consent from one end to the other. */
  verifyLedger(portal: string): Promise<LedgerVerdict>
  /** The row that a receipt's code stands for; null when there is none. */
  findReceipt(portal: string, code: string): Promise<LedgerRow | null>
  /** Takes the content of that row away; its hashes stay. Null when there is none. */
  eraseReceipt(portal: string, code: string): Promise<LedgerRow | null>

  /** Keeps what is public of an audit of a portal; returns the address of its page. */
  keepAudit(portal: string, report: AuditReport): Promise<string>

  /** Makes an account; its person chooses the password behind the link. */
  addPerson(request: PersonRequest): Promise<PersonWithLink>
  /** By address. */
  people(portal: string): Promise<readonly PersonSummary[]>
  /** Finds somebody by address, in any letter case, and does this. `user_unknown`. */
  changePerson(portal: string, email: string, act: PersonAct): Promise<PersonWithLink>

  /** By slug. */
  groups(portal: string): Promise<readonly GroupSummary[]>
  /** By address. `group_unknown`. */
  groupMembers(
    portal: string,
    group: string,
  ): Promise<readonly { readonly id: number; readonly email: string; readonly name: string }[]>
  /** Does this to a group, and says how it stands; a removed one as it was. */
  changeGroup(portal: string, group: string, act: GroupAct): Promise<GroupSummary>

  /** Brings catalogue and records engine to this version's schema; returns the names of the steps taken. */
  migrate(): Promise<readonly string[]>
  /** Answers requests until `signal` is aborted, then ends in order. */
  serve(onServing: (serving: Serving) => void, signal: AbortSignal): Promise<void>
  /** Takes jobs until `signal` is aborted. */
  work(signal: AbortSignal): Promise<void>
}

/** Opens the application; the one way from the command line to the engines. Gives up when `signal` is aborted. */
export type OpenApplication = (settings: LocatedSettings, signal: AbortSignal) => Promise<Application>
