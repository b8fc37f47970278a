import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountPath } from '../../core/account/account-paths.ts'
import { accountRow, accountUrl, passkeyOptionsUrl, signInUrl } from './account-urls.ts'

test('links of mails lead to pages that are there', () => {
  for (const [kind, page] of [
    ['confirm', 'confirm'],
    ['change_email', 'email'],
    ['reset', 'reset'],
    ['invitation', 'welcome'],
    ['first_administrator', 'welcome'],
    ['sign_in', 'sign_in'],
  ] as const)
    assert.equal(accountPath(kind, 'fr'), accountUrl('fr', page))
})

test('rows and addresses of a page are the same path', () => {
  assert.equal(accountRow('new_key').replace(':lang', 'nl'), accountUrl('nl', 'new_key'))
})

test('sign-in takes along where somebody was, unless that is where it leads anyway', () => {
  assert.equal(signInUrl('en', '/en/'), '/en/account/sign-in/')
  assert.equal(signInUrl('en', '/en/x/?q=a&b=c'), '/en/account/sign-in/?next=%2Fen%2Fx%2F%3Fq%3Da%26b%3Dc')
  assert.equal(passkeyOptionsUrl('en', 'sign-in'), '/en/account/passkey-options/sign-in/')
})
