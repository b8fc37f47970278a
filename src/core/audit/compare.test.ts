import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compare } from './compare.ts'
import type { Declaration, DeclaredEntry } from './declaration.ts'
import type { ConsentPhase, Observation, ObservedCookie } from './observation.ts'
import { readDeclaration } from './read-declaration.ts'

const declare = (...entries: readonly object[]): Declaration => {
  const read = readDeclaration('declaration', JSON.stringify({ entries }), 'data.example.org')
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics))
  return read.value
}

const COOKIE: ObservedCookie = {
  ...{ domain: 'data.example.org', path: '/', httpOnly: true, secure: true, sameSite: 'Lax' },
  ...{ partitioned: false, seconds: null },
}

const seen = (more: Partial<Observation> = {}): Observation => ({
  ...{ kind: 'cookie', name: 'sid', host: 'data.example.org', initiator: null, kept: true },
  ...{ state: 'a', phase: 'none', route: '/', cookie: COOKIE, ...more },
})
const stored = (more: Partial<Observation>): Observation => {
  const { cookie: _, ...rest } = seen(more)
  return rest
}

const kinds = (declaration: Declaration, ...observations: readonly Observation[]) =>
  compare(declaration, observations, ['a', 'b', 'c', 'd']).findings.map(({ finding }) => finding)

const SID = { kind: 'cookie', name: 'sid', lifetime: { type: 'session' } }
const ALL_ATTRS = { httpOnly: true, secure: true, sameSite: 'Lax', path: '/', partitioned: false }

test('a declared cookie that is as declared is no difference', () =>
  assert.deepEqual(kinds(declare({ ...SID, attrs: ALL_ATTRS }), seen()), []))

test('names are exact, with their case; a beginning is one only where it ends in a star', () => {
  assert.deepEqual(kinds(declare(SID), seen({ name: 'SID' }), seen()), ['undeclared'])
  assert.deepEqual(kinds(declare(SID), seen({ name: 'sid2' }), seen()), ['undeclared'])
  assert.deepEqual(kinds(declare({ ...SID, name: 'sid*' }), seen({ name: 'sid2' })), [])
})

test('kinds are told apart: a key of local storage is not the cookie of that name', () =>
  assert.deepEqual(kinds(declare(SID), seen(), stored({ kind: 'localStorage' })), ['undeclared']))

for (const [name, value] of [
  ['httpOnly', false],
  ['secure', false],
  ['sameSite', null],
  ['path', '/fr'],
  ['partitioned', true],
  ['domain', '.data.example.org'],
] as const)
  test(`${name} that differs is told`, () => {
    const [finding] = compare(
      declare({ ...SID, attrs: ALL_ATTRS }),
      [seen({ cookie: { ...COOKIE, [name]: value } })],
      ['a'],
    ).findings
    assert.equal(finding?.finding, 'wrong_attributes')
    assert.match(finding?.observed ?? '', new RegExp(`^${name}=`))
  })

test('a cookie of a domain above ours is of another host', () => {
  const wide = { ...COOKIE, domain: '.example.org' }
  assert.deepEqual(kinds(declare(SID), seen({ cookie: wide })), ['wrong_host'])
})

test('hosts of others: by name, by domain, and the domain cookie of a host below it', () => {
  const of = (...hosts: string[]) => declare({ kind: 'cookie', name: 'v', hosts })
  const video = (domain: string) => seen({ name: 'v', host: domain, cookie: { ...COOKIE, domain } })
  assert.deepEqual(kinds(of('www.video.example'), video('.video.example')), [])
  assert.deepEqual(kinds(of('*.video.example'), video('a.b.video.example')), [])
  assert.deepEqual(kinds(of('video.example'), video('evilvideo.example')), ['wrong_host'])
  assert.deepEqual(kinds(of('video.example'), video('data.example.org')), ['wrong_host'])
})

test('contact with a host is declared by a request, or by what the host stores; our own is none', () => {
  const asked = (host: string) => stored({ kind: 'request', name: `https://${host}/p`, host })
  assert.deepEqual(kinds(declare(), asked('data.example.org')), [])
  assert.deepEqual(kinds(declare(), asked('pixel.example')), ['undeclared'])
  const video = { kind: 'cookie', name: 'v', hosts: ['video.example'] }
  assert.deepEqual(kinds(declare(video), asked('video.example')), [])
})

