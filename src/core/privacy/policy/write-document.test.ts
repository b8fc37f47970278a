import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { INTERFACE_LANGUAGES } from '../../i18n/language-map.ts'
import type { PolicyDocument } from './document.ts'
import { OWN_ENTRIES, sampleFacts, VIDEO_ENTRIES, withEntry } from './testing/sample-facts.ts'
import { policyDocument } from './write-document.ts'

const written = (more = {}, language = 'en'): PolicyDocument => policyDocument(sampleFacts(more), language)

/** Every text of a document, whatever holds it. */
const texts = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(texts)
      : []

describe('the policy in words', () => {
  test('P02: the necessary table has exactly the entries, in order, with what each of them declares', () => {
    const { necessary } = written()
    assert.deepEqual(
      necessary.rows.map(({ id, name, location }) => [id, name, location]),
      [
        ['session', 'sessionid', 'front and back office'],
        ['language', 'django_language', 'front and back office'],
        ['csrf', 'csrftoken', 'front and back office'],
        ['preferences', 'cookies_preferences', 'front and back office'],
      ],
    )
    const [session] = necessary.rows
    assert.equal(session?.provider, 'Vitrine Hosting')
    assert.deepEqual(session?.function, { text: 'Function of sessionid', lang: 'en' })
    assert.equal(
      session?.lifetime,
      'Until you close the browser; 30 days at most if you ask to stay signed in. Ends after 14 days without use',
    )
    assert.equal(session?.consent, 'Not needed: it recognises who signed in')
    assert.deepEqual(
      session?.details.map(({ value }) => value.text),
      [
        'Some characters',
        'When asked for',
        'The server of this portal; no script',
        'Your account',
        'HttpOnly, Secure, SameSite=Lax, Path=/; this host only',
      ],
    )
  })

  test('P03: the canonical host is named, and the others beside it', () => {
    const { used } = written()
    assert.equal(used.heading, 'What is used on https://data.example.org')
    assert.match(used.paragraphs.join(), /donnees\.example\.org/)
    assert.deepEqual(written({ aliases: [] }).used.paragraphs, [])
  })

  test('P04: hardened names are the names that are shown', () => {
    const entries = OWN_ENTRIES.map(entry => ({ ...entry, name: `__Host-${entry.name}` }))
    assert.equal(written({ entries }).necessary.rows[0]?.name, '__Host-sessionid')
  })

  test('P05: another idle limit is another lifetime in words', () => {
    const before = written({ entries: withEntry('session', {}) })
    const after = written({
      entries: withEntry('session', { lifetime: { type: 'session', idleSeconds: 43_200 } }),
    })
    assert.notDeepEqual(before, after)
    assert.match(after.necessary.rows[0]?.lifetime ?? '', /Ends after 12 hours without use/)
  })

  test('analytics are announced only where there are any, and as what they are', () => {
    const analytics = (measurement: object | null) => written({ measurement }).purpose
    assert.doesNotMatch(analytics(null), /analytics/)
    assert.match(
      analytics({ firstParty: true, anonymous: true }),
      /analytics.*anonymously.*without any cookie/,
    )
    assert.match(analytics({ firstParty: true, anonymous: false }), /analytics.*only if you agree/)
    assert.match(analytics({ firstParty: false, anonymous: true }), /only if you agree/)
  })

  test('the four kinds say their rule of consent, and how many there are, none included', () => {
    const { kinds } = written({ entries: [...OWN_ENTRIES, ...VIDEO_ENTRIES] }).kinds
    assert.deepEqual(
      kinds.map(({ kind, count }) => [kind, count]),
      [
        ['necessary', 'This portal uses 4 now.'],
        ['statistical', 'This portal uses none now.'],
        ['internal', 'This portal uses none now.'],
        ['third', 'This portal uses one now.'],
      ],
    )
  })

  test('what is first party, but neither necessary nor counted, has a table of its own', () => {
    const entries = withEntry('language', { purposes: ['comfort'] })
    const { further, necessary } = written({ entries })
    assert.deepEqual(
      further?.rows.map(({ id, consent }) => [id, consent]),
      [['language', 'Needed: nothing happens before you agree']],
    )
    assert.equal(necessary.rows.length, 3)
    assert.equal(written().further, null)
  })

  test('statistics that need an entry have it in their table', () => {
    const entries = withEntry('language', { purposes: ['statistics'] })
    const { statistics } = written({ entries, measurement: { firstParty: true, anonymous: true } })
    assert.deepEqual(
      statistics.rows.map(({ id }) => id),
      ['language'],
    )
    assert.equal(statistics.paragraphs.length, 3)
  })

  test('another website is one row: what it learns, keeps and passes on, where, and when', () => {
    const { others } = written({ entries: [...OWN_ENTRIES, ...VIDEO_ENTRIES] })
    const [row, ...more] = others.services
    assert.equal(more.length, 0)
    assert.deepEqual(row?.entries, ['svc.video.request', 'svc.video.vid'])
    assert.deepEqual(row?.hosts, ['www.video.example'])
    assert.equal(row?.country, 'United States')
    assert.deepEqual(row?.further, [
      'Passed on to: Ad Company',
      'Outside the European Economic Area: United States',
    ])
    assert.equal(row?.way, 'Only after you ask for it')
    assert.equal(row?.consent, 'Needed: nothing happens before you agree')
    assert.deepEqual(
      row?.stored.map(({ name, kind, lifetime }) => [name, kind, lifetime]),
      [['vid_*', 'cookie', '180 days after your last visit']],
    )
    assert.deepEqual(written().others.services, [])
  })

  test('a text that an owner did not write in a language says which one it is in', () => {
    const { others } = written({ entries: VIDEO_ENTRIES }, 'ar')
    assert.deepEqual(others.services[0]?.service, { text: 'Videos', lang: 'en' })
    const french = written({ entries: VIDEO_ENTRIES }, 'fr')
    assert.deepEqual(french.others.services[0]?.service, { text: 'Vidéos', lang: 'fr' })
  })

  test('the contact names controller, platform, officer and authority', () => {
    const { controller } = sampleFacts()
    const terms = (more: object) =>
      written({ controller: { ...controller, ...more } }).contact.facts.map(({ term }) => term)
    assert.deepEqual(terms({}), [
      'Controller',
      'Address',
      'E-mail',
      'Provider of the platform',
      'Supervisory authority',
    ])
    assert.ok(terms({ dataProtectionOfficer: 'dpo@example.org' }).includes('Data protection officer'))
    const authority = { name: 'CNIL', url: 'https://www.cnil.fr/' }
    const last = written({ controller: { ...controller, authority } }).contact.facts.at(-1)
    assert.deepEqual([last?.value.text, last?.href], ['CNIL', 'https://www.cnil.fr/'])
  })

  test('every hole is filled, in every language', () => {
    for (const language of INTERFACE_LANGUAGES) {
      const all = written({ entries: [...OWN_ENTRIES, ...VIDEO_ENTRIES] }, language)
      for (const text of texts(all)) assert.doesNotMatch(text, /undefined|\{[a-z]+\}|policy\./, text)
    }
  })
})
