import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cookieNameOf, cookieNamings, type Neighbour, sharesDomain } from './cookie-naming.ts'

const portals: readonly Neighbour[] = [
  { slug: 'north', hosts: ['north.platform.example.com', 'data.north.example'] },
  { slug: 'south', hosts: ['south.platform.example.com', 'south.localhost'] },
  { slug: 'east', hosts: ['data.east.co.uk', 'east.localhost'] },
  { slug: 'west', hosts: ['data.west.co.uk'] },
]

const CASES: readonly (readonly [
  host: string,
  owner: string,
  shared: boolean,
  suffixes?: readonly string[],
])[] = [
  ['north.platform.example.com', 'north', true],
  ['data.north.example', 'north', false],
  ['south.localhost', 'south', false],
  ['data.east.co.uk', 'east', false],
  ['data.west.co.uk', 'west', false],
  ['data.west.co.uk', 'west', true, ['west.co.uk']],
  ['notwest.co.uk', 'west', false, ['west.co.uk']],
  ['192.168.7.1', 'west', false],
]

for (const [host, owner, shared, suffixes = []] of CASES)
  test(`T05: ${host} of ${owner}${suffixes.length > 0 ? ` under ${suffixes}` : ''} ${shared ? 'shares' : 'does not share'} a domain`, () =>
    assert.equal(sharesDomain(host, owner, { portals, suffixes }), shared))

test('P04: hardened names carry the prefix that browsers guard', () => {
  assert.equal(cookieNameOf('plain', 'sessionid'), 'sessionid')
  assert.equal(cookieNameOf('hardened', 'sessionid'), '__Host-sessionid')
})

test('I3: names are hardened where portals share a domain, and where one wants them', () => {
  const namings = cookieNamings(
    [...portals, { slug: 'own', hosts: ['own.example'], cookies: { names: 'hardened' } }],
    [],
  )
  assert.equal(namings.get('north.platform.example.com'), 'hardened')
  assert.equal(namings.get('data.north.example'), 'plain')
  assert.equal(namings.get('own.example'), 'hardened')
  assert.equal(namings.get('south.localhost'), 'plain')
})
