import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openConnection, type PostgresTarget, poolConfig } from '../../src/adapters/postgres/connection.ts'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import { postgresProgram } from '../../src/adapters/postgres/program.ts'
import { recordingLog } from './recording-log.ts'

/** A server to run a suite on; every database is fresh and goes with it. */
export interface TestServer {
  readonly name: string
  freshDatabase(): Promise<PostgresTarget>
  close(): Promise<void>
}

/** The embedded server, and the one of `VITRINE_TEST_DATABASE_URL` when that is set. */
export function serversUnderTest(): readonly { name: string; open: () => Promise<TestServer> }[] {
  const url = process.env.VITRINE_TEST_DATABASE_URL
  return [
    { name: 'embedded PostgreSQL', open: embeddedServer },
    ...(url === undefined ? [] : [{ name: 'PostgreSQL by URL', open: () => serverByUrl(url) }]),
  ]
}

/** A folder for a test, that children of another user may pass through. */
export async function passableFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vt-'))
  await chmod(folder, 0o711)
  return folder
}

export async function embeddedServer(): Promise<TestServer> {
  const folder = await passableFolder()
  const socketDir = join(folder, 'socket')
  const running = await postgresProgram({
    home: join(folder, 'postgres'),
    socketDir,
    log: recordingLog(),
  }).start(new AbortController().signal)
  return {
    name: 'embedded',
    freshDatabase: async () => {
      const database = newName()
      await onServer({ socketDir }, `create database ${database}`)
      return { socketDir, database }
    },
    close: async () => {
      await running.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function serverByUrl(url: string): Promise<TestServer> {
  const made: string[] = []
  return {
    name: 'by URL',
    freshDatabase: async () => {
      const database = newName()
      await onServer({ url }, `create database ${database}`)
      made.push(database)
      const target = new URL(url)
      target.pathname = `/${database}`
      return { url: target.href }
    },
    close: async () => {
      for (const database of made) await onServer({ url }, `drop database ${database} with (force)`)
    },
  }
}

/** A fresh, migrated database and a pool on it. */
export async function openMigrated(server: TestServer) {
  const target = await server.freshDatabase()
  const connection = openConnection(target, recordingLog())
  await migrate(connection.pool)
  return { target, connection }
}

const newName = (): string => `vitrine_test_${randomBytes(5).toString('hex')}`

export async function onServer(target: PostgresTarget, statement: string): Promise<void> {
  const client = new pg.Client(poolConfig(target))
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
