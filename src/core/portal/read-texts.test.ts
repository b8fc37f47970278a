import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTexts } from './read-texts.ts'

const read = (files: Readonly<Record<string, string>>, texts?: object) =>
  readTexts('town', new Map(Object.entries(files)), { languages: ['en', 'fr'], ...(texts && { texts }) })

test('texts of the folder and of the configuration stand beside each other', () => {
  const found = read(
    { 'texts/legal.en.md': '# Legal', 'texts/cookies-before.fr.md': 'Bonjour', 'portal.json': '{}' },
    { legal: { fr: 'Mentions' } },
  )
  assert.deepEqual(found.ok && found.value, {
    texts: { legal: { fr: 'Mentions', en: '# Legal' }, 'cookies-before': { fr: 'Bonjour' } },
  })
})

test('a portal without texts says nothing of them', () => {
  assert.deepEqual(read({}), { ok: true, value: {} })
})

test('a text that nothing would read, that is empty, or said twice is refused by its file', () => {
  const places = (files: Readonly<Record<string, string>>, texts?: object) => {
    const found = read(files, texts)
    return found.ok ? [] : found.diagnostics.map(({ place }) => place)
  }
  assert.deepEqual(places({ 'texts/imprint.en.md': 'x', 'texts/legal.md': 'x', 'texts/legal.de.md': 'x' }), [
    'town/texts/imprint.en.md',
    'town/texts/legal.de.md',
    'town/texts/legal.md',
  ])
  assert.deepEqual(places({ 'texts/privacy.en.md': ' \n' }), ['town/texts/privacy.en.md'])
  assert.deepEqual(places({ 'texts/privacy.en.md': 'x' }, { privacy: { en: 'y' } }), [
    'town/texts/privacy.en.md',
  ])
})
