import { CONSENT_SECONDS } from '../../core/privacy/consent-value.ts'
import { ledgerHour } from '../../core/privacy/ledger/ledger-row.ts'
import type { Ports } from '../ports/ports.ts'

/** Years that a row is kept after the choice in it has expired (privacy.md §2.7). */
const YEARS_KEPT = 5

/** The first hour whose rows are still kept. */
export function ledgerKeptFrom(now: Date): string {
  const oldest = new Date(now.getTime() - CONSENT_SECONDS * 1000)
  oldest.setUTCFullYear(oldest.getUTCFullYear() - YEARS_KEPT)
  return ledgerHour(oldest)
}

/** Removes rows of the ledgers that are past their time; returns how many. */
export const forgetOldLedger = ({
  consent,
  clock,
}: {
  readonly consent: Pick<Ports['consent'], 'dropLedgerBefore'>
  readonly clock: Ports['clock']
}): Promise<number> => consent.dropLedgerBefore(ledgerKeptFrom(clock.now()))
