import { type LegalDocument, legalDocument } from '../../core/legal/legal-document.ts'
import type { Statement } from '../../core/portal/statement.ts'
import { type PolicyChange, policyChanges } from '../../core/privacy/policy/changes.ts'
import { contentHash } from '../../core/privacy/policy/content-hash.ts'
import type { PolicyDocument } from '../../core/privacy/policy/document.ts'
import { type PolicyFacts, type PolicySources, policyFacts } from '../../core/privacy/policy/facts.ts'
import { policyDocument } from '../../core/privacy/policy/write-document.ts'

/** What a statement says in one language. */
export type StatementDocument =
  | { readonly statement: 'cookies'; readonly policy: PolicyDocument }
  | { readonly statement: Exclude<Statement, 'cookies'>; readonly legal: LegalDocument }

/** What a statement of a portal says now, published or not. */
export interface StatementDraft {
  readonly statement: Statement
  /** Of the documents in all languages: whatever a reader can see is in it. */
  readonly hash: string
  readonly documents: ReadonlyMap<string, StatementDocument>
  /** Kept with the version, for {@link changesSince}. */
  readonly facts: KeptFacts
}

/** Facts as kept, with the number of their form: what another form says is not read. */
export interface KeptFacts {
  readonly form: 1
  readonly policy: PolicyFacts | null
}

/** The statement as it follows from what is configured and running. */
export function draftStatement(statement: Statement, sources: PolicySources): StatementDraft {
  const facts = statement === 'cookies' ? policyFacts(sources) : null
  const documents = new Map(
    sources.config.languages.map(language => [language, documentOf(statement, sources, facts, language)]),
  )
  return { statement, hash: contentHash([...documents]), documents, facts: { form: 1, policy: facts } }
}

function documentOf(
  statement: Statement,
  sources: PolicySources,
  facts: PolicyFacts | null,
  language: string,
): StatementDocument {
  return statement === 'cookies'
    ? { statement, policy: policyDocument(facts ?? policyFacts(sources), language) }
    : { statement, legal: legalDocument(statement, sources, language) }
}

const isKept = (value: unknown): value is KeptFacts =>
  typeof value === 'object' && value !== null && 'form' in value && value.form === 1 && 'policy' in value

/** What is new in a draft, against the facts that the version before was kept with; null for the first version. */
export function changesSince(kept: unknown, { facts }: StatementDraft): readonly PolicyChange[] {
  if (kept === null) return [{ what: 'first' }]
  return facts.policy === null || !isKept(kept) || kept.policy === null
    ? [{ what: 'wording' }]
    : policyChanges(kept.policy, facts.policy)
}
