import assert from 'node:assert/strict'
import { test } from 'node:test'
import { showUnseen } from './show-unseen.ts'

const SHOWN: readonly (readonly [text: string, shown: string])[] = [
  ['kind = "tree"', 'kind = "tree"'],
  ['نوع = "شجرة"', 'نوع = "شجرة"'],
  ['a = "x\u202e" ro', 'a = "x\ufffd" ro'],
  ['a\u200b\u2067b\u0007\u009b\u2028c\n', 'a\ufffd\ufffdb\ufffd\ufffd\ufffdc\ufffd'],
]
for (const [text, shown] of SHOWN)
  test(`what is not seen in ${JSON.stringify(text)} is shown`, () => assert.equal(showUnseen(text), shown))
