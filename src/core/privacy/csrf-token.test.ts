import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ANONYMOUS, csrfToken, csrfTokenHolds, isCsrfToken, sessionBinding } from './csrf-token.ts'
import { portalKey } from './portal-key.ts'

/** The known answers of privacy.md §1.7. */
const counted = (length: number, from: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => from + at)
const MASTER = counted(32, 0)
const KEY = portalKey(MASTER, { purpose: 'csrf', portal: 'p_7', version: 1 })
const SESSION = Buffer.from(counted(32, 0x40)).toString('base64url')
const NONCE = counted(16, 0xa0)
const signedIn = { key: KEY, host: 'data.example.org', binding: sessionBinding(SESSION) }
const anonymous = { ...signedIn, binding: ANONYMOUS }
const TOKEN = 'oKGio6SlpqeoqaqrrK2urw.0IUWAqysJQ5v_-ixf7nbvw'

test('the known answers: key, session, binding, tokens', () => {
  assert.equal(
    Buffer.from(KEY).toString('hex'),
    'b834cfe66795dfffc1d28c6db2b4718a8fd650169e0f2a3a2e220f6821b67f01',
  )
  assert.equal(SESSION, 'QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8')
  assert.equal(signedIn.binding, '9F3IKnUj0Ul0zqBQ4wKOi_BqjuhVqdYwNOu0-57MIwU')
  assert.equal(csrfToken(signedIn, NONCE), TOKEN)
  assert.equal(csrfToken(anonymous, NONCE), 'oKGio6SlpqeoqaqrrK2urw.qEva3art0lSgtqD4l8c_HA')
})

const otherPortal = { ...signedIn, key: portalKey(MASTER, { purpose: 'csrf', portal: 'p_8', version: 1 }) }
const otherSession = { ...signedIn, binding: sessionBinding('another') }
const REFUSED: readonly (readonly [id: string, token: string, scope: typeof signedIn])[] = [
  ['C04', 'oKGio6SlpqeoqaqrrK2urw'.slice(0, 16), signedIn],
  ['C05', TOKEN.replace('oKG', 'o+/'), signedIn],
  ['C06', `${TOKEN.slice(0, -2)}AA`, signedIn],
  ['C41', csrfToken(otherSession, NONCE), signedIn],
  ['C42', csrfToken(otherPortal, NONCE), signedIn],
  ['C43', csrfToken(anonymous, NONCE), signedIn],
  ['C44', TOKEN, otherSession],
  ['C46', 'x'.repeat(100_000), signedIn],
  ['another host', TOKEN, { ...signedIn, host: 'open.example.org' }],
]
for (const [id, token, scope] of REFUSED)
  test(`${id}: the token does not hold`, () => assert.equal(csrfTokenHolds(scope, token), false))

test('C04, C05: what is no token is told from what is a wrong one', () => {
  assert.equal(isCsrfToken(TOKEN), true)
  assert.equal(isCsrfToken(`${TOKEN.slice(0, -2)}AA`), true)
  assert.equal(isCsrfToken(TOKEN.slice(1)), false)
  assert.equal(isCsrfToken(`${TOKEN}\n`), false)
})

const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 })

test('C49: two renderings differ and both hold', () =>
  fc.assert(
    fc.property(bytes, bytes, (one, two) => {
      const tokens = [csrfToken(signedIn, one), csrfToken(signedIn, two)]
      assert.ok(tokens.every(token => token.length === 45 && csrfTokenHolds(signedIn, token)))
      if (Buffer.compare(one, two) !== 0) assert.notEqual(tokens[0], tokens[1])
    }),
  ))

test('a token with any character changed does not hold', () =>
  fc.assert(
    fc.property(bytes, fc.nat(44), fc.constantFrom(...'AZaz09-_.'), (nonce, at, other) => {
      const token = csrfToken(signedIn, nonce)
      const changed = token.slice(0, at) + other + token.slice(at + 1)
      // the last character of 16 bytes carries 2 bits; others of the same bits mean the same bytes
      fc.pre(
        Buffer.from(changed.slice(23), 'base64url').compare(Buffer.from(token.slice(23), 'base64url')) !==
          0 || at < 22,
      )
      fc.pre(changed !== token)
      assert.equal(csrfTokenHolds(signedIn, changed), false)
    }),
  ))
