import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fileAddressEnd, fileOfPath, filePath, portalOfFilePath, type ServedFile } from './file-address.ts'
import { portalKey } from './portal-key.ts'

const keyOf = (portal: string) => portalKey(new Uint8Array(32), { purpose: 'embed', portal, version: 1 })
const KEY = keyOf('p_7')
const NOW = Date.UTC(2026, 10, 20, 14, 3)
const FILE: ServedFile = {
  sha256: 'ab'.repeat(32),
  name: 'Übersicht 1/2.html',
  mimetype: 'text/html; charset=utf-8',
  modified: Date.UTC(2026, 10, 1),
  until: fileAddressEnd(NOW),
}

test('an address leads to its file until its time is over', () => {
  const path = filePath(KEY, 'p_7', FILE)
  assert.equal(portalOfFilePath(path), 'p_7')
  assert.deepEqual(fileOfPath([keyOf('p_8'), KEY], path, NOW), FILE)
  assert.equal(fileOfPath([KEY], path, FILE.until), null)
})

test('T09: an address that another portal signed, or that was changed, leads nowhere', () => {
  const path = filePath(KEY, 'p_7', FILE)
  assert.equal(fileOfPath([keyOf('p_8')], path, NOW), null)
  const swaps = [
    ['ab', 'cd'],
    ['html', 'htm'],
    ['p_7', 'q_7'],
    ['/files/', '/file/'],
  ] as const
  for (const [from, to] of swaps) assert.equal(fileOfPath([KEY], path.replace(from, to), NOW), null, from)
  assert.equal(fileOfPath([KEY], `${path}/more`, NOW), null)
  assert.equal(portalOfFilePath('/files/../p_7/x'), null)
})

test('the address is the same for ten minutes, and good for ten at least', () => {
  fc.assert(
    fc.property(fc.nat(2_000_000_000), now => {
      const left = fileAddressEnd(now) - now
      assert.ok(left > 600_000 && left <= 1_200_000)
    }),
  )
  assert.equal(fileAddressEnd(NOW), fileAddressEnd(NOW + 60_000))
})

test('any name and type come back as they went in', () =>
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 60 }),
      fc.string({ maxLength: 60 }),
      (name, mimetype) => {
        const file = { ...FILE, name: name.toWellFormed(), mimetype: mimetype.toWellFormed() }
        assert.deepEqual(fileOfPath([KEY], filePath(KEY, 'p_7', file), NOW), file)
      },
    ),
  ))
