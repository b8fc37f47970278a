import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { recordingLog } from '../../../test/contract/recording-log.ts'
import { spawnScript } from '../../../test/processes/spawned.ts'
import type { RunningProgram } from '../supervisor/program.ts'
import { poolConfig } from './connection.ts'
import { processesIn } from './leftovers.ts'
import { postgresProgram } from './program.ts'
import { unprivilegedUser } from './unprivileged-user.ts'

const never = new AbortController().signal

/** A folder with room for a cluster and its socket, gone after the test with whatever runs in it. */
async function place(t: { after(fn: () => Promise<void>): void }, mode = 0o711) {
  const folder = await mkdtemp(join(tmpdir(), 'vt-'))
  await chmod(folder, mode)
  const sockets = await mkdtemp(join(tmpdir(), 'vt-'))
  await chmod(sockets, 0o711)
  const home = join(folder, 'postgres')
  t.after(async () => {
    for (const pid of await processesIn(home)) process.kill(pid, 'SIGKILL')
    await rm(folder, { recursive: true, force: true })
    await rm(sockets, { recursive: true, force: true })
  })
  const log = recordingLog()
  const socketDir = join(sockets, 'socket')
  return { folder, home, socketDir, log, program: postgresProgram({ home, socketDir, log }) }
}

