import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import JSZip from 'jszip'
import type { ReadOptions } from '../dataset/revision.ts'
import { VitrineError } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'
import { type ContainerOptions, openContainer } from './containers.ts'
import { memorySource } from './containers-memory.ts'

const signal = new AbortController().signal
const bytes = (text: string) => new TextEncoder().encode(text)

const opened = (
  content: Uint8Array,
  options: ReadOptions = {},
  more: Partial<ContainerOptions> = {},
  name = 'data.bin',
) => openContainer(memorySource(name, content, 1000), { options, signal, ...more })

const textOf = async (source: ByteSource) => {
  const parts: Uint8Array[] = []
  for await (const part of source.stream()) parts.push(part)
  return Buffer.concat(parts).toString()
}

const zipped = (files: Readonly<Record<string, string | Uint8Array>>) => {
  const zip = new JSZip()
  for (const [name, content] of Object.entries(files)) zip.file(name, content)
  return zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' })
}

const refusal = async (promise: Promise<unknown>) => {
  try {
    await promise
  } catch (thrown) {
    assert.ok(thrown instanceof VitrineError, String(thrown))
    return { code: thrown.code, ...thrown.params }
  }
  return assert.fail('was opened')
}

test('what is no container stays as it is', async () => {
  const source = memorySource('a.csv', bytes('a,b\n1,2\n'))
  const { source: same, evidence } = await openContainer(source, { options: {}, signal })
  assert.equal(same, source)
  assert.deepEqual(evidence, [])
})

test('gzip of one or many parts inflates as it is read; its name loses its ending', async () => {
  const text = 'é,1\n'.repeat(50_000)
  const content = Buffer.concat([gzipSync(text), gzipSync('end')])
  const { source, evidence } = await opened(content, {}, {}, 'a.csv.gz')
  assert.deepEqual([source.name, source.size], ['a.csv', Buffer.byteLength(text) + 3])
  assert.equal(await textOf(source), `${text}end`)
  assert.equal(await textOf(source), `${text}end`)
  assert.equal(Buffer.from(await source.read(0, 7)).toString(), 'é,1\né')
  assert.equal(Buffer.from(await source.read(source.size - 3, 10)).toString(), 'end')
  assert.deepEqual(evidence, [
    { about: 'container', decision: 'gzip', because: 'container_gzip', params: { bytes: source.size } },
  ])
})

test('a cut or damaged gzip is refused', async () => {
  const content = gzipSync('some text that is long enough to be packed, long enough')
  assert.deepEqual(await refusal(opened(content.subarray(0, 40))), { code: 'source_damaged', format: 'gzip' })
  const wrong = Buffer.from(content)
  wrong[wrong.length - 6] = 0xee
  assert.deepEqual(await refusal(opened(wrong)), { code: 'source_damaged', format: 'gzip' })
})

test('the records of an archive are found among notes; the others are told', async () => {
  const content = await zipped({
    'README.txt': 'x'.repeat(5000),
    '__MACOSX/._data.csv': 'zzzzzzz',
    'in/metadata.json': '{"a":1}',
    'in/data.csv': 'a\n1\n',
    'in/more.csv': 'a\n1\n2\n',
  })
  const { source, evidence, options } = await opened(content)
  assert.deepEqual([source.name, await textOf(source)], ['more.csv', 'a\n1\n2\n'])
  assert.equal(Buffer.from(await source.read(2, 3)).toString(), '1\n2')
  assert.deepEqual(evidence, [
    {
      about: 'member',
      decision: 'in/more.csv',
      because: 'container_member_chosen',
      params: { others: 'README.txt, in/metadata.json, in/data.csv', count: 3 },
    },
  ])
  assert.deepEqual(options, {})
})

test('a member can be named, by path or name; an option for the format inside goes on to it', async () => {
  const content = await zipped({ 'in/data.csv': 'a\n1\n', 'in/more.csv': 'a\n1\n2\n' })
  for (const member of ['in/data.csv', 'data.csv']) {
    const { source, options } = await opened(content, { member, encoding: 'latin1' })
    assert.deepEqual([source.name, options], ['data.csv', { encoding: 'latin1' }])
  }
  assert.deepEqual(await refusal(opened(content, { member: 'x.csv' })), {
    code: 'source_member_unknown',
    member: 'x.csv',
    available: 'in/data.csv, in/more.csv',
  })
  const layered = await opened(await zipped({ 'doc.kml': '<kml/>', 'files/a.png': 'x' }), { member: 'Towns' })
  assert.deepEqual([layered.source.name, layered.options], ['doc.kml', { member: 'Towns' }])
})

