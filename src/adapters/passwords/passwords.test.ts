import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VitrineError } from '../../core/errors.ts'
import { argon2Hasher } from './argon2-hasher.ts'
import { readPhc, writePhc } from './phc-string.ts'
import { zxcvbnJudge } from './zxcvbn-judge.ts'

const QUICK = { memory: 64, passes: 1, parallelism: 1 }

test('a hash that another implementation of argon2 made is understood', async () => {
  // of the reference implementation's own tests
  const known = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
  assert.deepEqual(await argon2Hasher(QUICK).verify('password', known), { right: true, outdated: false })
  assert.deepEqual(await argon2Hasher().verify('password', known), { right: true, outdated: true })
  assert.equal((await argon2Hasher(QUICK).verify('differentpassword', known)).right, false)
  const own = await argon2Hasher(QUICK).hash('password')
  const read = readPhc(own)
  assert.ok(read)
  assert.equal(writePhc(read), own)
  assert.match(own, /^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
})

test('parameters of today are those of OWASP', async () => {
  assert.match(await argon2Hasher().hash('x'), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
})

test('the same password has another hash each time, and only it is right, however its letters are composed', async () => {
  const hasher = argon2Hasher(QUICK)
  const [a, b] = [await hasher.hash('caf\u00e9 noir'), await hasher.hash('caf\u00e9 noir')]
  assert.notEqual(a, b)
  assert.deepEqual(await hasher.verify('cafe\u0301 noir', a), { right: true, outdated: false })
  for (const wrong of ['cafe noir', 'caf\u00e9 noir ', ''])
    assert.equal((await hasher.verify(wrong, a)).right, false)
  for (const stored of ['', 'plain', '$2b$10$abcdefghijklmnopqrstuv', a.slice(0, -30)])
    assert.deepEqual(await hasher.verify('', stored), { right: false, outdated: false })
})

test('a flood waits in line, and is refused when the line is long', async () => {
  const hasher = argon2Hasher(QUICK)
  const outcomes = await Promise.allSettled(Array.from({ length: 300 }, () => hasher.hash('x')))
  const refused = outcomes.filter(one => one.status === 'rejected')
  assert.equal(refused.length, 300 - 102)
  assert.ok(refused.every(({ reason }) => reason instanceof VitrineError && reason.code === 'overloaded'))
  assert.match(await hasher.hash('x'), /^\$argon2id/)
})

test('passwords that are tried first are weak: common ones, patterns, words of the person', async () => {
  const judge = zxcvbnJudge()
  for (const weak of [
    'Password123!',
    'motdepasse1234',
    'azertyuiop12',
    'aaaaaaaaaaaaaaaa',
    'qwerty123456',
    'x'.repeat(250),
  ])
    assert.equal(await judge.isWeak(weak, []), true, weak)
  assert.equal(await judge.isWeak('zorblefant19', []), false)
  assert.equal(await judge.isWeak('zorblefant19', ['zorblefant']), true)
  for (const strong of ['umbrella tractor violin 81', 'kh3#nsd82Lz', 'ثلاثة جسور وقمر'])
    assert.equal(await judge.isWeak(strong, ['ada']), false, strong)
})
