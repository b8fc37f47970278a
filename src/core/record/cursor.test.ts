import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Cursor, readCursor, writeCursor } from './cursor.ts'

const cursors: fc.Arbitrary<Cursor> = fc.record({
  version: fc.maxSafeNat(),
  position: fc.maxSafeNat(),
  after: fc.option(fc.bigInt({ min: 0n, max: 10n ** 19n - 1n }).map(String)),
  question: fc.string({ unit: fc.constantFrom(...'aZ0-_'), minLength: 16, maxLength: 16 }),
})

test('a cursor is read back as it was written', () => {
  fc.assert(fc.property(cursors, cursor => assert.deepEqual(readCursor(writeCursor(cursor)), { ...cursor })))
})

test('a cursor with any character changed, cut off or added is another one or none, and never the same', () => {
  fc.assert(
    fc.property(cursors, fc.nat(), fc.string({ maxLength: 1 }), (cursor, at, other) => {
      const text = writeCursor(cursor)
      const place = at % text.length
      const damaged = `${text.slice(0, place)}${other}${text.slice(place + 1)}`
      if (damaged !== text) assert.notDeepEqual(readCursor(damaged), { ...cursor })
    }),
  )
})

test('what was never written is no cursor', () => {
  const texts = ['', 'x', 'é', '1.2.3.abcdefghijklmnop', ' ', 'a'.repeat(500)]
  const plain = ['1.2..short', '01.2..abcdefghijklmnop', '1.-2..abcdefghijklmnop', '1.2.x.abcdefghijklmnop']
  for (const text of [...texts, ...plain.map(one => Buffer.from(one).toString('base64url'))])
    assert.equal(readCursor(text), null, text)
})
