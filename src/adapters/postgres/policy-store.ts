import type { Transaction } from 'kysely'
import type { NewStatementVersion, PolicyStore } from '../../app/ports/policy-store.ts'
import type { Statement, StatementVersion } from '../../core/portal/statement.ts'
import type { Connection } from './connection.ts'
import type { Tables } from './tables.ts'

/** Published statements in PostgreSQL. */
export const policyStore = (connection: Connection): PolicyStore => ({
  history: portalId =>
    connection.run(async db => {
      const rows = await db
        .selectFrom('statement_version')
        .select(['statement', 'number', 'name', 'published_at', 'hash', 'changes'])
        .where('portal_id', '=', portalId)
        .orderBy('number', 'desc')
        .execute()
      const versions = new Map<Statement, StatementVersion[]>()
      for (const { statement, published_at, ...version } of rows) {
        const known = versions.get(statement) ?? []
        known.push({ ...version, at: published_at.toISOString() })
        versions.set(statement, known)
      }
      return versions
    }),

  facts: (portalId, statement, number) =>
    connection.run(async db => {
      const row = await db
        .selectFrom('statement_version')
        .select('facts')
        .where('portal_id', '=', portalId)
        .where('statement', '=', statement)
        .where('number', '=', number)
        .executeTakeFirst()
      return row?.facts ?? null
    }),

  publish: (portalId, statement, version) =>
    connection.transaction(tx => publish(tx, { portalId, statement }, version)),

  document: ({ portalId, statement, name, language }) =>
    connection.run(async db => {
      const row = await db
        .selectFrom('statement_document')
        .innerJoin('statement_version', 'statement_version.id', 'statement_document.version_id')
        .select('document')
        .where('portal_id', '=', portalId)
        .where('statement', '=', statement)
        .where('name', '=', name)
        .where('language', '=', language)
        .executeTakeFirst()
      return row?.document ?? null
    }),
})

/** Two processes with the same next number: the row of one is there, and the other's is left out. */
async function publish(
  tx: Transaction<Tables>,
  { portalId, statement }: { readonly portalId: number; readonly statement: Statement },
  { number, name, at, hash, changes, facts, documents }: NewStatementVersion,
): Promise<boolean> {
  const added = await tx
    .insertInto('statement_version')
    .values({
      ...{ portal_id: portalId, statement, number, name, hash },
      published_at: new Date(at),
      facts: JSON.stringify(facts),
      changes: JSON.stringify(changes),
    })
    .onConflict(conflict => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (added === undefined) return false
  if (documents.size > 0)
    await tx
      .insertInto('statement_document')
      .values([...documents].map(([language, document]) => ({ version_id: added.id, language, document })))
      .execute()
  return true
}
