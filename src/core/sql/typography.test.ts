import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parted, partedSql } from './typography.ts'

test('words that typography joins are parted, and each mark takes one place', () => {
  assert.equal(
    parted('Collisions d’avions\u00a0: «\u202fà 10–12\u2009h\u202f»'),
    'Collisions d avions :   à 10 12 h  ',
  )
  assert.equal(parted('Great\u2005Dog'), 'Great Dog')
  assert.equal(parted("ASCII: l'eau, a-b"), "ASCII: l'eau, a-b")
})

test('the engine gets the same marks, with a space for each, and no quote that would end them', () => {
  const [, marks = '', blanks = ''] = /^translateUTF8\(x, '([^']*)', '([^']*)'\)$/.exec(partedSql('x')) ?? []
  assert.equal(parted(marks), blanks)
  assert.match(blanks, /^ {42}$/)
})
