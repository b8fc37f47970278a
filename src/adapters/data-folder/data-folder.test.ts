import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openDataFolder } from './data-folder.ts'
import { FORMAT } from './format-stamp.ts'

const engine = (version: string, opens: readonly string[] = []) => ({ postgres: { version, opens } })

async function place(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'vt-'))
  t.after(() => rm(path, { recursive: true, force: true }))
  return path
}

test('a new folder is made, ours alone, with its stamp', async t => {
  const path = join(await place(t), 'deep', 'data')
  const folder = await openDataFolder(path, engine('18'))
  assert.equal((await stat(path)).mode & 0o777, 0o700)
  assert.deepEqual(folder.stamp, { format: FORMAT, engines: { postgres: '18' } })
  assert.deepEqual(JSON.parse(await readFile(join(path, 'vitrine.json'), 'utf8')), folder.stamp)
  assert.deepEqual(await openDataFolder(path, engine('18')), folder)
})

test('one folder has one key, whatever it is called; another has another', async t => {
  const parent = await place(t)
  const folder = await openDataFolder(join(parent, 'a'), engine('18'))
  await symlink(join(parent, 'a'), join(parent, 'link'))
  assert.equal((await openDataFolder(join(parent, 'link'), engine('18'))).key, folder.key)
  assert.equal((await openDataFolder(`${parent}/./a/`, engine('18'))).key, folder.key)
  assert.notEqual((await openDataFolder(join(parent, 'b'), engine('18'))).key, folder.key)
  assert.match(folder.key, /^[0-9a-f]{16}$/)
})

test('a mounted file system’s own folder does not count, anything else does', async t => {
  const path = await place(t)
  await mkdir(join(path, 'lost+found'))
  await openDataFolder(path, engine('18'))
  const other = await place(t)
  await writeFile(join(other, 'holiday.jpg'), 'x')
  await assert.rejects(openDataFolder(other, engine('18')), { code: 'data_folder_foreign' })
})

test('other versions are refused, with what was found and what is needed', async t => {
  const path = await place(t)
  await openDataFolder(path, engine('17'))
  await assert.rejects(openDataFolder(path, engine('18')), {
    code: 'data_folder_version',
    params: { path, found: 'postgres 17', expected: 'postgres 18' },
  })
  await writeFile(join(path, 'vitrine.json'), JSON.stringify({ format: 99, engines: {} }))
  await assert.rejects(openDataFolder(path, engine('18')), {
    code: 'data_folder_version',
    params: { path, found: 'format 99', expected: `format ${FORMAT}` },
  })
})

test('an engine that opens the older files takes them over, and then there is no way back', async t => {
  const path = await place(t)
  await openDataFolder(path, engine('17'))
  const folder = await openDataFolder(path, engine('18', ['17']))
  assert.deepEqual(folder.stamp.engines, { postgres: '18' })
  await assert.rejects(openDataFolder(path, engine('17')), { code: 'data_folder_version' })
})

test('a new engine joins, and one that is elsewhere for a while is not forgotten', async t => {
  const path = await place(t)
  await openDataFolder(path, engine('18'))
  const both = { ...engine('18'), records: { version: '26.7', opens: [] } }
  assert.deepEqual((await openDataFolder(path, both)).stamp.engines, { postgres: '18', records: '26.7' })
  assert.deepEqual((await openDataFolder(path, engine('18'))).stamp.engines, {
    postgres: '18',
    records: '26.7',
  })
})

test('a stamp that says nothing is not ours', async t => {
  for (const text of [
    '',
    'null',
    '{}',
    '{"format":1}',
    '{"format":1,"engines":{"postgres":18}}',
    '{"format":1',
  ]) {
    const path = await place(t)
    await writeFile(join(path, 'vitrine.json'), text)
    await assert.rejects(openDataFolder(path, engine('18')), { code: 'data_folder_foreign' }, text)
  }
})

test('a place where we cannot write is refused', async t => {
  const path = await place(t)
  await writeFile(join(path, 'file'), '')
  await assert.rejects(openDataFolder(join(path, 'file', 'data'), engine('18')), {
    code: 'data_folder_unwritable',
  })
  await assert.rejects(openDataFolder('/dev/null/data', engine('18')), { code: 'data_folder_unwritable' })
})
