import { createHash, randomBytes } from 'node:crypto'
import type { Decided } from '../../core/privacy/consent-choice.ts'
import { type ConsentSurface, ledgerHour } from '../../core/privacy/ledger/ledger-row.ts'
import { RECEIPT_BYTES, receiptCode, receiptHash } from '../../core/privacy/ledger/receipt.ts'
import type { ConsentNotice } from '../ports/consent-store.ts'
import type { Ports } from '../ports/ports.ts'

/** The circumstances of a choice, as the ledger keeps them. */
export interface ChoiceMade {
  readonly portalId: number
  readonly decided: Decided
  readonly materialRevision: number
  readonly pageVersion: string | null
  readonly surface: ConsentSurface
  readonly language: string
  readonly gpc: boolean
  /** What the visitor was shown. */
  readonly notice: ConsentNotice
  /** Whether a receipt is handed out with it. */
  readonly withReceipt: boolean
}

interface Stores extends Pick<Ports, 'clock' | 'log'> {
  readonly consent: Pick<Ports['consent'], 'keepNotice' | 'append' | 'countRefusal'>
}

/** A notice under the hash of what is in it. */
export const noticeOf = (language: string, body: string): ConsentNotice => ({
  hash: createHash('sha256').update(`${language}\n${body}`).digest('hex'),
  ...{ language, body },
})

/**
 * Writes a choice down: acceptances and withdrawals as rows of the ledger, refusals as one more of the day (privacy.md
 * §2.7). Returns the code of the receipt, which is kept nowhere. An acceptance that cannot be proved is none, so its fault
 * is thrown; a withdrawal and a refusal hold whatever becomes of the note.
 */
export async function recordChoice(ports: Stores, made: ChoiceMade): Promise<string | null> {
  const { action, isRefusal, withdrawn, after, before } = made.decided
  const isWider = after.some(grant => !before.includes(grant))
  try {
    if (isRefusal) await ports.consent.countRefusal(made.portalId, dayOf(ports.clock.now()))
    return action === null ? null : await addRow(ports, made, action)
  } catch (thrown) {
    if (isWider) throw thrown
    ports.log.error('choice_not_noted', { withdrawn: withdrawn.length }, thrown)
    return null
  }
}

const dayOf = (now: Date): string => now.toISOString().slice(0, 10)

async function addRow(
  { consent, clock }: Stores,
  made: ChoiceMade,
  action: NonNullable<Decided['action']>,
): Promise<string | null> {
  const code = made.withReceipt ? receiptCode(randomBytes(RECEIPT_BYTES)) : null
  await consent.keepNotice(made.portalId, made.notice)
  await consent.append(made.portalId, {
    hour: ledgerHour(clock.now()),
    action,
    grantsBefore: made.decided.before,
    grantsAfter: made.decided.after,
    materialRevision: made.materialRevision,
    pageVersion: made.pageVersion,
    noticeHash: made.notice.hash,
    surface: made.surface,
    language: made.language,
    gpc: made.gpc,
    receiptHash: code === null ? null : receiptHash(code),
  })
  return code
}
