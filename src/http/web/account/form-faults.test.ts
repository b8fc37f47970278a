import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VitrineError } from '../../../core/errors.ts'
import { translator } from '../../../core/i18n/translate.ts'
import { faultsOf } from './form-faults.ts'

const ctx = { t: translator('en') }
const saidOf = (...args: Parameters<typeof faultsOf> extends [unknown, ...infer Rest] ? Rest : never) =>
  faultsOf(ctx, ...args)?.faults

test('a fault is said beside the field that it is about, with its values', () => {
  assert.deepEqual(saidOf(new VitrineError('password_short', { least: 10 })), [
    { field: 'password', text: 'A password has at least 10 characters.' },
  ])
})

test('a page may say it in its own words, elsewhere', () => {
  assert.deepEqual(
    saidOf(new VitrineError('proof_refused'), { proof_refused: { field: 'code', text: 'verify.refused' } }),
    [{ field: 'code', text: 'The password is not right.' }],
  )
})

test('what no form can mend goes on to the page of faults', () => {
  for (const thrown of [
    new VitrineError('catalog_unavailable'),
    new VitrineError('proof_needed'),
    new Error('x'),
  ])
    assert.equal(faultsOf(ctx, thrown), null)
})
