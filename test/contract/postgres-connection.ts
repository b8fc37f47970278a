import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { catalogStore } from '../../src/adapters/postgres/catalog-store.ts'
import { openConnection } from '../../src/adapters/postgres/connection.ts'
import { MIGRATIONS, migrate, pendingMigrations } from '../../src/adapters/postgres/migrate.ts'
import { portalConfig } from './catalog-store.ts'
import { openMigrated, type TestServer } from './postgres-servers.ts'
import { recordingLog } from './recording-log.ts'

/** Connection and migrations on a server of its own. */
export function connectionOn(name: string, open: () => Promise<TestServer>): void {
  describe(`${name}: connection and migrations`, () => {
    let server: TestServer
    before(async () => {
      server = await open()
    })
    after(() => server.close())
    valueTests(() => server)
    migrationTests(() => server)
  })
}

function valueTests(server: () => TestServer): void {
  test('whole numbers of 64 bits are numbers, and never rounded', async () => {
    const { connection } = await openMigrated(server())
    const value = async (text: string) => {
      const { rows } = await sql<{ n: number }>`select ${sql.raw(text)}::int8 as n`.execute(connection.db)
      return rows[0]?.n
    }
    assert.equal(await value('5000000000'), 5_000_000_000)
    assert.equal(await value('-9007199254740991'), -9_007_199_254_740_991)
    await assert.rejects(
      connection.run(() => value('9007199254740993')),
      { code: 'bug' },
    )
    assert.equal(await value('1'), 1, 'the connection is none the worse')
    await connection.close()
  })

  test('a statement that takes too long is taken away', async () => {
    const connection = openConnection(await server().freshDatabase(), recordingLog(), {
      statementSeconds: 0.1,
    })
    const slow = connection.run(db => sql`select pg_sleep(5)`.execute(db))
    await assert.rejects(slow, { code: 'catalog_unavailable' })
    await connection.close()
  })

  test('deadlocks are repeated until both have gone through', async () => {
    const { connection } = await openMigrated(server())
    const store = catalogStore(connection)
    await store.savePortal(portalConfig('a'))
    await store.savePortal(portalConfig('b'))
    const bump = (first: string, second: string) =>
      connection.transaction(async tx => {
        for (const slug of [first, second]) {
          await tx
            .updateTable('portal')
            .set({ config_version: sql`config_version + 1` })
            .where('slug', '=', slug)
            .execute()
          await sql`select pg_sleep(0.1)`.execute(tx)
        }
      })
    await Promise.all([bump('a', 'b'), bump('b', 'a')])
    const portals = await store.listPortals()
    assert.deepEqual(
      portals.map(portal => portal.configVersion),
      [3, 3],
    )
    await connection.close()
  })
}

function migrationTests(server: () => TestServer): void {
  test('many who migrate at once do it once', async () => {
    const target = await server().freshDatabase()
    const connections = Array.from({ length: 5 }, () => openConnection(target, recordingLog()))
    const [first] = connections
    assert.ok(first)
    const ids = MIGRATIONS.map(migration => migration.id)
    assert.deepEqual(await pendingMigrations(first.pool), ids)
    const applied = await Promise.all(connections.map(({ pool }) => migrate(pool)))
    assert.deepEqual(applied.flat(), ids)
    assert.deepEqual(await pendingMigrations(first.pool), [])
    for (const connection of connections) await connection.close()
  })

  test('a migration that fails leaves everything as it was', async () => {
    const connection = openConnection(await server().freshDatabase(), recordingLog())
    const broken = [...MIGRATIONS, { id: '9999-broken', sql: 'create table half (n int); select 1 / 0' }]
    await assert.rejects(migrate(connection.pool, broken), { code: 'bug' })
    assert.deepEqual(
      await pendingMigrations(connection.pool),
      MIGRATIONS.map(migration => migration.id),
    )
    await migrate(connection.pool)
    await connection.close()
  })

  test('a database that a newer version migrated is left alone', async () => {
    const { connection } = await openMigrated(server())
    await migrate(connection.pool, [...MIGRATIONS, { id: '9998-future', sql: 'select 1' }])
    const newer = { code: 'database_newer', params: { migration: '9998-future' } }
    await assert.rejects(migrate(connection.pool), newer)
    await assert.rejects(pendingMigrations(connection.pool), newer)
    await connection.close()
  })
}
