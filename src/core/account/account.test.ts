import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isEmail, readName } from './account.ts'

test('an address is one that people can tell from others', () => {
  for (const good of [
    'ada@example.org',
    "o'brien+x@example.org",
    'jürgen@exämple.org',
    'root@localhost',
    'أدا@مثال.org',
  ])
    assert.equal(isEmail(good), true, good)
})

const UNSEEN: Readonly<Record<string, string>> = {
  'an override of the direction': '\u202egro.elpmaxe@ada',
  'an isolate': 'a\u2067b@example.org',
  'a mark of direction': 'ada\u200f@example.org',
  'a space of no width': 'ada\u200b@example.org',
  'a joiner': 'ada@exam\u200dple.org',
  'a soft hyphen': 'ad\u00ada@example.org',
  'a tag': 'ada\u{e0061}@example.org',
  'a control character': 'ada\u0000@example.org',
  'a C1 control character': 'ada\u009b@example.org',
  'a line': 'ada@example.org\nbcc:eve@example.org',
  'a second address': 'ada@example.org,eve@example.org',
  'a name': 'Ada <ada@example.org>',
}
for (const [what, email] of Object.entries(UNSEEN))
  test(`an address with ${what} is none: nobody sees it, or somebody else reads it`, () => {
    assert.equal(isEmail(email), false)
  })

test('a name is one line of what is seen', () => {
  assert.equal(readName(' Ada\u202e\r\nBcc: x\u0000 '), 'Ada Bcc: x')
  assert.equal(readName('\u200b\u2067'), null)
  assert.equal(readName('x'.repeat(101)), null)
})
