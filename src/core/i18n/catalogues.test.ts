import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { EVIDENCE_KEYS, WARNING_CODES } from '../dataset/evidence-keys.ts'
import { REVISION_STATES } from '../dataset/revision.ts'
import { ERRORS } from '../errors.ts'
import { FAULTS } from '../odsql/faults.ts'
import { CATALOGUES } from './catalogues.ts'
import { INTERFACE_LANGUAGES } from './language-map.ts'
import { compileMessage } from './message.ts'
import { messageShape } from './testing/message-shape.ts'
import { isMessageKey, translator } from './translate.ts'

const SRC = fileURLToPath(new URL('../../', import.meta.url))
const FOLDER = fileURLToPath(new URL('./catalogues/', import.meta.url))

/** Keys put together from a part of a closed list or of a publisher's metadata. */
const COMPOSED =
  /^(?:tab|freshness|sort|type|frequency|format|facet|status|reference|export\.use|mail|link|inactive|own)\./

/** Sentences that may be the same in two languages: a word that both have. */
const SAME = new Set(['nl/pages filters.summary', 'de/pages filters.summary'])

const family = (language: string, name: string): Record<string, string> =>
  JSON.parse(readFileSync(join(FOLDER, language, `${name}.json`), 'utf8'))

const families = (language: string): string[] =>
  readdirSync(join(FOLDER, language)).map(name => name.replace('.json', ''))

const sentences = INTERFACE_LANGUAGES.flatMap(language =>
  families(language).flatMap(name =>
    Object.entries(family(language, name)).map(([key, source]) => ({
      language,
      source,
      english: family('en', name)[key] ?? '',
      where: `${language}/${name} ${key}`,
    })),
  ),
)

const CODE = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter(name => /\.tsx?$/.test(name) && !name.includes('.test.'))
  .map(name => readFileSync(join(SRC, name), 'utf8'))
  .join('\n')

describe('catalogues', () => {
  test('every language has every family, key by key in the order of English, and all of them are loaded', () => {
    for (const language of INTERFACE_LANGUAGES) {
      assert.deepEqual(families(language), families('en'), language)
      for (const name of families('en')) {
        assert.deepEqual(
          Object.keys(family(language, name)),
          Object.keys(family('en', name)),
          `${language}/${name}`,
        )
        for (const [key, source] of Object.entries(family(language, name)))
          assert.equal(CATALOGUES[language]?.[key], source, `${language} ${key}`)
      }
    }
  })

  test('no key is in two families', () => {
    const keys = families('en').flatMap(name => Object.keys(family('en', name)))
    assert.equal(new Set(keys).size, keys.length)
  })

  test('every message compiles, and takes the same values as in English', () => {
    for (const { language, source, english, where } of sentences) {
      assert.doesNotThrow(() => compileMessage(source, language), where)
      assert.deepEqual(messageShape(source).holes, messageShape(english).holes, where)
    }
  })

  test('plurals have every category that whole numbers need, and no other', () => {
    for (const { language, source, where } of sentences) {
      const rules = new Intl.PluralRules(language)
      const needed = [1, 2, 3, 11, 21, 100].map(count => rules.select(count))
      const known = new Set<string>(rules.resolvedOptions().pluralCategories)
      for (const selectors of messageShape(source).plurals) {
        const words = selectors.filter(selector => !selector.startsWith('='))
        const has = new Set(selectors.map(selector => selector.replace('=1', 'one')))
        assert.ok(words.includes('other'), where)
        assert.deepEqual(
          words.filter(word => !known.has(word)),
          [],
          where,
        )
        if (has.size > 2 || has.has('one'))
          for (const category of needed) assert.ok(has.has(category), `${where}: ${category}`)
      }
    }
  })

  test('no sentence is empty, doubled, loose at an end, or left in English by oversight', () => {
    for (const { language, source, english, where } of sentences) {
      assert.equal(source, source.trim(), where)
      assert.notEqual(source, '', where)
      assert.doesNotMatch(source, / {2}|\.\.|(?<!\p{L})(\p{L}{2,}) \1(?!\p{L})/u, where)
      const worded = source.replace(/\{[^{}]*\}/g, '').split(' ').length > 4
      if (language !== 'en' && worded && !SAME.has(where)) assert.notEqual(source, english, where)
    }
  })
})

