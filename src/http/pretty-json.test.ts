import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { prettyJson } from './pretty-json.ts'

test('any JSON, indented as the platform indents it', () =>
  fc.assert(
    fc.property(fc.json(), text => {
      const compact = JSON.stringify(JSON.parse(text))
      assert.equal(prettyJson(compact), JSON.stringify(JSON.parse(text), null, 2))
    }),
  ))

test('no digit of a number is lost', () =>
  assert.equal(prettyJson('{"n":9007199254740993}'), '{\n  "n": 9007199254740993\n}'))
