import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatsFor } from './formats.ts'
import { directionOf, languageLabel, languageName } from './languages.ts'

const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll(/\p{Cf}/gu, '')

test('figures of records: years stay whole, decimals as declared', () => {
  const { figure } = formatsFor('en')
  assert.equal(figure(2026), '2026')
  assert.equal(figure(10_000), '10,000')
  assert.equal(figure(1.5), '1.5')
  assert.equal(figure(19, 1), '19.0')
  assert.equal(figure(1.26, 1), '1.3')
  assert.equal(figure(3.7, 0), '4')
  assert.equal(figure(0.1 + 0.2), '0.3')
  assert.equal(figure(1, -3), '1')
  assert.equal(figure(1, 99), '1.000000000000000')
})

test('sizes in the units of the language, powers of 1000', () => {
  const cases: readonly (readonly [string, number, string])[] = [
    ['en', 0, '0 byte'],
    ['en', 999, '999 byte'],
    ['en', 1000, '1 kB'],
    ['en', 48_212_000, '48 MB'],
    ['en', 7_900_000, '7.9 MB'],
    ['fr', 48_212_000, '48 Mo'],
    ['de', 2_500_000_000, '2,5 GB'],
    ['en', 1e18, '1,000,000 TB'],
  ]
  for (const [language, bytes, expected] of cases)
    assert.equal(plain(formatsFor(language).bytes(bytes)), expected)
})

test('dates in the order of the language; a text that is no instant stays as it is', () => {
  const instant = '2025-02-09T23:30:00Z'
  assert.equal(plain(formatsFor('en').date(instant)), '9 Feb 2025')
  assert.equal(plain(formatsFor('fr').date(instant)), '9 févr. 2025')
  assert.equal(plain(formatsFor('nl').date(instant)), '9 feb 2025')
  assert.equal(plain(formatsFor('de').date(instant)), '09.02.2025')
  assert.equal(plain(formatsFor('ar').date(instant)), '9 فبراير 2025')
  assert.equal(plain(formatsFor('en').dateTime(instant)), '9 Feb 2025, 23:30 UTC')
  assert.equal(plain(formatsFor('fr', 'Europe/Paris').dateTime(instant)), '10 févr. 2025, 00:30')
  assert.equal(formatsFor('en').date('spring of 2025'), 'spring of 2025')
})

test('formats are made once', () => {
  assert.equal(formatsFor('fr'), formatsFor('fr'))
  assert.notEqual(formatsFor('fr'), formatsFor('fr', 'Europe/Paris'))
})

test('names and directions of languages', () => {
  assert.equal(languageName('fr'), 'Français')
  assert.equal(languageName('fr-ca'), 'Français')
  assert.equal(languageName('xx'), 'xx')
  assert.equal(languageLabel('fr', 'de'), 'Französisch')
  assert.equal(languageLabel('fr', 'en'), 'French')
  assert.equal(languageLabel('', 'en'), '')
  assert.equal(languageLabel('no such tag', 'en'), 'no such tag')
  assert.equal(directionOf('ar-EG'), 'rtl')
  assert.equal(directionOf('nl'), 'ltr')
})
