import assert from 'node:assert/strict'
import { test } from 'node:test'
import { issuerFault, mappedGroups, speaksFor } from './identity-provider.ts'

const domains = ['Example.org', 'town.test'] as const

for (const [email, spoken] of [
  ['ada@example.org', true],
  ['ADA@EXAMPLE.ORG', true],
  ['ada@town.test', true],
  ['ada@sub.example.org', false],
  ['ada@example.org.evil.test', false],
  ['ada@evilexample.org', false],
  ['"ada@example.org"@evil.test', false],
  ['example.org', false],
  ['', false],
] as const)
  test(`a provider of two domains ${spoken ? 'speaks' : 'does not speak'} for ${email || 'nothing'}`, () => {
    assert.equal(speaksFor({ domains }, email), spoken)
  })

test('values of a claim stand for the groups they are mapped to, and for nothing else', () => {
  const groups = { claim: 'groups', map: { 'cn=north': 'north', 'cn=n2': 'north', south: 'south' } }
  assert.deepEqual(mappedGroups({ groups }, ['cn=n2', 'cn=north', 'other', '__proto__', 'constructor']), [
    'north',
  ])
  assert.deepEqual(mappedGroups({}, ['cn=north']), [])
})

for (const [issuer, fault] of [
  ['https://id.example.org/realms/town', null],
  ['http://localhost:3000', null],
  ['http://id.localhost/', null],
  ['http://id.example.org', 'no_tls'],
  ['http://localhost.example.org', 'no_tls'],
  ['ftp://id.example.org', 'no_tls'],
  ['id.example.org', 'no_address'],
  ['https://me@id.example.org/', 'no_address'],
  ['https://id.example.org/?a=1', 'no_address'],
] as const)
  test(`the issuer ${issuer} is ${fault ?? 'one'}`, () => {
    assert.equal(issuerFault(issuer), fault)
  })
