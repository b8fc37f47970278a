import { STATEMENTS, type Statement, type StatementVersion } from '../../core/portal/statement.ts'
import { widens } from '../../core/privacy/policy/changes.ts'
import type { PolicySources } from '../../core/privacy/policy/facts.ts'
import { nextVersionName } from '../../core/privacy/policy/version-name.ts'
import type { NewStatementVersion } from '../ports/policy-store.ts'
import type { Ports } from '../ports/ports.ts'
import {
  changesSince,
  draftStatement,
  type StatementDocument,
  type StatementDraft,
} from './statement-drafts.ts'

/** Versions of a portal's statements, newest first. */
export type PublishedStatements = ReadonlyMap<Statement, readonly StatementVersion[]>

/** Writes the document of a version, whole, as it is served from then on for ever. */
export type WriteArchive = (
  document: StatementDocument,
  version: { readonly name: string; readonly at: string },
) => string

/** The portal whose statements are published. */
export interface StatementOwner {
  readonly portalId: number
  readonly sources: PolicySources
  readonly write: WriteArchive
}

type Publishing = Pick<Ports, 'policies' | 'clock' | 'log'>

/** Another process may publish between our look and our word; after so many times something is wrong. */
const ATTEMPTS = 5

/**
 * Publishes a new version of each statement that says something else than its newest version: after a change of
 * settings, and after a release that changed an entry or a sentence. The only place that makes versions; processes that
 * do so at once make one (privacy.md §3.2).
 */
export async function publishStatements(
  ports: Publishing,
  owner: StatementOwner,
): Promise<PublishedStatements> {
  const drafts = STATEMENTS.map(statement => draftStatement(statement, owner.sources))
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const history = await ports.policies.history(owner.portalId)
    const changed = drafts.filter(({ statement, hash }) => history.get(statement)?.[0]?.hash !== hash)
    if (changed.length === 0) return history
    for (const draft of changed) await publish(ports, owner, draft, history.get(draft.statement)?.[0])
  }
  return ports.policies.history(owner.portalId)
}

async function publish(
  ports: Publishing,
  owner: StatementOwner,
  draft: StatementDraft,
  newest: StatementVersion | undefined,
): Promise<void> {
  const { statement } = draft
  const kept =
    newest === undefined ? null : await ports.policies.facts(owner.portalId, statement, newest.number)
  const version = nextVersion(draft, newest, kept, ports.clock.now())
  const documents = new Map(
    [...draft.documents].map(([language, document]) => [language, owner.write(document, version)]),
  )
  const made = await ports.policies.publish(owner.portalId, statement, { ...version, documents })
  if (made && newest !== undefined) tell(ports, owner, statement, version)
}

function nextVersion(
  draft: StatementDraft,
  newest: StatementVersion | undefined,
  kept: unknown,
  at: Date,
): Omit<NewStatementVersion, 'documents'> {
  return {
    number: (newest?.number ?? 0) + 1,
    name: nextVersionName(newest?.name ?? null, at),
    at: at.toISOString(),
    hash: draft.hash,
    changes: changesSince(kept, draft),
    facts: draft.facts,
  }
}

/** Tells the operator what a new version changes; louder where the portal may do more than before. */
function tell(
  { log }: Publishing,
  { sources }: StatementOwner,
  statement: Statement,
  { name, changes }: Omit<NewStatementVersion, 'documents'>,
): void {
  const wider = changes.filter(widens)
  const fields = {
    ...{ portal: sources.config.slug, statement, version: name },
    changes: changes
      .map(change => ('entry' in change ? `${change.entry} ${change.what}` : change.what))
      .join(', '),
  }
  if (wider.length > 0) log.warn('statement_widened', fields)
  else log.info('statement_published', fields)
}
