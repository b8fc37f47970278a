import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import coveredFile from './covered.json' with { type: 'json' }
import vectorsFile from './vectors.json' with { type: 'json' }

const COVERED: Readonly<Record<string, Readonly<Record<string, number>>>> = coveredFile
const { vectors, absent } = vectorsFile
const covered = new Set(Object.values(COVERED).flatMap(counts => Object.keys(counts)))

test('vectors: each has a test, or says why there is none', () => {
  const excused = new Set(Object.keys(absent))
  assert.deepEqual(
    Object.keys(vectors).filter(id => !covered.has(id) && !excused.has(id)),
    [],
  )
  assert.deepEqual(
    [...excused].filter(id => covered.has(id)),
    [],
    'what is covered needs no excuse',
  )
})

test('vectors: every id of a test is one that is written down', () => {
  assert.deepEqual(
    [...covered, ...Object.keys(absent)].filter(id => !(id in vectors)),
    [],
  )
})

test('vectors: none is left out of its series', () => {
  for (const [prefix, count] of Object.entries({
    C: 68,
    S: 40,
    T: 15,
    L: 20,
    P: 52,
    B: 21,
    G: 8,
    I: 9,
    A: 1,
  }))
    assert.equal(Object.keys(vectors).filter(id => id.startsWith(prefix)).length, count, prefix)
})

test('vectors: the files of tests are there', () => {
  assert.deepEqual(
    Object.keys(COVERED).filter(file => !existsSync(join(import.meta.dirname, '..', '..', file))),
    [],
  )
})
