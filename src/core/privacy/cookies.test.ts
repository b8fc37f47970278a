import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COOKIES, cookieName, sortCookies } from './cookies.ts'

const NAMES: readonly [value: string, name: string][] = [
  ['sessionid=abc; Path=/', 'sessionid'],
  ['  sessionid =abc', 'sessionid'],
  ['a=b=c', 'a'],
  ['a=', 'a'],
  ['=nameless', ''],
  ['valueless', ''],
  ['', ''],
  ['; Path=/', ''],
  ['a;b=c', ''],
]
for (const [value, name] of NAMES)
  test(`Set-Cookie ${JSON.stringify(value)} names ${JSON.stringify(name)}`, () =>
    assert.equal(cookieName(value), name))

test('only declared cookies leave, by their exact name', () => {
  const declared = [{ name: 'sessionid', maxAge: null, httpOnly: true }]
  const { allowed, undeclared } = sortCookies(['sessionid=1', 'SessionID=2', 'track=3', '=4'], declared)
  assert.deepEqual(allowed, ['sessionid=1'])
  assert.deepEqual(undeclared, ['SessionID=2', 'track=3', '=4'])
})

test('G1: so far no portal sets any cookie', () => {
  assert.deepEqual(COOKIES, [])
  assert.deepEqual(sortCookies(['sessionid=1']).allowed, [])
})
