import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { type ContentCoding, encodeBody, isCompressible, negotiateCoding } from './content-encoding.ts'

const CASES: readonly [accept: string | undefined, coding: ContentCoding][] = [
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip', 'gzip'],
  ['GZIP', 'gzip'],
  ['br, gzip', 'br'],
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip;q=1, br;q=0.5', 'gzip'],
  ['br;q=0', 'identity'],
  ['br;q=0, gzip;q=0.1', 'gzip'],
  ['*', 'br'],
  ['*;q=0', 'identity'],
  ['br;q=0, *', 'gzip'],
  ['identity', 'identity'],
  ['br;q=nonsense', 'identity'],
  ['br;q=7', 'identity'],
  [',;,=,;;', 'identity'],
]

for (const [accept, coding] of CASES)
  test(`Accept-Encoding ${JSON.stringify(accept)} gives ${coding}`, () => {
    assert.equal(negotiateCoding(accept), coding)
  })

test('bodies come back from both codings', () => {
  const body = Buffer.from('données ouvertes '.repeat(500))
  assert.deepEqual(brotliDecompressSync(encodeBody(body, 'br')), body)
  assert.deepEqual(gunzipSync(encodeBody(body, 'gzip')), body)
  assert.equal(encodeBody(body, 'identity'), body)
})

test('texts are compressed, archives and pictures are not', () => {
  for (const type of [
    'text/csv; charset=utf-8',
    'application/json',
    'application/geo+json',
    'image/svg+xml',
    'application/vnd.google-earth.kml+xml',
    'application/jsonl; charset=utf-8',
  ])
    assert.ok(isCompressible(type), type)
  for (const type of ['application/gzip', 'image/png', 'font/woff2', 'application/zip'])
    assert.ok(!isCompressible(type), type)
})
