import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { catalogStore } from '../../src/adapters/postgres/catalog-store.ts'
import { openConnection } from '../../src/adapters/postgres/connection.ts'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import { postgresProgram } from '../../src/adapters/postgres/program.ts'
import { supervise } from '../../src/adapters/supervisor/supervise.ts'
import { connectionOn } from './postgres-connection.ts'
import { passableFolder, serversUnderTest } from './postgres-servers.ts'
import { recordingLog } from './recording-log.ts'

for (const { name, open } of serversUnderTest()) connectionOn(name, open)

test('a pool outlives its server: unavailable while it is away, well when it is back', async t => {
  const folder = await passableFolder()
  t.after(() => rm(folder, { recursive: true, force: true }))
  const log = recordingLog()
  const socketDir = join(folder, 'socket')
  const kept = await supervise(postgresProgram({ home: join(folder, 'postgres'), socketDir, log }), { log })
  t.after(() => kept.stop())
  const connection = openConnection({ socketDir }, log)
  t.after(() => connection.close())
  await migrate(connection.pool)
  const store = catalogStore(connection)
  await Promise.all(Array.from({ length: 10 }, () => store.health()))
  for (let round = 0; round < 3; round++) {
    const before = kept.pid() ?? 0
    process.kill(before, 'SIGKILL')
    let failures = 0
    for (const until = Date.now() + 30_000; Date.now() < until; )
      try {
        await store.health()
        if (kept.state() === 'up' && kept.pid() !== before) break
      } catch (thrown) {
        failures++
        assert.equal(Reflect.get(Object(thrown), 'code'), 'catalog_unavailable', String(thrown))
      }
    await store.health()
    assert.notEqual(kept.pid(), before)
    assert.ok(failures > 0, 'it was away')
  }
})
