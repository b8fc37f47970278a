import type { ForeignRules } from '../../../core/content/foreign-content.ts'
import type { LegalDocument } from '../../../core/legal/legal-document.ts'
import type { StatementVersion } from '../../../core/portal/statement.ts'
import type { PolicyDocument } from '../../../core/privacy/policy/document.ts'
import type { LastAudit } from '../../../core/privacy/policy/policy-json.ts'

/** The cookie policy: what is said, and what changes by itself beside it. */
export interface CookiesModel {
  readonly document: PolicyDocument
  /** Newest first. */
  readonly versions: readonly StatementVersion[]
  readonly lastAudit: LastAudit | null
  /** Where a visitor sees and changes what they decided; null where nothing needs deciding. */
  readonly choiceHref: string | null
}

/** A legal text with its versions, newest first. */
export interface LegalModel {
  readonly document: LegalDocument
  /** What becomes of content of others in the owner's text; links when left out. */
  readonly foreign?: ForeignRules
  readonly versions: readonly StatementVersion[]
}
