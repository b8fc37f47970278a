import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { CATALOGUES } from './catalogues.ts'
import { INTERFACE_LANGUAGES } from './language-map.ts'
import { compileMessage } from './message.ts'
import { isMessageKey, translator } from './translate.ts'

const SRC = fileURLToPath(new URL('../../', import.meta.url))
const FOLDER = fileURLToPath(new URL('./catalogues/', import.meta.url))

/** Keys put together from a part of a closed list or of a publisher's metadata. */
const COMPOSED = /^(?:tab|freshness|sort|type|frequency|format|facet|status)\./

/** Sentences that may be the same in two languages: a word that both have. */
const SAME = new Set(['filters.summary'])

const family = (language: string, name: string): Record<string, string> =>
  JSON.parse(readFileSync(join(FOLDER, language, `${name}.json`), 'utf8'))

const families = (language: string): string[] =>
  readdirSync(join(FOLDER, language)).map(name => name.replace('.json', ''))

const holes = (message: string): string[] =>
  [...new Set([...message.matchAll(/\{\s*([a-z_]+)\s*(?=[,}])/g)].map(match => match[1] ?? ''))].sort()

describe('catalogues', () => {
  test('the pages are said in every interface language, key by key, and nothing else', () => {
    const keys = Object.keys(family('en', 'pages'))
    for (const language of INTERFACE_LANGUAGES)
      assert.deepEqual(Object.keys(family(language, 'pages')), keys, language)
  })

  test('a family that a language has is complete', () => {
    for (const language of INTERFACE_LANGUAGES)
      for (const name of families(language))
        assert.deepEqual(
          Object.keys(family(language, name)).sort(),
          Object.keys(family('en', name)).sort(),
          `${language}/${name}`,
        )
  })

  test('every message compiles, and takes the same values as in English', () => {
    for (const language of INTERFACE_LANGUAGES)
      for (const [key, source] of Object.entries(CATALOGUES[language] ?? {})) {
        assert.doesNotThrow(() => compileMessage(source, language), `${language} ${key}`)
        assert.deepEqual(holes(source), holes(CATALOGUES.en?.[key] ?? ''), `${language} ${key}`)
      }
  })

  test('plurals have every category that whole numbers need', () => {
    for (const language of INTERFACE_LANGUAGES) {
      const rules = new Intl.PluralRules(language)
      const needed = new Set([1, 2, 3, 11, 21, 100].map(count => rules.select(count)))
      for (const [key, source] of Object.entries(family(language, 'pages')))
        if (source.includes(', plural,') && / (?:one|=1) \{/.test(source))
          for (const category of needed)
            assert.match(source, new RegExp(`(?:${category}|=1|one) \\{`), `${language} ${key}: ${category}`)
    }
  })

  test('no sentence is empty, and none is left in English by oversight', () => {
    const english = family('en', 'pages')
    for (const language of ['fr', 'nl', 'de', 'ar'])
      for (const [key, source] of Object.entries(family(language, 'pages'))) {
        assert.notEqual(source.trim(), '', `${language} ${key}`)
        if (source.split(' ').length > 4 && !SAME.has(key))
          assert.notEqual(source, english[key], `${language} ${key}`)
      }
  })

  test('every key of the pages is used by the code', () => {
    const code = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
      .filter(name => /\.tsx?$/.test(name) && !name.includes('.test.'))
      .map(name => readFileSync(join(SRC, name), 'utf8'))
      .join('\n')
    const unused = Object.keys(family('en', 'pages')).filter(
      key => !COMPOSED.test(key) && !code.includes(`'${key}'`),
    )
    assert.deepEqual(unused, [])
  })
})

describe('translator', () => {
  test('a variant speaks its language, an unknown one English', () => {
    assert.equal(translator('fr-BE')('nav.catalog'), 'Catalogue')
    assert.equal(translator('de')('nav.catalog'), 'Katalog')
    assert.equal(translator('xx')('search.go'), 'Search')
    assert.equal(translator('__proto__')('search.go'), 'Search')
    assert.equal(translator('fr-BE'), translator('fr'))
  })

  test('sentences that only English has are said in English', () => {
    assert.equal(translator('fr')('cli.exit.done'), translator('en')('cli.exit.done'))
  })

  test('numbers are written as the language writes them', () => {
    assert.equal(translator('de')('count.datasets', { count: 1234 }), '1.234 Datensätze')
    assert.equal(translator('ar')('count.datasets', { count: 2 }), 'مجموعتا بيانات')
  })

  test('composed keys are known or not', () => {
    assert.equal(isMessageKey('frequency.DAILY'), true)
    assert.equal(isMessageKey('frequency.toString'), false)
    assert.equal(isMessageKey('toString'), false)
  })
})
