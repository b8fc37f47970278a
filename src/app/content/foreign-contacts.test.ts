import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ForeignContacts } from './foreign-contacts.ts'

const pixel = { directive: 'img-src', source: 'tracker.example' }

test('contacts are counted by portal, the most frequent first', () => {
  const contacts = new ForeignContacts()
  assert.equal(contacts.note(1, { directive: 'font-src', source: 'fonts.example' }), true)
  assert.equal(contacts.note(1, pixel), true)
  assert.equal(contacts.note(1, pixel), false)
  assert.equal(contacts.note(2, pixel), true)
  assert.deepEqual(contacts.list(1), [
    { ...pixel, count: 2 },
    { directive: 'font-src', source: 'fonts.example', count: 1 },
  ])
  assert.deepEqual(contacts.list(3), [])
})

test('whoever floods a portal with reports fills its list and no more', () => {
  const contacts = new ForeignContacts()
  contacts.note(1, pixel)
  for (let at = 0; at < 1000; at++) contacts.note(1, { directive: 'img-src', source: `${at}.example` })
  assert.equal(contacts.list(1).length, 200)
  contacts.note(1, pixel)
  assert.equal(contacts.list(1)[0]?.count, 2)
})
