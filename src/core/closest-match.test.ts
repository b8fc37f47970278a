import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closestMatch } from './closest-match.ts'

const NAMES = ['publish', 'unpublish', 'rename', 'revisions', 'restore', 'serve', 'height', 'PORT']

const CASES: readonly [word: string, expected: string | undefined][] = [
  ['publsih', 'publish'],
  ['Publish', 'publish'],
  ['unpublihs', 'unpublish'],
  ['heigth', 'height'],
  ['revision', 'revisions'],
  ['port', 'PORT'],
  ['sevre', 'serve'],
  ['x', undefined],
  ['', undefined],
  ['something-else', undefined],
]

for (const [word, expected] of CASES)
  test(`closest match: ${JSON.stringify(word)}`, () => assert.equal(closestMatch(word, NAMES), expected))

test('closest match: an exact name wins over a near one that comes first', () => {
  assert.equal(closestMatch('ab1', ['ab2', 'ab1']), 'ab1')
})

test('closest match: nothing to choose from', () => assert.equal(closestMatch('serve', []), undefined))
