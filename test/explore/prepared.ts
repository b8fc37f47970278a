import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { type Answered, send } from './ask-city.ts'
import { ROOT } from './city.ts'

const EXPORTS = `${ROOT}/catalog/datasets/city-trees/exports`

/** Asks until the answer comes from a file. */
async function untilPrepared(path: string): Promise<Answered> {
  for (let i = 0; i < 100; i++) {
    const answer = await send(path)
    if (answer.headers['accept-ranges'] === 'bytes') return answer
    await sleep(50)
  }
  assert.fail(`${path} never became a file`)
}

/** Whole exports as files: the same bytes, with length, digest, strong tag and ranges. */
export function preparedRows(): void {
  for (const format of ['csv', 'jsonl', 'csv?compressed=true', 'geojson?use_labels=true&lang=fr'])
    test(`prepared: ${format} is the same bytes as a stream and as a file`, async () => {
      const path = `${EXPORTS}/${format}`
      const streamed = await send(path)
      const { headers, bytes } = await untilPrepared(path)
      if (streamed.headers['accept-ranges'] === undefined)
        assert.match(String(streamed.headers.etag), /^W\//, 'a stream has a weak tag')
      assert.ok(bytes.equals(streamed.bytes))
      assert.match(String(headers.etag), /^"[\w-]{22}"$/)
      assert.equal(headers['content-length'], String(bytes.length))
      const digest = createHash('sha256').update(bytes).digest('base64')
      assert.equal(headers['repr-digest'], `sha256=:${digest}:`.replace('sha256', 'sha-256'))
      for (const name of ['content-type', 'content-disposition', 'content-language'])
        assert.equal(headers[name], streamed.headers[name])
      const known = await send(path, { headers: { 'if-none-match': String(streamed.headers.etag) } })
      assert.equal(known.status, 304, 'the tag of the stream is still known')
    })

  test('prepared: ranges, conditions, HEAD, gzip on the way', async () => {
    const path = `${EXPORTS}/csv`
    const { headers, bytes } = await untilPrepared(path)
    const part = await send(path, { headers: { range: 'bytes=10-19', 'if-range': String(headers.etag) } })
    assert.deepEqual([part.status, part.headers['content-range']], [206, `bytes 10-19/${bytes.length}`])
    assert.ok(part.bytes.equals(bytes.subarray(10, 20)))
    const beyond = await send(path, { headers: { range: `bytes=${bytes.length}-` } })
    assert.deepEqual([beyond.status, beyond.headers['content-range']], [416, `bytes */${bytes.length}`])
    const head = await send(path, { method: 'HEAD' })
    assert.deepEqual([head.headers['content-length'], head.bytes.length], [String(bytes.length), 0])
    const zipped = await send(path, { headers: { 'accept-encoding': 'gzip' } })
    assert.ok(gunzipSync(zipped.bytes).equals(bytes))
    assert.match(String(zipped.headers.etag), /^W\//)
    assert.equal(
      (await send(path, { headers: { 'if-modified-since': String(headers['last-modified']) } })).status,
      304,
    )
  })

  test('prepared: what has clauses stays a stream', async () => {
    for (let i = 0; i < 4; i++) {
      const { headers } = await send(`${EXPORTS}/csv?where=age>3`)
      assert.equal(headers['accept-ranges'], undefined)
      await sleep(50)
    }
  })
}
