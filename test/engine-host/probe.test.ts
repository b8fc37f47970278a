import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { openRecordStore } from '../../src/adapters/clickhouse/record-store.ts'
import { VitrineError } from '../../src/core/errors.ts'
import { callWire, type EmbeddedEngine, startEngine } from '../contract/embedded-engine.ts'
import { recordingLog } from '../contract/recording-log.ts'

const signal = new AbortController().signal

/** What a server told and was told. */
interface Front {
  readonly url: string
  readonly seen: { readonly path: string; readonly user: string; readonly key: string }[]
  readonly close: () => void
}

/** The embedded engine behind a TCP address, as a server would stand; `answer` may speak in its place. */
async function front(
  engine: EmbeddedEngine,
  answer: (sql: string) => string | { readonly code: string } | null,
): Promise<Front> {
  const seen: { path: string; user: string; key: string }[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const { 'x-clickhouse-user': user, 'x-clickhouse-key': key } = request.headers
    seen.push({ path: request.url ?? '', user: String(user), key: String(key) })
    const said = answer(body)
    if (typeof said === 'string') return void response.end(said)
    if (said !== null) {
      response.writeHead(500, { 'X-ClickHouse-Exception-Code': said.code })
      return void response.end('Code')
    }
    const parameters = Object.fromEntries(new URL(request.url ?? '/', 'http://h').searchParams)
    const given = await callWire(engine.socketPath, parameters, { body })
    if (given.code !== undefined) response.setHeader('X-ClickHouse-Exception-Code', given.code)
    response.writeHead(given.status)
    response.end(given.body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://us%40er:p%3Aw@127.0.0.1:${port}`, seen, close: () => void server.close() }
}

describe('connecting to a server', () => {
  let engine: EmbeddedEngine
  before(async () => {
    engine = await startEngine()
  })
  after(() => engine.remove())

  test('an engine that has everything is accepted, under the credentials of the address', async context => {
    const server = await front(engine, () => null)
    context.after(server.close)
    const store = await openRecordStore({ url: server.url }, { log: recordingLog(), signal })
    context.after(() => store.close())
    assert.deepEqual(await store.query({ sql: 'SELECT 1', params: {} }, 'page', signal), [[1]])
    const { engine: kind, shared } = await store.traits()
    assert.deepEqual([kind, shared], ['server', true])
    assert.ok(server.seen.length > 3)
    for (const { path, user, key } of server.seen) {
      assert.deepEqual([user, key], ['us@er', 'p:w'])
      assert.ok(!path.includes('p%3Aw') && path.includes('cancel_http_readonly_queries_on_client_close=1'))
    }
    assert.ok(!(await store.listTables(signal)).includes('live.vitrine_probe'))
  })

  test('one that lacks something is refused with the name of all of it', async context => {
    const server = await front(engine, sql => {
      if (sql === 'SELECT version()') return '26.6.1.1\n'
      return sql.includes('system.functions') ? 'hasAllTokens\nGeoJSON\n' : null
    })
    context.after(server.close)
    await assert.rejects(openRecordStore({ url: server.url }, { log: recordingLog(), signal }), thrown => {
      assert.ok(thrown instanceof VitrineError && thrown.code === 'engine_unsupported')
      assert.equal(thrown.params.version, '26.6.1.1')
      const missing = String(thrown.params.missing)
      for (const name of ['version 26.7', 'MVTEncode', 'mergeTreeTextIndex'])
        assert.ok(missing.includes(name), name)
      return !missing.includes('hasAllTokens')
    })
  })

  test('one whose trial fails is refused with the trial', async context => {
    const server = await front(engine, sql => (sql.startsWith('UPDATE') ? { code: '48' } : null))
    context.after(server.close)
    await assert.rejects(
      openRecordStore({ url: server.url }, { log: recordingLog(), signal }),
      thrown => thrown instanceof VitrineError && thrown.params.missing === 'lightweight UPDATE',
    )
  })

  test('nobody there is engine_unavailable', async () => {
    const log = recordingLog()
    await assert.rejects(
      openRecordStore({ url: 'http://127.0.0.1:1' }, { log, signal }),
      thrown => thrown instanceof VitrineError && thrown.code === 'engine_unavailable',
    )
    await assert.rejects(
      openRecordStore({ socketPath: `${engine.home}/none.sock` }, { log, signal }),
      thrown => thrown instanceof VitrineError && thrown.code === 'engine_unavailable',
    )
  })
})
