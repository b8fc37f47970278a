import assert from 'node:assert/strict'
import { test } from 'node:test'
import { themeCss, themeHash, themeHref } from './theme.ts'

test('a theme holds the brand and what follows from it', () => {
  assert.equal(
    themeCss('#0B5D5E'),
    ':root{--brand:#0b5d5e;--on-brand:#ffffff;--link:light-dark(#0b5d5e,#83acad)}\n',
  )
  assert.match(themeCss('#e8590c'), /--on-brand:#000000/)
})

test('its address changes with its content only', () => {
  assert.equal(themeHref('#0b5d5e'), themeHref('#0B5D5E'))
  assert.notEqual(themeHref('#0b5d5e'), themeHref('#0b5d5f'))
  assert.match(themeHref('#0b5d5e'), /^\/theme\/[\w-]{10}\.css$/)
  assert.equal(themeHref('#0b5d5e'), `/theme/${themeHash(themeCss('#0b5d5e'))}.css`)
})

test('a brand that is no colour cannot write style', () => {
  assert.doesNotMatch(themeCss('red;}*{display:none}'), /display/)
})
