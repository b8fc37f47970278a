import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import JSZip from 'jszip'
import { openLocalBlobStore } from '../../adapters/blobs/local-blob-store.ts'
import { pictures } from '../../adapters/pictures/pictures.ts'
import type { ReadOptions } from '../../core/dataset/revision.ts'
import { memorySource } from '../../core/format/containers-memory.ts'
import { analyse } from '../../core/ingest/analyse.ts'
import { encodeRecords } from '../../core/ingest/encode-records.ts'
import type { RecordFile } from '../ports/record-file-store.ts'
import { keepFiles } from './keep-files.ts'

const { signal } = new AbortController()

/** What becomes of an archive: types, evidence, the rows as TSV, what is in quarantine, what was kept. */
async function read(
  t: TestContext,
  files: Readonly<Record<string, string | Uint8Array>>,
  options: ReadOptions = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-keep-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const zip = new JSZip()
  for (const [name, content] of Object.entries(files)) zip.file(name, content)
  const bytes = await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' })
  const analysis = await analyse(memorySource('a.zip', bytes), options, { signal })
  const kept: RecordFile[] = []
  const listener = {
    onProgress: () => undefined,
    onFiles: (more: readonly RecordFile[]) => kept.push(...more),
  }
  const blobs = await openLocalBlobStore(folder)
  const { textOf } = await keepFiles({ blobs, pictures }, analysis, { listener, signal })
  const rows: string[] = []
  const quarantined: unknown[] = []
  const identity = { fields: [], digest: () => '' }
  for await (const chunk of encodeRecords({ ...analysis, fileTexts: textOf }, identity, signal)) {
    rows.push(...Buffer.from(chunk.tsv).toString().split('\n').slice(0, -1))
    quarantined.push(...chunk.quarantined)
  }
  const types = analysis.fields.map(({ type }) => type)
  const stored = (await readdir(folder)).filter(name => name !== 'tmp').length
  return { types, evidence: analysis.evidence, rows, quarantined, kept, stored }
}

const named = (rows: readonly string[]): readonly (string | undefined)[] =>
  rows.map(row => /"filename":"([^"]*)"/.exec(row)?.[1])

test('a column whose texts all name files is one of files; each content is kept once', async t => {
  const csv = 'n,file\n1,a.txt\n2,A.TXT\n3,b.txt\n4,\n5,c.txt\n'
  const found = await read(t, {
    't.csv': csv,
    'a.txt': 'one',
    'b.txt': 'one',
    'c.txt': 'two',
    'd.txt': 'three',
  })
  assert.deepEqual(found.types, ['int', 'file'])
  assert.deepEqual(named(found.rows), ['a.txt', 'a.txt', 'b.txt', undefined, 'c.txt'])
  assert.deepEqual([found.kept.length, new Set(found.kept.map(({ id }) => id)).size, found.stored], [3, 2, 2])
  const type = found.evidence.find(({ about }) => about === 'type:file')
  assert.deepEqual([type?.decision, type?.because], ['file', 'type_all_values'])
})

test('a column of which only some texts name files stays text, and says why', async t => {
  const found = await read(t, { 't.csv': 'n,file\n1,a.txt\n2,gone.txt\n', 'a.txt': 'one' })
  assert.deepEqual([found.types, found.kept, found.stored], [['int', 'text'], [], 0])
  const why = found.evidence.find(({ about }) => about === 'type:file')
  assert.deepEqual([why?.because, why?.params], ['type_mixed', { type: 'file', fits: 1, values: 2 }])
})

test('declared so, what names no file goes to quarantine with its reason', async t => {
  const rows = ['a.txt', 'gone.txt', '../a.txt', '/etc/passwd', 'n/a', '{"url":"https://a.example/x"}']
  const csv = `n;file\n${rows.map((name, i) => `${i};${name}`).join('\n')}\n`
  const found = await read(t, { 't.csv': csv, 'a.txt': 'one' }, { types: { file: 'file' } })
  assert.deepEqual(
    found.quarantined,
    [1, 2, 3].map(i => ({ line: i + 2, field: 'file', value: rows[i], reason: 'cast_file' })),
  )
  assert.deepEqual(
    found.rows.map(row => row.split('\t')[2]?.slice(0, 8)),
    ['{"id":"7', '\\N', '{"url":"'],
  )
})

test('texts of other formats name files too', async t => {
  const found = await read(t, { 't.json': '[{"file":"a.txt"},{"file":null}]', 'a.txt': 'one' })
  assert.deepEqual([found.types, named(found.rows)], [['file'], ['a.txt', undefined]])
})

test('an archive whose files grow beyond measure together is refused before one is kept', async t => {
  const zeros = new Uint8Array(1024 * 1024)
  const names = Array.from({ length: 70 }, (_, i) => `${i}.bin`)
  const files = Object.fromEntries(names.map(name => [name, zeros]))
  await assert.rejects(read(t, { 't.csv': `file\n${names.join('\n')}\n`, ...files }), {
    ...{ code: 'source_too_large', params: { what: 'ratio', limit: 250 } },
  })
})

test('an archive with a path that leads out of it is refused whole', async t => {
  const evil = { 't.csv': 'file\n../../evil.txt\n', '../../evil.txt': 'x' }
  await assert.rejects(read(t, evil), { code: 'source_damaged' })
})