const CONSENT: readonly (readonly [
  phase: ConsentPhase,
  kept: boolean,
  hosts: string[],
  expected: string[],
])[] = [
  ['none', true, ['self'], ['premature']],
  ['refused', true, ['self'], ['premature']],
  ['given', true, ['self'], []],
  ['withdrawn', true, ['self'], ['sticky']],
  ['withdrawn', false, ['video.example'], ['sticky']],
  ['withdrawn', true, ['video.example'], []],
]
for (const [phase, kept, hosts, expected] of CONSENT)
  test(`consent ${phase}, ${kept ? 'kept' : 'set'} on ${hosts}: ${expected[0] ?? 'nothing'}`, () => {
    const domain = hosts[0] === 'self' ? 'data.example.org' : 'video.example'
    const observed = seen({ phase, kept, host: domain, cookie: { ...COOKIE, domain } })
    assert.deepEqual(kinds(declare({ ...SID, hosts, consent: true }), observed), expected)
  })

test('P46: a life is longer beyond a minute of patience', () => {
  const fixed = declare({ ...SID, lifetime: { type: 'fixed', seconds: 600 } })
  const living = (seconds: number | null) => seen({ cookie: { ...COOKIE, seconds } })
  assert.deepEqual(kinds(fixed, living(655)), [])
  assert.deepEqual(kinds(fixed, living(661)), ['longer'])
  assert.deepEqual(kinds(fixed, living(null)), [])
  assert.deepEqual(kinds(declare(SID), living(61)), ['longer'])
  assert.deepEqual(
    kinds(declare({ ...SID, lifetime: { type: 'session', keptSeconds: 3600 } }), living(3600)),
    [],
  )
  assert.deepEqual(kinds(declare({ kind: 'cookie', name: 'sid' }), living(10 ** 9)), [])
})

test('P45: an entry is stale only where a state was played that should show it', () => {
  const entries = [
    { ...SID, id: 'session', exemption: 'authentication' },
    { ...SID, id: 'video', name: 'v', consent: true },
    { ...SID, id: 'plain', name: 'p' },
    { ...SID, id: 'office', name: 'o', locations: ['back'] },
  ]
  const stale = (...played: string[]) =>
    compare(declare(...entries), [], played).findings.map(({ entry }) => entry)
  assert.deepEqual(stale('a'), ['plain'])
  assert.deepEqual(stale('a', 'c'), ['video', 'plain'])
  assert.deepEqual(stale('a', 'g'), ['session', 'plain', 'office'])
  const { entries: told } = compare(declare(...entries), [], ['a'])
  assert.deepEqual(
    told.map(({ unexercised }) => unexercised),
    [true, true, false, true],
  )
})

test('the same difference is told once, with its states, its first page and the first who is known to cause it', () => {
  const { findings } = compare(
    declare(),
    [
      seen({ route: '/one' }),
      seen({ state: 'b', route: '/two', initiator: 'https://data.example.org/app.js:3' }),
      seen({ state: 'b', route: '/two', initiator: 'other' }),
    ],
    ['a', 'b'],
  )
  assert.equal(findings.length, 1)
  assert.deepEqual(findings[0]?.states, ['a', 'b'])
  assert.equal(findings[0]?.route, '/one')
  assert.equal(findings[0]?.initiator, 'https://data.example.org/app.js:3')
})

const entryOf = (name: string): DeclaredEntry => ({
  ...{ id: name, kind: 'cookie', name, hosts: ['self'], consent: false, exemption: null },
  ...{ locations: [], lifetime: null, attributes: null },
})

test('whatever is seen, everything of a name that is not declared is found, and nothing that is', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 8 })
  fc.assert(
    fc.property(names, names, (declared, observed) => {
      const declaration = { selves: ['data.example.org'], languages: [], entries: declared.map(entryOf) }
      const { findings } = compare(
        declaration,
        observed.map(name => seen({ name })),
        ['a'],
      )
      const of = (kind: string) => findings.filter(({ finding }) => finding === kind).map(({ name }) => name)
      assert.deepEqual(of('undeclared').sort(), observed.filter(name => !declared.includes(name)).sort())
      assert.deepEqual(of('stale').sort(), declared.filter(name => !observed.includes(name)).sort())
    }),
  )
})
