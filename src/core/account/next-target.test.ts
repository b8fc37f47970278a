import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nextTarget } from './next-target.ts'

const ORIGIN = 'https://data.example.org'
const DEFAULT = '/en/'

for (const next of [
  ...[
    'http://example.com',
    'http:///example.com',
    'https://example.com',
    'ftp://example.com',
    '///example.com',
  ],
  ...[
    '//example.com',
    'javascript:alert(1)',
    '/\\example.com',
    '\\\\example.com',
    ' //example.com',
    '/\t/example.com',
  ],
  ...['/..//example.com', '/.//example.com', 'https://data.example.org@example.com/'],
  ...['https://data.example.org.evil.net/', 'https://user@data.example.org/', '', `/${'x'.repeat(3000)}`],
])
  test(`S34, L17: ${JSON.stringify(next.slice(0, 50))} leads to the default page`, () =>
    assert.equal(nextTarget(next, ORIGIN, DEFAULT), DEFAULT))

for (const [next, path] of [
  ['/view/?param=https://example.com', '/view/?param=https://example.com'],
  ['view/?param=//example.com', '/view/?param=//example.com'],
  ['https://data.example.org/', '/'],
  ['/url%20with%20spaces/', '/url%20with%20spaces/'],
] as const)
  test(`S35: ${next} is honoured`, () => assert.equal(nextTarget(next, ORIGIN, DEFAULT), path))

test('S36: the same host without TLS is the default page', () =>
  assert.equal(nextTarget('http://data.example.org/', ORIGIN, DEFAULT), DEFAULT))

test('S34: whatever is asked for, it is a path of the portal, as a browser reads it', () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.string({ unit: 'binary' }),
        fc
          .array(fc.constantFrom('/', '\\', '.', ':', '@', 'evil.test', '%2f', '\t', '?', '#', 'https:'))
          .map(parts => parts.join('')),
      ),
      next => {
        const target = nextTarget(next, ORIGIN, DEFAULT)
        assert.equal(new URL(target, `${ORIGIN}/en/`).origin, ORIGIN)
        assert.match(target, /^\/(?![/\\])|^\/$/)
      },
    ),
    { numRuns: 2000 },
  ))
