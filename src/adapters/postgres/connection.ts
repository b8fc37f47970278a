import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { Log } from '../../app/ports/log.ts'
import { codeOf, isRepeatable, postgresFault } from './faults.ts'
import type { Tables } from './tables.ts'

/** Which server: one by URL (`postgres://…`), or the embedded one by the folder of its socket. */
export type PostgresTarget =
  | { readonly url: string }
  | { readonly socketDir: string; readonly database?: string }

/** Superuser of the embedded server. */
export const EMBEDDED_USER = 'vitrine'

/** Where the embedded server's tables live: the database that initdb makes. */
export const EMBEDDED_DATABASE = 'postgres'

const INT8 = 20

/** Counts and ids are numbers on both servers; beyond 2⁵³ is a bug, not a rounded value. */
const parseInt8 = (text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('int8 beyond the safe range')
  return value
}

const TYPES = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 && format !== 'binary' ? parseInt8 : pg.types.getTypeParser(oid, format),
}

/** Connection settings of `pg` for a target; also what the job queue opens its own pool with. */
export const poolConfig = (target: PostgresTarget) => ({
  ...('url' in target
    ? { connectionString: target.url }
    : { host: target.socketDir, user: EMBEDDED_USER, database: target.database ?? EMBEDDED_DATABASE }),
  connectionTimeoutMillis: 5000,
  application_name: 'vitrine',
})

/** An open pool and the typed query builder over it. */
export interface Connection {
  readonly pool: pg.Pool
  readonly db: Kysely<Tables>
  /** Runs `use` in a transaction, again when the server asks for it (deadlock, serialization). */
  transaction<T>(use: (tx: Transaction<Tables>) => Promise<T>): Promise<T>
  /** Runs `use`, faults as `VitrineError`s. */
  run<T>(use: (db: Kysely<Tables>) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const ATTEMPTS = 4

/** Opens a pool; connects on first use and again, by itself, after a restart of the server. */
export function openConnection(
  target: PostgresTarget,
  log: Log,
  { max = 10, statementSeconds = 15 } = {},
): Connection {
  const pool = new pg.Pool({
    ...poolConfig(target),
    max,
    statement_timeout: statementSeconds * 1000,
    types: TYPES,
  })
  pool.on('error', cause => log.warn('postgres_connection_lost', { code: codeOf(cause) }))
  // A client that is checked out and between two statements has no listener of the pool's: without one of
  // its own, the end of the server would be an uncaught exception. The pool drops it after the next statement.
  pool.on('connect', client => client.on('error', () => undefined))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })

  const attempt = async <T>(use: (tx: Transaction<Tables>) => Promise<T>, left: number): Promise<T> => {
    try {
      return await db.transaction().execute(use)
    } catch (thrown) {
      if (left > 0 && isRepeatable(thrown)) return attempt(use, left - 1)
      throw postgresFault(thrown)
    }
  }
  return {
    pool,
    db,
    transaction: use => attempt(use, ATTEMPTS - 1),
    run: use =>
      use(db).catch((thrown: unknown) => {
        throw postgresFault(thrown)
      }),
    close: () => db.destroy(),
  }
}
