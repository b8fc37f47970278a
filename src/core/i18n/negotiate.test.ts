import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  type LanguageHints,
  languageOfPrefix,
  matchLanguage,
  negotiateLanguage,
  readAcceptLanguage,
} from './negotiate.ts'

const enabled = ['en', 'fr', 'nl', 'de', 'ar'] as const

const choose = (hints: Partial<LanguageHints>) => {
  const { language, from } = negotiateLanguage({ enabled, ...hints })
  return `${language} by ${from}`
}

describe('negotiateLanguage', () => {
  {
    const cases: readonly (readonly [string, Partial<LanguageHints>, string])[] = [
      ['L01', { prefix: 'fr', cookie: 'de' }, 'fr by prefix'],
      ['L02', { prefix: 'x', cookie: 'de' }, 'de by cookie'],
      ['L03', { cookie: 'fr-ca', enabled: ['en', 'fr'] }, 'fr by cookie'],
      ['L04', { cookie: 'pt', enabled: ['en', 'pt-br'] }, 'pt-br by cookie'],
      ['L05', { cookie: 'de', enabled: ['en', 'fr'], acceptLanguage: 'fr' }, 'fr by header'],
      ['L06', { cookie: '../../etc/passwd' }, 'en by portal'],
      ['L06', { cookie: 'a'.repeat(5000) }, 'en by portal'],
      ['L06', { cookie: 'fr\r\nSet-Cookie: x=y' }, 'en by portal'],
      ['L07', { profile: 'nl' }, 'nl by profile'],
      ['L07', { profile: 'nl', cookie: 'fr' }, 'fr by cookie'],
      ['L08', { hostDefault: 'de', acceptLanguage: 'fr' }, 'de by host'],
      ['L09', { acceptLanguage: 'de;q=0.5, fr;q=0.9' }, 'fr by header'],
      ['L10', { acceptLanguage: '*, fr' }, 'en by portal'],
      ['L11', { acceptLanguage: 'fr, de;q=oops' }, 'en by portal'],
      ['L12', { acceptLanguage: `${'xx-yy,'.repeat(80)}fr,${'nl,'.repeat(3000)}` }, 'fr by header'],
      ['L12', { acceptLanguage: `${'xx-yy,'.repeat(83)}fr,` }, 'en by portal'],
      ['L12', { acceptLanguage: 'f'.repeat(10_000) }, 'en by portal'],
    ]
    for (const [vector, hints, expected] of cases)
      test(`${vector}: ${JSON.stringify(hints).slice(0, 60)} is ${expected}`, () =>
        assert.equal(choose(hints), expected))
  }

  test('L13: a million different codes leave nothing behind', () => {
    const before = process.memoryUsage().heapUsed
    for (let code = 0; code < 1_000_000; code++) {
      const cookie = `x${code.toString(36)}`
      assert.equal(negotiateLanguage({ enabled, cookie }).language, 'en')
      if (code % 10 === 0) negotiateLanguage({ enabled, acceptLanguage: `${cookie}, ${cookie}-y;q=0.5` })
    }
    assert.ok(process.memoryUsage().heapUsed - before < 100 * 1024 * 1024)
  })

  test('a cookie that names no enabled language is to be cleared (L05), none is not', () => {
    assert.equal(negotiateLanguage({ enabled, cookie: 'it' }).clearCookie, true)
    assert.equal(negotiateLanguage({ enabled, cookie: 'it', prefix: 'fr' }).clearCookie, true)
    assert.equal(negotiateLanguage({ enabled, cookie: 'fr' }).clearCookie, false)
    assert.equal(negotiateLanguage({ enabled }).clearCookie, false)
  })

  test('whatever is sent, the answer is an enabled language', () => {
    const text = fc.option(fc.string({ unit: 'binary', maxLength: 700 }), { nil: undefined })
    fc.assert(
      fc.property(text, text, text, (prefix, cookie, acceptLanguage) => {
        const { language } = negotiateLanguage({ enabled, prefix, cookie, acceptLanguage })
        assert.ok(enabled.some(tag => tag === language))
      }),
    )
  })
})

describe('parts of the negotiation', () => {
  test('a prefix must name the language itself, in any case', () => {
    assert.equal(languageOfPrefix('FR', enabled), 'fr')
    assert.equal(languageOfPrefix('fr-ca', enabled), undefined)
    assert.equal(languageOfPrefix('', enabled), undefined)
    assert.equal(languageOfPrefix('explore', enabled), undefined)
  })

  test('matching: exact, less specific, then a regional variant', () => {
    assert.equal(matchLanguage('zh_Hant_TW', ['zh-hant', 'zh']), 'zh-hant')
    assert.equal(matchLanguage('pt-BR', ['pt', 'pt-BR']), 'pt-BR')
    assert.equal(matchLanguage('pt-ao', ['en', 'pt-BR']), 'pt-BR')
    assert.equal(matchLanguage('p', ['pt']), undefined)
    assert.equal(matchLanguage(undefined, ['pt']), undefined)
  })

  test('ranges by quality, equal ones in their order, zero left out', () => {
    assert.deepEqual(readAcceptLanguage('da, en-gb;q=0.8, en;q=0.7, nl ; q=0.8, fr;q=0'), [
      'da',
      'en-gb',
      'nl',
      'en',
    ])
    assert.deepEqual(readAcceptLanguage(''), [])
    assert.deepEqual(readAcceptLanguage(',,fr,'), ['fr'])
    assert.deepEqual(readAcceptLanguage('fr;q=1.5'), [])
    assert.deepEqual(readAcceptLanguage('fr;level=1'), [])
  })
})
