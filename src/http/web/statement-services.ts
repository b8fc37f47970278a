import type { LiveStatements } from '../../app/policy/live-statements.ts'
import type { SignedPolicy } from '../../app/policy/sign-policy.ts'
import type { LivePortal } from '../../app/portal/live-portals.ts'
import type { PolicyStore } from '../../app/ports/policy-store.ts'
import type { LastAudit, LedgerHead, PolicyJson } from '../../core/privacy/policy/policy-json.ts'

/** What pages about the portal itself are made from. */
export interface StatementServices {
  readonly live: LiveStatements
  readonly document: PolicyStore['document']
  /** What a browser found last; null before the first check. */
  readonly lastAudit: (portal: LivePortal) => Promise<LastAudit | null>
  /** The newest link of the ledger of consent at the end of a day; null where there is none. */
  readonly ledgerHead: (portal: LivePortal) => Promise<LedgerHead | null>
  readonly sign: (portal: LivePortal, policy: PolicyJson) => SignedPolicy
}