async function connect(socketDir: string): Promise<pg.Client> {
  const client = new pg.Client(poolConfig({ socketDir }))
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function scalar(socketDir: string, query: string): Promise<unknown> {
  const client = await connect(socketDir)
  try {
    const { rows } = await client.query<{ value: unknown }>(query)
    return rows[0]?.value
  } finally {
    await client.end()
  }
}

async function untilGone(home: string, ms: number): Promise<readonly number[]> {
  for (const until = Date.now() + ms; Date.now() < until; await sleep(50))
    if ((await processesIn(home)).length === 0) return []
  return processesIn(home)
}

describe('the embedded PostgreSQL', () => {
  const cleanups: (() => Promise<void>)[] = []
  let at: Awaited<ReturnType<typeof place>>
  let running: RunningProgram
  before(async () => {
    at = await place({ after: fn => void cleanups.push(fn) })
    running = await at.program.start(never)
  })
  after(async () => {
    await running.stop()
    for (const cleanup of cleanups) await cleanup()
  })

  test('is safe, small and has no door but its socket', async () => {
    const setting = (name: string) => scalar(at.socketDir, `select current_setting('${name}') as value`)
    assert.equal(await setting('fsync'), 'on')
    assert.equal(await setting('synchronous_commit'), 'on')
    assert.equal(await setting('full_page_writes'), 'on')
    assert.equal(await setting('data_checksums'), 'on')
    assert.equal(await setting('server_encoding'), 'UTF8')
    assert.equal(await setting('listen_addresses'), '')
    assert.equal(await scalar(at.socketDir, `select datlocale as value from pg_database limit 1`), 'C.UTF-8')
    assert.equal((await stat(at.socketDir)).mode & 0o777, 0o700)
    assert.equal((await stat(at.home)).mode & 0o777, 0o700)
    const processes = await processesIn(at.home)
    assert.ok(processes.includes(running.pid))
    assert.ok(processes.length <= 5, `${processes.length} processes`)
  })

  test('does not run as root', { skip: process.getuid?.() !== 0 && 'needs root' }, async () => {
    assert.notEqual((await stat(`/proc/${running.pid}`)).uid, 0)
    assert.notEqual((await stat(at.home)).uid, 0)
  })

  test('orders and folds text the same on every machine', async () => {
    assert.equal(
      await scalar(
        at.socketDir,
        `select string_agg(x, '' order by x) as value from unnest(array['é','z','A','a']) x`,
      ),
      'Aazé',
    )
    assert.equal(await scalar(at.socketDir, `select lower('ÉÀ') as value`), 'éà')
  })

  test('keeps what was committed through kill -9 of the postmaster, busy backends or not', async () => {
    const client = await connect(at.socketDir)
    await client.query('create table if not exists kept (n int)')
    for (let round = 0; round < 3; round++) {
      await client.query('insert into kept values (1)').catch(() => undefined)
      const busy = await connect(at.socketDir)
      const query = busy.query(`select count(*) from generate_series(1, 1000000000)`)
      query.catch(() => undefined)
      const writer = await connect(at.socketDir)
      await writer.query('insert into kept values (2)')
      await sleep(50)
      running.kill()
      await running.ended
      running = await at.program.start(never)
      const left = await processesIn(at.home)
      assert.ok(left.length <= 5, 'the old backends are gone')
      assert.equal(
        await scalar(at.socketDir, 'select count(*)::int as value from kept where n = 2'),
        round + 1,
      )
      await Promise.allSettled([busy.end(), writer.end()])
    }
    await client.end()
    assert.ok(at.log.has('postgres_leftovers_ended'))
  })

  test('says that it ended when told to stop, and starts again', async () => {
    const idle = await connect(at.socketDir)
    await running.stop()
    assert.deepEqual(await running.ended, { code: 0, signal: null })
    assert.deepEqual(await processesIn(at.home), [])
    running = await at.program.start(never)
    assert.equal(await scalar(at.socketDir, 'select 1 as value'), 1)
    await idle.end().catch(() => undefined)
  })
})

for (const signal of ['SIGKILL', 'SIGTERM'] as const)
  test(`no process outlives a parent that ended by ${signal}`, async t => {
    const { home, socketDir } = await place(t)
    const owner = spawnScript('postgres-owner.ts', [home, socketDir])
    await owner.line('up')
    const busy = await connect(socketDir)
    busy.query('select count(*) from generate_series(1, 1000000000)').catch(() => undefined)
    assert.ok((await processesIn(home)).length > 0)
    await owner.kill(signal)
    assert.deepEqual(await untilGone(home, 3000), [])
    await busy.end().catch(() => undefined)
  })

test('a restarted owner clears away the server of one that was killed just now', async t => {
  const { home, socketDir } = await place(t)
  for (let round = 0; round < 3; round++) {
    const owner = spawnScript('postgres-owner.ts', [home, socketDir])
    await owner.line('up')
    const busy = await connect(socketDir)
    busy.query('select count(*) from generate_series(1, 1000000000)').catch(() => undefined)
    await owner.kill()
    await busy.end().catch(() => undefined)
  }
  const last = spawnScript('postgres-owner.ts', [home, socketDir])
  await last.line('up')
  assert.equal(await scalar(socketDir, 'select 1 as value'), 1)
  await last.kill()
})

test('it runs inside a folder that its user cannot enter', async t => {
  const { program, socketDir } = await place(t, 0o700)
  const running = await program.start(never)
  assert.equal(await scalar(socketDir, 'select 1 as value'), 1)
  running.kill()
  await running.ended
  const again = await program.start(never)
  assert.equal(await scalar(socketDir, 'select 1 as value'), 1)
  await again.stop()
})

test('a first start that was killed half-way is begun anew', async t => {
  const { home, program, socketDir } = await place(t)
  await mkdir(`${home}.new`)
  await writeFile(`${home}.new/PG_VERSION`, '18\n')
  const running = await program.start(never)
  assert.equal(await scalar(socketDir, 'select 1 as value'), 1)
  await running.stop()
  assert.deepEqual(
    (await readdir(join(home, '..'))).filter(name => name.endsWith('.new')),
    [],
  )
})

test('a cluster of another version is refused', async t => {
  const { home, program } = await place(t)
  await mkdir(home)
  await writeFile(join(home, 'PG_VERSION'), '17\n')
  await assert.rejects(program.start(never), {
    code: 'postgres_version',
    params: { path: home, found: '17', expected: '18' },
  })
})

test('a cluster that cannot start says so, and its reason is in the log only', async t => {
  const { home, log, program } = await place(t)
  await (await program.start(never)).stop()
  await rm(join(home, 'global', 'pg_control'))
  await assert.rejects(program.start(never), { code: 'postgres_start', params: { path: home } })
  assert.ok(log.lines.some(({ fields }) => String(fields.line).includes('pg_control')))
  assert.deepEqual(await processesIn(home), [])
})

test('a lock left behind under a number that was given to another process is no lock', async t => {
  const { home, program, socketDir } = await place(t)
  await (await program.start(never)).stop()
  const user = await unprivilegedUser()
  const stranger = spawn('sleep', ['60'], { ...user, cwd: '/', stdio: 'ignore' })
  t.after(() => void stranger.kill())
  await writeFile(
    join(home, 'postmaster.pid'),
    `${stranger.pid}\n/proc/self/cwd\n1\n5432\n/tmp\n\n 1 1\nready   \n`,
  )
  const running = await program.start(never)
  assert.equal(await scalar(socketDir, 'select 1 as value'), 1)
  await running.stop()
  assert.equal(stranger.exitCode, null, 'and the stranger lives')
})

test('a start that is called off leaves nothing running', async (t: TestContext) => {
  const { home, program } = await place(t)
  for (const ms of [0, 30, 200, 400, 600]) {
    const start = program.start(AbortSignal.timeout(ms))
    const outcome = await start.then(
      running => running.stop(),
      () => undefined,
    )
    assert.equal(outcome, undefined)
    assert.deepEqual(await untilGone(home, 3000), [], `after ${ms} ms`)
  }
})
