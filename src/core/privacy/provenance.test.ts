import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aliasReason, type ForeignReason, foreignReason, type ProvenanceHeaders } from './provenance.ts'

const OWN = 'https://data.example.org'

const says = (headers: Partial<ProvenanceHeaders>): ForeignReason | null =>
  foreignReason({ secFetchSite: undefined, origin: undefined, referer: undefined, ...headers }, OWN)

const ROWS: readonly (readonly [id: string, headers: Partial<ProvenanceHeaders>, ForeignReason | null])[] = [
  ['C17', { origin: 'https://evil.example' }, 'origin'],
  ['C18', { origin: 'null' }, 'origin'],
  ['C19', { origin: 'http://data.example.org' }, 'origin'],
  ['C20', { origin: 'https://[' }, 'origin'],
  ['C21', { origin: OWN }, null],
  ['C22', { origin: `${OWN}:8443` }, 'origin'],
  ['C23', { origin: 'https://sibling.example.org' }, 'origin'],
  ['C24', { origin: 'https://data.example.org.evil.net' }, 'origin'],
  ['C24', { origin: 'https://evil-data.example.org' }, 'origin'],
  ['C28', {}, 'referer'],
  ['C29', { referer: 'https://evil.example/page' }, 'referer'],
  ['C30', { referer: '' }, 'referer'],
  ['C30', { referer: 'ØBöIß' }, 'referer'],
  ['C30', { referer: '//example.com/' }, 'referer'],
  ['C30', { referer: 'https://' }, 'referer'],
  ['C30', { referer: 'https://[' }, 'referer'],
  ['C30', { referer: 'http://http://data.example.org/' }, 'referer'],
  ['C31', { referer: 'http://data.example.org/' }, 'referer'],
  ['C32', { referer: `${OWN}/fr/explore/` }, null],
  ['C32', { referer: OWN }, null],
  ['C33', { secFetchSite: 'cross-site', origin: OWN }, 'fetch_site'],
  ['C34', { secFetchSite: 'same-site', origin: OWN }, 'fetch_site'],
  ['C35', { secFetchSite: 'same-origin' }, null],
  ['C36', { secFetchSite: 'none' }, null],
  ['C37', { secFetchSite: 'near-site', origin: OWN }, 'fetch_site'],
  ['C37', { secFetchSite: '', origin: OWN }, 'fetch_site'],
  ['C37', { secFetchSite: 'Same-Origin', origin: OWN }, 'fetch_site'],
  ['C38', { secFetchSite: 'same-origin', origin: 'https://evil.example' }, 'origin'],
  ['C61, C62', { origin: 'https://evil.example', referer: `${OWN}/` }, 'origin'],
]
for (const [id, headers, reason] of ROWS)
  test(`${id}: ${JSON.stringify(headers)} is ${reason ?? 'our own'}`, () =>
    assert.equal(says(headers), reason))

test('no text in any header passes for the portal but its own origin', () => {
  const text = fc.oneof(fc.string(), fc.webUrl(), fc.constant('https://data.example.org@evil.example'))
  fc.assert(
    fc.property(text, text, (origin, referer) => {
      fc.pre(origin !== OWN)
      assert.notEqual(says({ origin, referer }), null)
      fc.pre(!referer.startsWith(OWN))
      assert.notEqual(says({ referer }), null)
    }),
  )
})

const ALIASES = ['https://daten.example.org', 'https://donnees.example.org']

for (const [headers, expected] of [
  [{ origin: ALIASES[0], secFetchSite: 'same-site' }, null],
  [{ origin: ALIASES[1], secFetchSite: 'cross-site' }, null],
  [{ origin: ALIASES[1] }, null],
  [{ origin: ALIASES[0], secFetchSite: 'same-origin' }, 'fetch_site'],
  [{ origin: ALIASES[0], secFetchSite: 'none' }, 'fetch_site'],
  [{ origin: ALIASES[0], secFetchSite: 'Cross-Site' }, 'fetch_site'],
  [{ origin: OWN, secFetchSite: 'cross-site' }, 'origin'],
  [{ origin: 'null', secFetchSite: 'cross-site' }, 'origin'],
  [{ origin: `${ALIASES[0]}:8443`, secFetchSite: 'cross-site' }, 'origin'],
  [{ origin: 'http://daten.example.org', secFetchSite: 'cross-site' }, 'origin'],
  [{ origin: 'https://daten.example.org.evil.net' }, 'origin'],
  [{ secFetchSite: 'cross-site', referer: `${ALIASES[0]}/` }, 'origin'],
  [{}, 'origin'],
] as const)
  test(`I7: ${JSON.stringify(headers)} ${expected === null ? 'is' : 'is not'} a page of another host of the portal`, () => {
    const said = { secFetchSite: undefined, origin: undefined, referer: undefined, ...headers }
    assert.equal(aliasReason(said, ALIASES), expected)
    assert.notEqual(aliasReason(said, []), null)
  })
