import assert from 'node:assert/strict'
import { mkdtemp, readdir, readlink, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Spawned, spawnScript } from '../../../test/processes/spawned.ts'
import { openDataFolder } from './data-folder.ts'
import { openEngines } from './engines.ts'

const ENGINES = { test: { version: '1', opens: [] } }

async function newFolder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'vt-'))
  t.after(async () => {
    const runtime = await readlink(join(path, 'run')).catch(() => null)
    if (runtime !== null) await rm(runtime, { recursive: true, force: true })
    await rm(path, { recursive: true, force: true })
  })
  return path
}

function spawnUser(t: TestContext, path: string, slow = 0): Spawned {
  const user = spawnScript('data-folder-user.ts', [path, String(slow)])
  t.after(() => user.kill())
  return user
}

const roleOf = async (user: Spawned): Promise<string> => (await user.line('role')).split(' ')[0] ?? ''

async function leave(user: Spawned, how: 'leave' | 'hurry' = 'leave'): Promise<void> {
  user.say(how)
  await user.line('left')
}

test('of many that start at once one owns the folder and the others attach to it', async t => {
  const path = await newFolder(t)
  const users = Array.from({ length: 6 }, () => spawnUser(t, path, 300))
  const said = await Promise.all(users.map(user => user.line('role')))
  assert.equal(said.filter(role => role.startsWith('owner')).length, 1)
  assert.equal(new Set(said.map(role => role.split(' ')[1])).size, 1, 'all know the same socket')
})

test('a killed owner is followed by exactly one, and its guests learn it', async t => {
  const path = await newFolder(t)
  const first = spawnUser(t, path)
  assert.equal(await roleOf(first), 'owner')
  const guest = spawnUser(t, path)
  assert.equal(await roleOf(guest), 'guest')
  await first.kill('SIGKILL')
  await guest.line('owner-gone')
  const next = Array.from({ length: 5 }, () => spawnUser(t, path, 100))
  const roles = await Promise.all(next.map(roleOf))
  assert.deepEqual(roles.sort(), ['guest', 'guest', 'guest', 'guest', 'owner'])
})

test('an owner that is done waits for its guests, then stops its children', async t => {
  const path = await newFolder(t)
  const owner = spawnUser(t, path)
  assert.equal(await roleOf(owner), 'owner')
  const guest = spawnUser(t, path)
  assert.equal(await roleOf(guest), 'guest')
  owner.say('leave')
  await owner.line('leaving')
  const late = spawnUser(t, path)
  assert.equal(await roleOf(late), 'guest', 'its door stays open meanwhile')
  const stopped = owner.line('children-stopped').then(() => 'stopped')
  await leave(guest)
  assert.equal(await Promise.race([stopped, sleep(150, 'working')]), 'working')
  await leave(late)
  assert.equal(await stopped, 'stopped')
  await owner.line('left')
})

test('an owner in a hurry leaves its guests behind, and they learn it', async t => {
  const path = await newFolder(t)
  const owner = spawnUser(t, path)
  assert.equal(await roleOf(owner), 'owner')
  const guest = spawnUser(t, path)
  assert.equal(await roleOf(guest), 'guest')
  await leave(owner, 'hurry')
  await guest.line('owner-gone')
})

test('who comes while the owner is leaving owns the folder after it', async t => {
  const path = await newFolder(t)
  for (let round = 0; round < 5; round++) {
    const folder = await openDataFolder(path, ENGINES)
    const open = () =>
      openEngines(folder, async () => ({ sockets: {}, stop: () => sleep(60) }), AbortSignal.timeout(10_000))
    const first = await open()
    const closing = first.close()
    const second = await open()
    await closing
    assert.equal(second.role, 'owner')
    await second.close()
  }
})

test('a start that fails gives the folder up', async t => {
  const folder = await openDataFolder(await newFolder(t), ENGINES)
  const signal = AbortSignal.timeout(10_000)
  const failing = openEngines(folder, () => Promise.reject(new Error('no')), signal)
  await assert.rejects(failing, /no/)
  const engines = await openEngines(
    folder,
    async () => ({ sockets: { a: 'b' }, stop: async () => undefined }),
    signal,
  )
  assert.deepEqual([engines.role, engines.sockets], ['owner', { a: 'b' }])
  const runtime = await readlink(folder.run)
  assert.ok(Buffer.byteLength(join(runtime, 'postgres', '.s.PGSQL.5432.lock')) <= 107)
  assert.equal((await stat(runtime)).mode & 0o066, 0, 'nobody else may list it')
  assert.equal((await stat(join(runtime, 'control.sock'))).mode & 0o777, 0o600)
  await engines.close()
  await assert.rejects(stat(runtime))
  assert.deepEqual((await readdir(folder.path)).sort(), ['blobs', 'vitrine.json'])
})

test('somebody else’s runtime folder is refused', {
  skip: process.getuid?.() !== 0 && 'needs root',
}, async t => {
  const folder = await openDataFolder(await newFolder(t), ENGINES)
  const { mkdir, chown } = await import('node:fs/promises')
  const foreign = join('/run', `vitrine-${folder.key}`)
  await mkdir(foreign)
  t.after(() => rm(foreign, { recursive: true, force: true }))
  await chown(foreign, 65_534, 65_534)
  const opening = openEngines(
    folder,
    async () => ({ sockets: {}, stop: async () => undefined }),
    AbortSignal.timeout(5000),
  )
  await assert.rejects(opening, { code: 'runtime_folder_foreign' })
})

test('waiting for an owner ends with the signal', async t => {
  const path = await newFolder(t)
  const owner = spawnUser(t, path, 60_000)
  await owner.line('starting')
  const folder = await openDataFolder(path, ENGINES)
  const waiting = openEngines(
    folder,
    () => Promise.reject(new Error('not the owner')),
    AbortSignal.timeout(200),
  )
  await assert.rejects(waiting, { name: 'TimeoutError' })
})
