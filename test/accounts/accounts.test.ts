import { after, before, describe } from 'node:test'
import { attacksSuite } from './attacks.ts'
import { linksSuite } from './links.ts'
import { mailSuite } from './mail.ts'
import { type OpenedAccounts, openAccounts } from './opened-accounts.ts'
import { peopleAndKeysSuite } from './people-and-keys.ts'
import { secondFactorsSuite } from './second-factors.ts'
import { sessionLifeSuite } from './session-life.ts'
import { signingInSuite } from './signing-in.ts'

describe('accounts', () => {
  let opened: OpenedAccounts
  before(async () => {
    opened = await openAccounts()
  })
  after(() => opened[Symbol.asyncDispose]())
  const now = () => opened

  describe('lives of sessions', () => sessionLifeSuite(now))
  describe('signing in', () => signingInSuite(now))
  describe('links', () => linksSuite(now))
  describe('second factors', () => secondFactorsSuite(now))
  describe('people and keys', () => peopleAndKeysSuite(now))
  describe('mail', () => mailSuite(now))
  describe('attacks', () => attacksSuite(now))
})