test('containers in containers, but workbooks and shapefiles stay closed', async () => {
  const inner = await opened(await zipped({ 'a.csv.gz': gzipSync('a\n1\n') }))
  assert.deepEqual([inner.source.name, await textOf(inner.source)], ['a.csv', 'a\n1\n'])
  assert.equal(inner.evidence.length, 2)
  for (const name of ['xl/workbook.xml', 'layer.SHP']) {
    const { evidence, source } = await opened(await zipped({ [name]: 'x', 'other.csv': 'a' }))
    assert.deepEqual([evidence, source.name], [[], 'data.bin'])
  }
})

test('encrypted, damaged and empty archives are refused', async () => {
  const content = await zipped({ 'a.csv': 'a,b\n'.repeat(100) })
  const locked = Buffer.from(content)
  for (const signature of ['PK\x03\x04', 'PK\x01\x02']) {
    const at = locked.indexOf(signature, 0, 'latin1') + (signature === 'PK\x03\x04' ? 6 : 8)
    locked[at] = (locked[at] ?? 0) | 1
  }
  assert.deepEqual(await refusal(opened(locked)), { code: 'source_encrypted', name: 'a.csv' })
  assert.deepEqual(await refusal(opened(content.subarray(0, content.length - 10))), {
    code: 'source_damaged',
    format: 'zip',
  })
  assert.deepEqual(await refusal(opened(await zipped({}))), { code: 'source_empty' })
  const wrong = Buffer.from(content)
  wrong.fill(0x55, 40, 48)
  assert.deepEqual(await refusal(opened(wrong).then(({ source }) => textOf(source))), {
    code: 'source_damaged',
    format: 'zip',
  })
})

test('bombs are refused: by their ratio, by their size, by what they claim', async () => {
  const zeros = new Uint8Array(80 * 1024 * 1024)
  const gz = gzipSync(zeros)
  assert.deepEqual(await refusal(opened(gz)), { code: 'source_too_large', what: 'ratio', limit: 250 })
  const limits = { inflatedBytes: 1024 * 1024, ratio: 1e9 }
  assert.deepEqual(await refusal(opened(gz, {}, { limits })), {
    code: 'source_too_large',
    what: 'inflated',
    limit: 1024 * 1024,
  })
  const zip = await zipped({ 'a.csv': zeros })
  assert.deepEqual(await refusal(opened(zip).then(({ source }) => textOf(source))), {
    code: 'source_too_large',
    what: 'ratio',
    limit: 250,
  })
})

test('random access beyond memory keeps one copy where it is told to', async () => {
  const size = 65 * 1024 * 1024
  const content = gzipSync(Buffer.alloc(size, 'abcdefgh'), { level: 1 })
  const limits = { inflatedBytes: 1e9, ratio: 1e9 }
  const plain = await opened(content, {}, { limits })
  assert.deepEqual(await refusal(plain.source.read(size - 8, 8)), {
    code: 'source_too_large',
    what: 'inflated',
    limit: 64 * 1024 * 1024,
  })
  let kept = 0
  const scratch = async (name: string, parts: AsyncIterable<Uint8Array>): Promise<ByteSource> => {
    kept++
    const all: Uint8Array[] = []
    for await (const part of parts) all.push(part)
    return memorySource(name, Buffer.concat(all))
  }
  const { source } = await opened(content, {}, { limits, scratch })
  assert.equal(Buffer.from(await source.read(size - 8, 8)).toString(), 'abcdefgh')
  assert.equal(Buffer.from(await source.read(size / 2, 4)).toString(), 'abcd')
  assert.equal(kept, 1)
})

test('a stopped load stops opening', async () => {
  const stop = AbortSignal.abort()
  assert.deepEqual(await refusal(opened(gzipSync('x'), {}, { signal: stop })), { code: 'aborted' })
})

test('archives cut, or with bytes changed, are opened or refused, never worse', async () => {
  const content = await zipped({ 'a.csv': 'a,b\n1,2\n', 'b.json': '[1]' })
  for (let at = 0; at < content.length; at++) {
    const changed = content.slice()
    changed[at] = (changed[at] ?? 0) ^ 0x41
    for (const damaged of [content.slice(0, at), changed]) {
      try {
        await textOf((await opened(damaged)).source)
      } catch (thrown) {
        assert.ok(thrown instanceof VitrineError, `at ${at}: ${thrown}`)
      }
    }
  }
})
