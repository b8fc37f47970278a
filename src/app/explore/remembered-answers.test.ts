import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Prepared } from './explorer.ts'
import { rememberedAnswers } from './remembered-answers.ts'

const { signal } = new AbortController()

function question(identity: string | null, answer: () => object): Prepared<object> {
  return { identity, run: () => Promise.resolve(answer()) }
}

test('the same question is asked once, whoever asks it', async () => {
  const answers = rememberedAnswers(1_000_000)
  let asked = 0
  const ask = () =>
    answers
      .of(
        'page',
        question('r1 a=1', () => ({ asked: ++asked })),
        () => 10,
      )
      .run(signal)
  assert.deepEqual([await ask(), await ask()], [{ asked: 1 }, { asked: 1 }])
})

test('another version, another kind, another question: another answer', async () => {
  const answers = rememberedAnswers(1_000_000)
  let asked = 0
  const ask = (kind: string, identity: string) =>
    answers
      .of(
        kind,
        question(identity, () => ({ asked: ++asked })),
        () => 10,
      )
      .run(signal)
  await Promise.all([ask('page', 'r1 a'), ask('page', 'r2 a'), ask('facets', 'r1 a'), ask('page', 'r1 b')])
  assert.equal(asked, 4)
})

test('a volatile question is always asked', async () => {
  const answers = rememberedAnswers(1_000_000)
  let asked = 0
  const ask = () =>
    answers
      .of(
        'page',
        question(null, () => ({ asked: ++asked })),
        () => 10,
      )
      .run(signal)
  assert.deepEqual([await ask(), await ask()], [{ asked: 1 }, { asked: 2 }])
})

test('a failure is not kept', async () => {
  const answers = rememberedAnswers(1_000_000)
  let asked = 0
  const ask = () =>
    answers
      .of(
        'page',
        question('r1 a', () => {
          if (++asked === 1) throw new Error('busy')
          return { asked }
        }),
        () => 10,
      )
      .run(signal)
  await assert.rejects(ask())
  assert.deepEqual(await ask(), { asked: 2 })
})

test('memory is bounded, and what is too large is not kept at all', async () => {
  const answers = rememberedAnswers(100_000)
  let asked = 0
  const ask = (identity: string, bytes: number) =>
    answers
      .of(
        'page',
        question(identity, () => ({ asked: ++asked })),
        () => bytes,
      )
      .run(signal)
  await ask('large', 50_000)
  await ask('large', 50_000)
  assert.equal(asked, 2)
  for (let i = 0; i < 1000; i++) await ask(`small ${i}`, 100)
  const before = asked
  await ask('small 0', 100)
  assert.equal(asked, before + 1)
  await ask('small 999', 100)
  assert.equal(asked, before + 1)
})
