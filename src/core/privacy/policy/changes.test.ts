import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { changeText } from './change-text.ts'
import { type PolicyChange, policyChanges, widens } from './changes.ts'
import { policyWords } from './entry-words.ts'
import type { PolicyFacts } from './facts.ts'
import { type OWN_ENTRIES, sampleFacts, VIDEO_ENTRIES, withEntry } from './testing/sample-facts.ts'

const all = sampleFacts({ entries: withEntry('', {}) })
const DAY = 86_400

const between = (before: PolicyFacts, after: PolicyFacts) => {
  const changes = policyChanges(before, after)
  return {
    changes,
    said: changes.map(change => changeText(change, policyWords('en', 'en'))),
    wide: changes.map(widens),
  }
}

describe('what changed between two versions', () => {
  test('P17: a service that was added is named, entry by entry, and widens', () => {
    const { said, wide } = between(sampleFacts(), all)
    assert.deepEqual(said, ['svc.video.request: added', 'svc.video.vid: added'])
    assert.deepEqual(wide, [true, true])
  })

  test('P18: one that was removed is named, and widens nothing', () => {
    const { said, wide } = between(all, sampleFacts())
    assert.deepEqual(said, ['svc.video.request: removed', 'svc.video.vid: removed'])
    assert.deepEqual(wide, [false, false])
  })

  test('P19: a lifetime is told before and after; a longer one widens, a shorter one does not', () => {
    const longer = sampleFacts({
      entries: withEntry('svc.video.vid', { lifetime: { type: 'fixed', seconds: 395 * DAY, renewed: true } }),
    })
    const { said, wide } = between(all, longer)
    assert.deepEqual(said, [
      'svc.video.vid: kept for 180 days after your last visit → 395 days after your last visit',
    ])
    assert.deepEqual(wide, [true])
    assert.deepEqual(between(longer, all).wide, [false])
  })

  test('P20: a text that was corrected is a change of wording, and widens nothing', () => {
    const entries = withEntry('svc.video.vid', { purposeText: { en: 'To play videos' } })
    const { said, wide } = between(all, sampleFacts({ entries }))
    assert.deepEqual(said, ['svc.video.vid: wording'])
    assert.deepEqual(wide, [false])
  })

  test('P05: another idle limit is told, and widens nothing', () => {
    const entries = withEntry('session', { lifetime: { type: 'session', idleSeconds: 43_200 } })
    assert.deepEqual(between(all, sampleFacts({ entries })).wide, [false])
  })

  test('more purposes, hosts, recipients, countries, openness or identity widen; fewer do not', () => {
    const changes: readonly Partial<(typeof OWN_ENTRIES)[number]>[] = [
      { purposes: ['embed', 'marketing'] },
      { hosts: ['www.video.example', 'cdn.video.example'] },
      { recipients: ['Ad Company', 'Another'] },
      { transfers: ['US', 'CN'] },
      { mode: 'open' },
      { identifies: 'account' },
    ]
    for (const change of changes) {
      const wider = sampleFacts({ entries: withEntry('svc.video.vid', change) })
      assert.ok(between(all, wider).wide.includes(true), JSON.stringify(change))
      assert.ok(!between(wider, all).wide.includes(true), JSON.stringify(change))
    }
  })

  test('facts of the portal are told; statistics that begin widen', () => {
    const after = sampleFacts({
      origin: 'https://open.example.org',
      measurement: { firstParty: true, anonymous: true },
    })
    const { said, wide } = between(sampleFacts(), after)
    assert.deepEqual(said, [
      'Address: https://data.example.org → https://open.example.org',
      'Statistics: none → anonymous',
    ])
    assert.deepEqual(wide, [false, true])
  })

  test('the first version says so, and where nothing else changed it was the wording', () => {
    assert.deepEqual(policyChanges(null, all), [{ what: 'first' }])
    assert.deepEqual(policyChanges(all, all), [{ what: 'wording' }])
    const texts = sampleFacts({ before: { en: 'Hello' } })
    assert.deepEqual(policyChanges(sampleFacts(), texts), [{ what: 'wording' }])
  })

  test('a change that was kept as JSON is said as before', () => {
    const lifetime = { type: 'fixed', seconds: DAY, renewed: false } as const
    for (const entries of [withEntry('language', { lifetime }), withEntry('csrf', { transfers: ['US'] })])
      for (const change of policyChanges(all, sampleFacts({ entries }))) {
        const kept: PolicyChange = JSON.parse(JSON.stringify(change))
        for (const language of ['en', 'fr', 'nl', 'de', 'ar']) {
          const words = policyWords(language, 'en')
          assert.equal(changeText(kept, words), changeText(change, words))
          assert.doesNotMatch(changeText(kept, words), /policy\.|undefined|\[object/)
        }
      }
    assert.equal(VIDEO_ENTRIES.length, 2)
  })
})
