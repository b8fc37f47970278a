import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { dropLooseFiles } from '../../src/app/jobs/drop-loose-files.ts'
import { dropExpired } from '../../src/app/jobs/retention.ts'
import { rebuildTable } from '../../src/app/jobs/verify-tables.ts'
import { archiveOf } from './archives.ts'
import { ROOT, type Served } from './served.ts'
import { idOf } from './values.ts'

const { signal } = new AbortController()
const DAYS_AGO = new Date(Date.now() - 3 * 86_400_000)

/** Files belong to revisions: they go with the last one that names them, and never before. */
export function keepingRows(opened: () => Served): void {
  const contents = {
    once: 'only once',
    always: 'in every revision',
    beside: 'beside the data as well',
  } as const
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

  const publish = async (names: readonly (keyof typeof contents)[], height = '7') => {
    const files = Object.fromEntries(names.map(name => [`${name}.txt`, contents[name]]))
    const rows = names.map(name => `${name};${name}.txt;${height}`)
    const csv = ['name;file;height', ...rows].join('\n')
    const attachment = join(tmpdir(), `vitrine-${process.pid}.txt`)
    await writeFile(attachment, contents.beside)
    const bytes = await archiveOf({ 'kept.csv': csv, ...files })
    return opened().publish(
      'kept',
      { name: 'kept.zip', bytes },
      {
        ...{ options: { types: { file: 'file', height: 'int' } } },
        attachments: [{ words: { id: 'notes' }, source: { file: attachment } }],
      },
    )
  }
  const served = async (name: keyof typeof contents, query = ''): Promise<number> =>
    (await opened().send(`${ROOT}/kept/files/${idOf(Buffer.from(contents[name]))}${query}`)).status
  const isKept = (text: string): Promise<boolean> => opened().deployment.ports.blobs.has(hashOf(text))
  const age = async (text: string): Promise<void> => {
    const hash = hashOf(text)
    await utimes(join(opened().blobs, hash.slice(0, 2), hash.slice(2, 4), hash), DAYS_AGO, DAYS_AGO)
  }

  test('a file is served from each revision that names it, and from no other', async () => {
    await publish(['once', 'always', 'beside'])
    await publish(['always'])
    assert.deepEqual([await served('once'), await served('always'), await served('beside')], [404, 200, 404])
    assert.deepEqual([await served('once', '?revision=1'), await served('beside', '?revision=1')], [200, 200])
  })

  test('as long as a revision can be restored its files stay, however old', async () => {
    for (const text of Object.values(contents)) await age(text)
    const { ports } = opened().deployment
    assert.equal(await dropLooseFiles(ports, signal), 0)
    assert.equal(await served('once', '?revision=1'), 200)
  })

  test('a file goes with its last revision, a day after it was written; what else names it keeps it', async () => {
    const { ports } = opened().deployment
    const bytes = [Buffer.from(contents.once)]
    await ports.blobs.put(
      (async function* () {
        yield* bytes
      })(),
      signal,
    )
    await dropExpired(ports, 0, signal)
    assert.equal(await dropLooseFiles(ports, signal), 0, 'it was written again just now')
    assert.ok(await isKept(contents.once))
    await age(contents.once)
    assert.deepEqual(await ports.recordFiles.listLoose(), [hashOf(contents.once)])
    assert.equal(await dropLooseFiles(ports, signal), 1)
    assert.deepEqual(
      await Promise.all(Object.values(contents).map(isKept)),
      [false, true, true],
      'only the one that nothing names',
    )
    assert.deepEqual(await ports.recordFiles.listLoose(), [])
    assert.equal(await served('always'), 200)
    assert.equal((await opened().send(`${ROOT}/kept/attachments/notes`)).bytes.toString(), contents.beside)
  })

  test('a load that is refused changes nothing for readers, and its files go too', async () => {
    const before = await opened().send(`${ROOT}/kept/records`)
    await assert.rejects(publish(['once'], 'tall'), { code: 'load_too_dirty' })
    assert.ok(await isKept(contents.once))
    assert.deepEqual((await opened().send(`${ROOT}/kept/records`)).bytes, before.bytes)
    assert.equal(await served('once'), 404)
    await age(contents.once)
    const { ports } = opened().deployment
    assert.equal(await dropLooseFiles(ports, signal), 1)
    assert.equal(await isKept(contents.once), false)
  })

  test('a table that is made again has the same records, and their files', async () => {
    const { ports } = opened().deployment
    const [published] = await ports.catalog.listPublished((await ports.catalog.listPortals())[0]?.id ?? 0)
    const { id, table } = published?.revision ?? { id: 0, table: null }
    const lines = async () => (await opened().send(`${ROOT}/kept/exports/turtle`)).bytes.toString()
    const before = await lines()
    await ports.records.dropTable(table ?? '', signal)
    await rebuildTable(ports, id, { signal, report: () => Promise.resolve() })
    assert.match(before, /\/ld\/resources\/kept\/[0-9a-f]{40}\//)
    assert.equal(await lines(), before)
    assert.equal(await served('always'), 200)
  })

  test('what was dropped comes back with the next revision that names it', async () => {
    await publish(['once', 'always'])
    assert.deepEqual([await served('once'), await served('always')], [200, 200])
  })
}
