import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contentSecurityPolicy, type PolicyRequest } from './content-security-policy.ts'

const plain: PolicyRequest = { entries: [], surface: 'page', secure: true }

const directives = (request: Partial<PolicyRequest>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    contentSecurityPolicy({ ...plain, ...request })
      .split('; ')
      .map(directive => {
        const [name = '', ...rest] = directive.split(' ')
        return [name, rest.join(' ')]
      }),
  )

test('a page loads nothing but its own, runs nothing inline and reports what was held back', () => {
  assert.deepEqual(directives({}), {
    'default-src': "'none'",
    'script-src': "'self'",
    'img-src': "'self' data: blob:",
    'connect-src': "'self'",
    'media-src': "'self'",
    'frame-src': "'self'",
    'worker-src': "'self'",
    'manifest-src': "'self'",
    'style-src': "'self'",
    'font-src': "'self'",
    'form-action': "'self'",
    'base-uri': "'none'",
    'object-src': "'none'",
    'frame-ancestors': "'self'",
    'upgrade-insecure-requests': '',
    'report-uri': '/csp-reports',
    'report-to': 'csp',
  })
  assert.ok(!('upgrade-insecure-requests' in directives({ secure: false })))
})

test('exactly the open hosts enter, each once, in order, whatever the order they were declared in', () => {
  const entries = [
    { hosts: ['b.example', '*.a.example'], mode: 'open' },
    { hosts: ['www.youtube-nocookie.com'], mode: 'gate' },
    { hosts: ['tiles.example'], mode: 'proxy' },
    { hosts: ['b.example', 'self'] },
    { hosts: ['b.example', "x.example; script-src 'unsafe-inline'"], mode: 'open' },
  ] as const
  const hosts = ' https://*.a.example https://b.example'
  for (const order of [entries, entries.toReversed()]) {
    const made = directives({ entries: order })
    assert.equal(made['img-src'], `'self' data: blob:${hosts}`)
    assert.equal(made['connect-src'], `'self'${hosts}`)
    assert.equal(made['script-src'], "'self'")
    assert.equal(made['frame-src'], "'self'")
  }
})

test('other sites may frame what is made for them, and nothing else', () => {
  assert.equal(directives({ surface: 'embed' })['frame-ancestors'], '*')
  for (const surface of ['page', 'service'] as const)
    assert.equal(directives({ surface })['frame-ancestors'], "'self'")
  assert.equal(directives({ surface: 'data' })['frame-ancestors'], "'none'")
})

test('in front of a service: no script, and no frame but the one that was asked for', () => {
  const asking = directives({ surface: 'service' })
  assert.equal(asking['frame-src'], "'none'")
  assert.ok(!('script-src' in asking) && !('connect-src' in asking))
  assert.equal(
    directives({ surface: 'service', frame: 'https://player.example' })['frame-src'],
    'https://player.example',
  )
})

test('T09: what is no page is sandboxed', () => {
  assert.equal(
    contentSecurityPolicy({ ...plain, surface: 'data' }),
    "default-src 'none'; frame-ancestors 'none'; sandbox",
  )
})

test('I7: forms lead to the portal itself, and from one page to its other host', () => {
  assert.equal(directives({})['form-action'], "'self'")
  assert.equal(
    directives({ forms: ['https://daten.example.org'] })['form-action'],
    "'self' https://daten.example.org",
  )
})
