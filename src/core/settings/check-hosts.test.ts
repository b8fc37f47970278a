import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PortalConfig } from '../portal/portal.ts'
import { checkHosts, isLoopback } from './check-hosts.ts'
import { isDevelopmentHost } from './development-host.ts'

const portal = (slug: string, ...hosts: [string, ...string[]]): PortalConfig => ({
  slug,
  hosts,
  title: { en: slug },
  description: { en: slug },
  languages: ['en'],
  brand: '#123456',
  legal: { name: 'A', address: 'B', email: 'c@example.org', country: 'BE' },
})

for (const bind of ['127.0.0.1', '127.8.9.1', '::1', '[::1]', 'localhost'])
  test(`loopback: ${bind}`, () => assert.ok(isLoopback(bind)))
for (const bind of ['0.0.0.0', '::', '10.0.0.1', 'data.example.org', '127.evil.test', '1270.0.0.1'])
  test(`not loopback: ${bind}`, () => assert.ok(!isLoopback(bind)))

test('development hosts', () => {
  assert.ok(isDevelopmentHost('localhost') && isDevelopmentHost('a.localhost'))
  assert.ok(!isDevelopmentHost('notlocalhost') && !isDevelopmentHost('localhost.evil.test'))
})

test('hosts: a development host is refused behind a public bind only', () => {
  const portals = [portal('town', 'town.localhost', 'data.town.test')]
  assert.deepEqual(checkHosts('127.0.0.1', portals), [])
  const [fault, ...rest] = checkHosts('0.0.0.0', portals)
  assert.equal(fault?.code, 'host_needs_loopback')
  assert.deepEqual(fault?.params, { host: 'town.localhost', bind: '0.0.0.0' })
  assert.deepEqual(rest, [])
})

test('hosts: one host belongs to one portal', () => {
  const [fault] = checkHosts('127.0.0.1', [portal('a', 'x.test'), portal('b', 'y.test', 'x.test')])
  assert.equal(fault?.code, 'host_taken')
  assert.deepEqual(fault?.params, { host: 'x.test', portal: 'a' })
})
