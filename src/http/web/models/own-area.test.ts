import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMessageKey } from '../../../core/i18n/translate.ts'
import { DONE, OWN_PAGES, readDone } from './own-area.ts'

test('what was done is one of a closed list: an address can say nothing else', () => {
  assert.equal(readDone('password'), 'password')
  for (const text of [null, '', 'constructor', '<b>', 'Password']) assert.equal(readDone(text), null)
})

test('every page and every act has its words', () => {
  for (const key of [...DONE.map(done => `own.done.${done}`), ...OWN_PAGES.map(page => `own.${page}`)])
    assert.ok(isMessageKey(key), key)
})
