import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { heldBackOf } from './held-back.ts'

test('what the Reporting API says, reduced to directive and host', () =>
  assert.deepEqual(
    heldBackOf([
      {
        type: 'csp-violation',
        age: 10,
        url: 'https://data.example.org/en/?secret=1',
        user_agent: 'Mozilla/5.0',
        body: {
          documentURL: 'https://data.example.org/en/?secret=1',
          blockedURL: 'https://tracker.example:8443/p.gif?id=7',
          effectiveDirective: 'img-src',
          sample: 'secret',
        },
      },
      { type: 'csp-violation', body: { blockedURL: 'inline', effectiveDirective: 'script-src-elem' } },
      { type: 'csp-violation', body: { blockedURL: 'data', effectiveDirective: 'media-src' } },
    ]),
    [
      { directive: 'img-src', source: 'tracker.example:8443' },
      { directive: 'script-src-elem', source: 'inline' },
      { directive: 'media-src', source: 'data' },
    ],
  ))

test('what browsers say that know the older way only', () =>
  assert.deepEqual(
    heldBackOf({
      'csp-report': {
        'document-uri': 'https://data.example.org/',
        'violated-directive': "img-src 'self'",
        'blocked-uri': 'https://tracker.example',
      },
    }),
    [{ directive: 'img-src', source: 'tracker.example' }],
  ))

const NONE: readonly unknown[] = [
  null,
  'text',
  {},
  [],
  [{ body: { blockedURL: 'https://x.example', effectiveDirective: 'IMG; x' } }],
  [{ body: { blockedURL: 'not an address', effectiveDirective: 'img-src' } }],
  [{ body: { blockedURL: `https://${'x'.repeat(300)}.example`, effectiveDirective: 'img-src' } }],
  [{ body: { blockedURL: 'about:blank', effectiveDirective: 'img-src' } }],
]
for (const report of NONE)
  test(`${JSON.stringify(report).slice(0, 60)} is no report`, () => assert.deepEqual(heldBackOf(report), []))

test('any JSON is read without fault, and only so much of it', () => {
  fc.assert(fc.property(fc.jsonValue(), value => assert.ok(heldBackOf(value).length <= 20)))
  const one = { body: { blockedURL: 'https://x.example', effectiveDirective: 'img-src' } }
  assert.equal(heldBackOf(Array.from({ length: 1000 }, () => one)).length, 20)
})
