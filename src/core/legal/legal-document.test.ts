import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { IdentityProvider } from '../account/identity-provider.ts'
import { NOTHING_DECLARED } from '../content/nothing-declared.ts'
import { pageText } from '../content/rich-text.ts'
import type { PortalConfig } from '../portal/portal.ts'
import { SAMPLE_PORTAL } from '../privacy/policy/testing/sample-facts.ts'
import type { ServiceSettings } from '../privacy/services/service-settings.ts'
import { legalDocument } from './legal-document.ts'
import { LEGAL_TEXTS, TEMPLATE_LANGUAGES } from './templates.ts'

const sources = (more: Partial<PortalConfig> = {}, provider: string | null = null) => ({
  config: { ...SAMPLE_PORTAL, ...more },
  origin: 'https://data.example.org',
  provider,
})

const rendered = (text: string): string => pageText(text, NOTHING_DECLARED).html.safe

const PROVIDER: IdentityProvider = {
  ...{ id: 'town', title: { en: 'Town staff' }, issuer: 'https://id.example', clientId: 'portal' },
  domains: ['town.example'],
}

describe('legal texts', () => {
  test('every template is there in every language, with the same paragraphs, and every hole is filled', () => {
    const { legal } = SAMPLE_PORTAL
    const rich = {
      legal: {
        ...legal,
        dataProtectionOfficer: 'dpo@example.org',
        authority: { name: 'CNIL', url: 'https://x.example/' },
      },
      accounts: { signUp: 'open' as const },
      services: { known: ['youtube'] },
      identityProviders: [PROVIDER],
    }
    for (const statement of LEGAL_TEXTS)
      for (const more of [{}, rich]) {
        const shapes = TEMPLATE_LANGUAGES.map(language => {
          const { body } = legalDocument(statement, sources(more, 'Hosting'), language)
          assert.equal(body.lang, language)
          assert.doesNotMatch(body.text, /[{}]|undefined/, `${language} ${statement}`)
          const html = rendered(body.text)
          assert.doesNotMatch(html, /\\[.*]/, 'no escape shows')
          return html.match(/<(?:h2|p|li)>/g)?.join('')
        })
        assert.equal(new Set(shapes).size, 1, statement)
      }
  })

  test('facts of the portal stand in the text as they are, whatever signs they hold', () => {
    const name = 'Ville *d’Ex* <b>(SA)</b> [x](javascript:1) & Co_op'
    const { body } = legalDocument('privacy', sources({ legal: { ...SAMPLE_PORTAL.legal, name } }), 'fr')
    const html = rendered(body.text)
    assert.ok(
      html.includes('Ville *d’Ex* &lt;b&gt;(SA)&lt;/b&gt; [x](javascript:1) &amp; Co_op'),
      html.slice(0, 900),
    )
    assert.match(html, /<a href="mailto:opendata@example\.org"[^>]*>opendata@example\.org<\/a>/)
    assert.doesNotMatch(html, /<em>|<b>|javascript:1"/)
  })

  test('what is configured is what is said: sign-up, services, officer, platform, lifetimes', () => {
    const text = (more: Partial<PortalConfig>, provider: string | null = null) =>
      legalDocument('privacy', sources(more, provider), 'en').body.text
    assert.match(text({}), /Accounts are made by the administrators/)
    assert.match(text({ accounts: { signUp: 'approval' } }), /an administrator approves it/)
    assert.match(text({}), /No page makes your browser contact another website/)
    assert.match(text({ services: { known: ['youtube'] } }), /Some pages can show content of other websites/)
    const said = (words: string) => ({ en: words, fr: words, nl: words, de: words, ar: words })
    const proxied = {
      ...{ name: 'Logos', mode: 'proxy' as const, provider: { name: 'Logos', country: 'BE' } },
      ...{ hosts: ['logos.example'] as const, function: said('x'), purpose: said('x'), discloses: said('x') },
    }
    const quiet: readonly ServiceSettings[] = [{}, { known: [] }, { own: { logos: proxied } }]
    for (const services of quiet)
      assert.match(text({ services }), /No page makes your browser contact another website/)
    assert.doesNotMatch(text({}), /Data protection officer/)
    assert.doesNotMatch(text({}), /on behalf of/)
    assert.match(text({}, 'Hosting'), /Hosting runs the platform on behalf of City of Exville/)
    assert.doesNotMatch(text({}), /If you sign in with/)
    assert.match(
      text({ identityProviders: [PROVIDER] }),
      /If you sign in with Town staff, .* a hash of your session there/,
    )
    assert.match(text({}), /ends after 14 days without use and after 30 days in any case/)
    assert.match(text({ accounts: { sessions: { readerIdleDays: 2 } } }), /ends after 2 days without use/)
  })

  test('what is kept of an account and of a choice, and for how long, is what the tables hold', () => {
    const words: Readonly<Record<string, readonly RegExp[]>> = {
      en: [/the day you last signed in/, /nor your account\./, /for five years after/],
      fr: [/le jour de votre dernière connexion/, /ni votre compte\./, /cinq ans après/],
      nl: [/de dag waarop u zich het laatst/, /noch uw account vast\./, /vijf jaar nadat/],
      de: [/den Tag Ihrer letzten Anmeldung/, /noch Ihr Konto fest\./, /fünf Jahre nach/],
    }
    for (const [language, patterns] of Object.entries(words))
      for (const pattern of patterns)
        assert.match(legalDocument('privacy', sources(), language).body.text, pattern)
  })

  test('an owner’s text takes the template’s place in every language, and says which it is in', () => {
    const texts = { privacy: { fr: '## À nous' } }
    const own = (language: string) => legalDocument('privacy', sources({ texts }), language).body
    assert.deepEqual(own('fr'), { text: '## À nous', lang: 'fr' })
    assert.deepEqual(own('en'), { text: '## À nous', lang: 'fr' })
    assert.match(legalDocument('legal', sources({ texts }), 'fr').body.text, /Plateforme/)
  })

  test('Arabic has no template: the portal’s default language, or English, is marked as such', () => {
    assert.equal(legalDocument('privacy', sources({ languages: ['fr', 'ar'] }), 'ar').body.lang, 'fr')
    assert.equal(legalDocument('privacy', sources({ languages: ['ar'] }), 'ar').body.lang, 'en')
  })

  test('the legal notice names who answers for the portal, and who runs the platform', () => {
    const { identity } = legalDocument('legal', sources({}, 'Hosting'), 'en')
    assert.deepEqual(
      identity.map(({ value }) => value),
      ['City of Exville', '1 Town Hall Square, 10000 Exville', 'France', 'opendata@example.org', 'Hosting'],
    )
    assert.deepEqual(legalDocument('privacy', sources(), 'en').identity, [])
  })
})
