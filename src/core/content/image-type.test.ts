import assert from 'node:assert/strict'
import { test } from 'node:test'
import { imageTypeOf } from './image-type.ts'

const CASES: readonly (readonly [string, string | null])[] = [
  ['89504e470d0a1a0a0000', 'image/png'],
  ['ffd8ffe000104a464946', 'image/jpeg'],
  [Buffer.from('GIF89a..').toString('hex'), 'image/gif'],
  [Buffer.from('RIFF....WEBPVP8 ').toString('hex'), 'image/webp'],
  [Buffer.from('....ftypavif').toString('hex'), 'image/avif'],
  [Buffer.from('<svg xmlns=').toString('hex'), null],
  [Buffer.from('\ufeff<?xml version="1.0"?><svg>').toString('hex'), null],
  [Buffer.from('<html>').toString('hex'), null],
  [Buffer.from('RIFF....WAVE').toString('hex'), null],
  ['89504e47', null],
  ['', null],
]
for (const [hex, type] of CASES)
  test(`${hex.slice(0, 20)} is ${type}`, () => assert.equal(imageTypeOf(Buffer.from(hex, 'hex')), type))

test('a view into other bytes is read where it begins', () =>
  assert.equal(imageTypeOf(Buffer.from('0000ffd8ff', 'hex').subarray(2)), 'image/jpeg'))
