import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Declaration } from './declaration.ts'
import { readDeclaration } from './read-declaration.ts'

const read = (content: unknown) =>
  readDeclaration(
    'site.json',
    typeof content === 'string' ? content : JSON.stringify(content),
    'www.example.org',
  )

function readWhole(content: unknown): Declaration {
  const declaration = read(content)
  if (!declaration.ok) throw new Error(JSON.stringify(declaration.diagnostics))
  return declaration.value
}

test('a declaration written by hand needs kinds and names only', () => {
  const { entries, selves } = readWhole({
    aliases: ['example.org'],
    entries: [{ kind: 'cookie', name: 'sid' }],
  })
  assert.deepEqual(selves, ['www.example.org', 'example.org'])
  assert.deepEqual(entries, [
    {
      ...{ id: 'cookie sid', kind: 'cookie', name: 'sid', hosts: ['self'], consent: false, exemption: null },
      ...{ locations: [], lifetime: null, attributes: null },
    },
  ])
})

const FAULTS: readonly (readonly [content: unknown, place: string])[] = [
  ['{', 'site.json'],
  [{}, 'site.json: entries'],
  [{ entries: [{ kind: 'cookies', name: 'a' }] }, 'site.json: entries.0.kind'],
  [{ entries: [{ kind: 'cookie' }] }, 'site.json: entries.0.name'],
  [{ entries: [{ kind: 'cookie', name: 'a', maxage: 3 }] }, 'site.json: entries.0.maxage'],
  [{ entries: [{ kind: 'cookie', name: 'a', hosts: ['https://x'] }] }, 'site.json: entries.0.hosts.0'],
  [
    { entries: [{ kind: 'cookie', name: 'a', lifetime: { type: 'fixed' } }] },
    'site.json: entries.0.lifetime.seconds',
  ],
]
for (const [content, place] of FAULTS)
  test(`a declaration is refused at ${place}: ${JSON.stringify(content).slice(0, 60)}`, () => {
    const declaration = read(content)
    assert.ok(!declaration.ok)
    assert.ok(
      declaration.diagnostics.some(diagnostic => diagnostic.place === place),
      JSON.stringify(declaration.diagnostics),
    )
  })

test('a published policy is a declaration; what is for its readers is passed over', () => {
  const { entries, selves, languages } = readWhole({
    format: 'vitrine-cookie-policy/1',
    portal: 'https://www.example.org',
    aliases: ['https://data.example.org', 'open.example.org'],
    languages: { en: '/en/cookies/', fr: '/fr/cookies/' },
    controller: { name: 'Town' },
    entries: [
      {
        ...{
          id: 'session',
          kind: 'cookie',
          name: 'sessionid',
          hosts: ['self'],
          party: 'first',
          consent: false,
        },
        ...{ exemption: 'authentication', function: { en: 'Authentication' }, locations: ['front', 'back'] },
        ...{ lifetime: { type: 'session', keptSeconds: 3600 }, since: '0.2.0', purposes: ['necessary'] },
        attrs: { httpOnly: true, secure: true, sameSite: 'Lax', path: '/', partitioned: false },
      },
    ],
  })
  assert.deepEqual(selves, ['www.example.org', 'data.example.org', 'open.example.org'])
  assert.deepEqual(languages, ['en', 'fr'])
  assert.equal(entries[0]?.exemption, 'authentication')
  assert.deepEqual(entries[0]?.lifetime, { type: 'session', keptSeconds: 3600 })
})

test('storage disclosures of advertisers are a declaration', () => {
  const { entries } = readWhole({
    disclosures: [
      {
        identifier: '_id',
        type: 'cookie',
        maxAgeSeconds: 86_400,
        domains: ['.ads.example'],
        purposes: [1, 3],
      },
      { identifier: 'opt', type: 'cookie', maxAgeSeconds: 0, domain: '*', purposes: [] },
      { identifier: 'queue*', type: 'web', maxAgeSeconds: null, domains: ['*'], purposes: [1] },
      { identifier: 'phone', type: 'app', purposes: [1] },
    ],
  })
  const [id, opt, queue] = entries
  assert.deepEqual(
    [id?.hosts, id?.consent, id?.lifetime],
    [['*.ads.example'], true, { type: 'fixed', seconds: 86_400, renewed: false }],
  )
  assert.deepEqual([opt?.hosts, opt?.consent, opt?.lifetime], [['self'], false, { type: 'session' }])
  assert.equal(queue?.kind, 'localStorage')
  assert.equal(new Set(entries.filter(({ name }) => name === 'queue*').map(({ id: one }) => one)).size, 1)
  assert.ok(entries.every(({ name }) => name !== 'phone'))
})
