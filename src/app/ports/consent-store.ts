import type { LedgerContent, LedgerHead, LedgerRow } from '../../core/privacy/ledger/ledger-row.ts'
import type { MaterialRevision } from '../../core/privacy/material-revision.ts'

/** What a portal had on offer from some moment on. */
export interface StoredMaterial {
  readonly portalId: number
  /** 1, 2, 3, … within the portal; one for every change, wider or narrower. */
  readonly seq: number
  /** Configuration that it was worked out from. */
  readonly configVersion: number
  readonly detail: MaterialRevision
  /** ISO 8601 instant. */
  readonly since: string
}

/** The exact notice that visitors were shown, kept once. */
export interface ConsentNotice {
  /** SHA-256 of language and body, lower-case hex. */
  readonly hash: string
  readonly language: string
  readonly body: string
}

/** Head of a portal's chain at the end of a day. */
export interface DailyHead extends LedgerHead {
  /** `2026-11-20`, UTC. */
  readonly day: string
}

/** Decisions of visitors on a day that left no row. */
export interface RefusalCount {
  readonly day: string
  readonly refusals: number
}

/**
 * What portals asked their visitors for, and what came of it (privacy.md §2.4, §2.7). Every method is one transaction;
 * faults as of `CatalogStore`.
 */
export interface ConsentStore {
  /** The newest material of every portal that ever had some. */
  latestMaterials(): Promise<ReadonlyMap<number, StoredMaterial>>
  /** Keeps the next material of a portal, unless another process was faster: then the newest one is returned. */
  addMaterial(material: Omit<StoredMaterial, 'since'>): Promise<StoredMaterial>
  /** Every material of a portal, oldest first. */
  materials(portalId: number): Promise<readonly StoredMaterial[]>

  /** Keeps a notice; one that is there already stays. */
  keepNotice(portalId: number, notice: ConsentNotice): Promise<void>
  notice(portalId: number, hash: string): Promise<ConsentNotice | null>

  /** Appends a row to a portal's chain; processes that do so at once come one after the other. */
  append(portalId: number, content: LedgerContent): Promise<LedgerRow>
  /** Rows after a place, oldest first, at most `limit`. */
  ledger(portalId: number, afterSeq: number, limit: number): Promise<readonly LedgerRow[]>
  /** Where a portal's chain begins, past what retention has removed, and where it ends. */
  ledgerEnds(portalId: number): Promise<{ readonly base: LedgerHead; readonly head: LedgerHead }>
  /** Heads of all days that had rows, oldest first. */
  dailyHeads(portalId: number): Promise<readonly DailyHead[]>
  /** Head of the last day before `day` that had rows; null when there is none. */
  headBefore(portalId: number, day: string): Promise<DailyHead | null>
  findReceipt(portalId: number, receiptHash: string): Promise<LedgerRow | null>
  /** Takes the content of a row away; its hashes stay. False when there is no such row, or nothing left of it. */
  eraseRow(portalId: number, seq: number): Promise<boolean>
  /** Removes the rows of hours before `hour`, the oldest ones of the chain, of all portals; returns how many. */
  dropLedgerBefore(hour: string): Promise<number>

  /** Counts a refusal of a day. */
  countRefusal(portalId: number, day: string): Promise<void>
  /** Newest first. */
  refusals(portalId: number, days: number): Promise<readonly RefusalCount[]>
}