describe('what the code can say has its sentence, and every sentence is used', () => {
  test('pages', () => {
    const unused = Object.keys(family('en', 'pages')).filter(
      key => !COMPOSED.test(key) && !CODE.includes(`'${key}'`),
    )
    assert.deepEqual(unused, [])
  })

  test('the policy', () => {
    const composed =
      /^policy\.(?:kind|location|ground|storage|identifies|way|member|change|value|(?:legal|privacy|accessibility)\.title)/
    const unused = Object.keys(family('en', 'policy')).filter(
      key => !composed.test(key) && !CODE.includes(`'${key}'`),
    )
    assert.deepEqual(unused, [])
  })

  test('errors, with no value that the fault does not carry', () => {
    const codes = Object.keys(ERRORS).map(code => `error.${code}`)
    assert.deepEqual(Object.keys(family('en', 'errors')).sort(), codes.sort())
    for (const [code, { params }] of Object.entries(ERRORS)) {
      const known: readonly string[] = params
      const { holes } = messageShape(family('en', 'errors')[`error.${code}`] ?? '')
      assert.deepEqual(
        holes.filter(hole => !known.includes(hole)),
        [],
        code,
      )
    }
  })

  test('faults of the query language, with no value that the wire’s sentence lacks', () => {
    const codes = Object.keys(FAULTS).map(code => `error.${code}`)
    assert.deepEqual(Object.keys(family('en', 'odsql')).sort(), codes.sort())
    for (const [code, wire] of Object.entries(FAULTS)) {
      const { holes } = messageShape(family('en', 'odsql')[`error.${code}`] ?? '')
      const known = messageShape(wire).holes
      assert.deepEqual(
        holes.filter(hole => !known.includes(hole)),
        [],
        code,
      )
    }
  })

  test('evidence and warnings', () => {
    const keys = [
      ...EVIDENCE_KEYS.map(key => `evidence.${key}`),
      ...WARNING_CODES.map(code => `warning.${code}`),
    ]
    assert.deepEqual(Object.keys(family('en', 'evidence')).sort(), keys.sort())
  })

  test('evidence and warnings are given somewhere', () => {
    const reading = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
      .filter(
        name => /^(?:core\/(?:format|ingest)|app\/ingest)\/.+\.ts$/.test(name) && !name.includes('.test.'),
      )
      .map(name => readFileSync(join(SRC, name), 'utf8'))
      .join('\n')
    const dates = /^date_(?:dmy|mdy|yymd|dmyy|mdyy|compact)(?:_by_range)?$/
    const unused = [...EVIDENCE_KEYS, ...WARNING_CODES].filter(
      key => !dates.test(key) && !reading.includes(`'${key}'`),
    )
    assert.deepEqual(unused, [])
  })

  test('command line and progress', () => {
    const used = (key: string): boolean => {
      const word = key.slice(key.lastIndexOf('.') + 1)
      return CODE.includes(`'${key}'`) || new RegExp(`'${word}'|\\b${word}:`).test(CODE)
    }
    const keys = [...Object.keys(family('en', 'cli')), ...Object.keys(family('en', 'progress'))]
    assert.deepEqual(
      keys.filter(key => !used(key)),
      [],
    )
  })

  test('states of a revision are named in every language but English, which has them as they are', () => {
    for (const language of INTERFACE_LANGUAGES.filter(name => name !== 'en'))
      for (const state of REVISION_STATES)
        assert.match(
          CATALOGUES[language]?.['error.revision_state'] ?? '',
          new RegExp(`${state} \\{.*${state} \\{`),
          language,
        )
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

  test('the command line speaks the languages of the pages', () => {
    assert.equal(translator('fr')('cli.exit.done'), 'terminé')
    assert.equal(translator('ar')('cli.published', { records: 3, quarantined: 0 }), 'نُشرت، 3 سجلات')
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
