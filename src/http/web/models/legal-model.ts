import type { LegalIdentity } from '../../../core/portal/portal.ts'

/** Who answers for a portal and who runs it. */
export interface LegalModel {
  readonly identity: LegalIdentity
  /** Who runs the platform; null when the publisher does. */
  readonly provider: string | null
}
