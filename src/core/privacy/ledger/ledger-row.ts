import { createHash } from 'node:crypto'
import type { LedgerAction } from '../consent-choice.ts'
import type { Grant } from '../consent-value.ts'
import { canonicalJson } from '../material-revision.ts'

/** Where a choice was made. */
export const SURFACES = ['banner', 'panel', 'placeholder', 'account'] as const
export type ConsentSurface = (typeof SURFACES)[number]

/** What is kept of one acceptance or withdrawal: of the choice everything, of the person nothing (privacy.md §2.7). */
export interface LedgerContent {
  /** UTC, to the hour: `2026-11-20T14`. */
  readonly hour: string
  readonly action: LedgerAction
  readonly grantsBefore: readonly Grant[]
  readonly grantsAfter: readonly Grant[]
  readonly materialRevision: number
  /** Version of the policy page on offer; null where there is none yet. */
  readonly pageVersion: string | null
  /** Of the notice that was shown, kept once under this hash. */
  readonly noticeHash: string
  readonly surface: ConsentSurface
  readonly language: string
  /** Whether the browser sent a signal of refusal. */
  readonly gpc: boolean
  /** SHA-256 of the receipt's code, lower-case hex; null where none was handed out. */
  readonly receiptHash: string | null
}

/** A row of a portal's chain. Its content may have been erased: what it was hashed to stays, so that the chain holds. */
export interface LedgerRow {
  /** 1, 2, 3, … within the portal. */
  readonly seq: number
  readonly previousHash: string
  readonly contentHash: string
  readonly hash: string
  readonly content: LedgerContent | null
}

/** A place in a chain: before the first row, `seq` 0 and no hash. */
export interface LedgerHead {
  readonly seq: number
  readonly hash: string
}

export const NO_LEDGER: LedgerHead = { seq: 0, hash: '' }

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** An instant as the ledger writes it: the hour, UTC (P40). */
export const ledgerHour = (instant: Date): string => instant.toISOString().slice(0, 13)

const contentHash = (content: LedgerContent): string => sha256(canonicalJson(content))

const rowHash = (portalId: number, { seq, hash }: LedgerHead, content: string): string =>
  sha256(`ledger/1\n${portalId}\n${seq}\n${hash}\n${content}`)

/** The row that follows a place of a portal's chain. */
export function nextRow(portalId: number, head: LedgerHead, content: LedgerContent): LedgerRow {
  const hashed = contentHash(content)
  const hash = rowHash(portalId, { seq: head.seq + 1, hash: head.hash }, hashed)
  return { seq: head.seq + 1, previousHash: head.hash, contentHash: hashed, hash, content }
}

/** Why a chain is not whole at a row. */
export type LedgerFault = 'missing' | 'unlinked' | 'changed'

/** Whether a row follows a place of a portal's chain untouched (P39): null when it does. */
export function rowFault(portalId: number, head: LedgerHead, row: LedgerRow): LedgerFault | null {
  if (row.seq !== head.seq + 1) return 'missing'
  if (row.previousHash !== head.hash) return 'unlinked'
  if (row.content !== null && contentHash(row.content) !== row.contentHash) return 'changed'
  return rowHash(portalId, { seq: row.seq, hash: head.hash }, row.contentHash) === row.hash ? null : 'changed'
}

/** What came of reading a portal's chain from one end to the other. */
export interface LedgerVerdict {
  readonly rows: number
  /** Rows whose content was taken away at somebody's wish. */
  readonly erased: number
  readonly head: LedgerHead
  /** The first row that is not as it was written; null for a whole chain. */
  readonly broken: { readonly seq: number; readonly fault: LedgerFault } | null
}
