import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { policyFacts } from '../../src/core/privacy/policy/facts.ts'
import { policyDocument } from '../../src/core/privacy/policy/write-document.ts'
import { codeEntries } from '../../src/http/cookies/registry.ts'
import { type CookieFacts, FOUNDING, FUNCTIONS, foundingFacts, PURPOSES, wordOf } from './facts.ts'
import { FOUNDING_PORTALS } from './open-portals.ts'
import { portals } from './portals.ts'
import { FOUNDING_PLACE, foundingDocuments, readFounding } from './read-founding.ts'
import { factsOfPage } from './read-page.ts'

/** What the founding policies do not say of a cookie is no difference: ours may say more. */
const asFarAsSaid = (cookies: readonly CookieFacts[]): readonly CookieFacts[] =>
  cookies.map((cookie, index) =>
    FOUNDING.cookies[index]?.location === null ? { ...cookie, location: null } : cookie,
  )

const textIn = (texts: unknown): string => String(Reflect.get(Object(texts), 'en'))

/** The five founding policies: their documents, our fixture, our pages and our JSON say the same. */
export function founding(): void {
  describe('the founding policies', () => {
    const documents = foundingDocuments()
    test('P02: the fixture has exactly the facts of each founding document', {
      skip: documents.size === 0 ? `${FOUNDING_PLACE} is not there: five documents not compared` : false,
    }, () => {
      assert.equal(documents.size, FOUNDING.portals.length)
      for (const [name, text] of documents) {
        const read = readFounding(text)
        const expected = FOUNDING.portals.find(({ host }) => host === read.host)
        assert.ok(expected, `${name}: ${read.host}`)
        assert.deepEqual(read, foundingFacts(expected), name)
      }
    })

    for (const portal of FOUNDING.portals)
      test(`P02: ${portal.host}: page and JSON say exactly the founding facts`, async () => {
        const { get } = await portals()
        const expected = foundingFacts(portal)
        const page = factsOfPage((await get(portal.host, '/en/cookies/')).text)
        // no audience is measured, so none is announced
        assert.deepEqual({ ...page, cookies: asFarAsSaid(page.cookies) }, { ...expected, analytics: false })
        const answer = await get(portal.host, '/.well-known/cookie-policy.json')
        const policy: { portal: string; entries: readonly unknown[] } = JSON.parse(answer.text)
        assert.equal(policy.portal, `https://${portal.host}`)
        const cookies = policy.entries.map((entry): CookieFacts => {
          const { provider, name, locations, consent, function: work, purpose } = Object(entry)
          assert.equal(consent, false)
          return {
            provider: provider.name,
            name,
            function: wordOf(FUNCTIONS, textIn(work)),
            location: String(locations) === 'front,back' ? 'front and back office' : null,
            purpose: wordOf(PURPOSES, textIn(purpose)),
          }
        })
        assert.deepEqual(asFarAsSaid(cookies), expected.cookies)
      })

    test('the four that announce analytics: where an audience is measured, the policy says so too', () => {
      for (const { host, analytics } of FOUNDING.portals) {
        const config = FOUNDING_PORTALS.find(({ hosts }) => hosts[0] === host)
        assert.ok(config)
        const { purpose } = policyDocument(
          policyFacts({
            ...{ config, origin: `https://${host}`, provider: 'Opendatasoft' },
            measurement: analytics ? { firstParty: true, anonymous: true } : null,
            entries: codeEntries({ config, provider: 'Opendatasoft', naming: 'plain', secure: true }),
          }),
          'en',
        )
        assert.equal(/web analytics/i.test(purpose), analytics, host)
      }
    })
  })
}
