import type { Pool, PoolClient } from 'pg'
import { VitrineError } from '../../core/errors.ts'
import { postgresFault } from './faults.ts'
import { catalogue } from './migrations/0001-catalogue.ts'
import { jobProgress } from './migrations/0002-job-progress.ts'
import { keysAndRules } from './migrations/0003-keys-and-rules.ts'
import { accounts } from './migrations/0004-accounts.ts'
import { consent } from './migrations/0005-consent.ts'
import { policy } from './migrations/0006-policy.ts'
import { groups } from './migrations/0007-groups.ts'
import { audits } from './migrations/0008-audits.ts'
import { identities } from './migrations/0009-identities.ts'
import { hostsAndIdentities } from './migrations/0010-hosts-and-identities.ts'
import { recordFiles } from './migrations/0011-record-files.ts'

/** One step of the schema, forward only; `sql` may hold several statements and runs in a transaction. */
export interface Migration {
  /** Number and name, as its file; the order of the list is the order of application. */
  readonly id: string
  readonly sql: string
}

/** Every migration, oldest first. A released one never changes. */
export const MIGRATIONS: readonly Migration[] = [
  catalogue,
  jobProgress,
  keysAndRules,
  accounts,
  consent,
  policy,
  groups,
  audits,
  identities,
  hostsAndIdentities,
  recordFiles,
]

/** Any constant: who migrates holds this advisory lock. */
const LOCK = 7_618_823

/**
 * Brings the schema up to date: all pending migrations in one transaction, one process at a time. Returns
 * the ids applied. `database_newer` when the database was migrated by a newer Vitrine.
 */
export async function migrate(pool: Pool, migrations = MIGRATIONS): Promise<readonly string[]> {
  return withClient(pool, async client => {
    try {
      await client.query('begin')
      await client.query('set local statement_timeout = 0')
      await client.query('select pg_advisory_xact_lock($1)', [LOCK])
      await client.query(
        'create table if not exists schema_migration (id text primary key, applied_at timestamptz not null default now())',
      )
      const pending = pendingAfter(await appliedIds(client), migrations)
      for (const migration of pending) {
        await client.query(migration.sql)
        await client.query('insert into schema_migration (id) values ($1)', [migration.id])
      }
      await client.query('commit')
      return pending.map(migration => migration.id)
    } catch (thrown) {
      await client.query('rollback').catch(() => undefined)
      throw thrown
    }
  })
}

/** Ids of the migrations that {@link migrate} would apply, without applying them. */
export async function pendingMigrations(pool: Pool, migrations = MIGRATIONS): Promise<readonly string[]> {
  return withClient(pool, async client => {
    const { rows } = await client.query<{ known: boolean }>(
      "select to_regclass('schema_migration') is not null as known",
    )
    const applied = rows[0]?.known === true ? await appliedIds(client) : []
    return pendingAfter(applied, migrations).map(migration => migration.id)
  })
}

async function withClient<T>(pool: Pool, use: (client: PoolClient) => Promise<T>): Promise<T> {
  try {
    const client = await pool.connect()
    try {
      return await use(client)
    } finally {
      client.release()
    }
  } catch (thrown) {
    throw postgresFault(thrown)
  }
}

async function appliedIds(client: PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>('select id from schema_migration order by id')
  return rows.map(row => row.id)
}

function pendingAfter(applied: readonly string[], migrations: readonly Migration[]): readonly Migration[] {
  const known = new Set(migrations.map(migration => migration.id))
  const foreign = applied.find(id => !known.has(id))
  if (foreign !== undefined) throw new VitrineError('database_newer', { migration: foreign })
  const done = new Set(applied)
  return migrations.filter(migration => !done.has(migration.id))
}
