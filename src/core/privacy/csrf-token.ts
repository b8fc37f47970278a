import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** Bytes of a nonce; each rendering of a form draws new ones. */
export const CSRF_NONCE_BYTES = 16
const MAC_BYTES = 16

/** What a token is good for: one host and one session, or nobody who is signed in. */
export interface CsrfScope {
  readonly key: Uint8Array
  /** The portal's canonical host. */
  readonly host: string
  /** `sessionBinding` of the session's cookie, or `ANONYMOUS`. */
  readonly binding: string
}

/** Binding of those who are not signed in. */
export const ANONYMOUS = 'anon'

/** What ties a token to a session without telling its identifier (privacy.md §1.3). */
export const sessionBinding = (sessionId: string): string =>
  createHash('sha256').update(sessionId).digest('base64url')

/** A token for a form or a header: `nonce.mac`, 45 characters (privacy.md §1.3). `nonce` is 16 random bytes. */
export const csrfToken = (scope: CsrfScope, nonce: Uint8Array): string => {
  const text = Buffer.from(nonce).toString('base64url')
  return `${text}.${macOf(scope, text).toString('base64url')}`
}

const macOf = ({ key, host, binding }: CsrfScope, nonce: string): Buffer =>
  createHmac('sha256', key).update(`csrf/1\n${host}\n${binding}\n${nonce}`).digest().subarray(0, MAC_BYTES)

/** The same of an identifier of which only its SHA-256 is known, lower-case hex. */
export const hashBinding = (hash: string): string => Buffer.from(hash, 'hex').toString('base64url')

const TOKEN = /^([\w-]{22})\.([\w-]{22})$/

/** Whether a text has the form of a token; says nothing of its worth. */
export const isCsrfToken = (text: string): boolean => TOKEN.test(text)

/** Whether a well-formed token was made for this scope; compared in constant time. */
export function csrfTokenHolds(scope: CsrfScope, token: string): boolean {
  const [, nonce, mac] = TOKEN.exec(token) ?? []
  if (nonce === undefined || mac === undefined) return false
  const said = Buffer.from(mac, 'base64url')
  return said.byteLength === MAC_BYTES && timingSafeEqual(said, macOf(scope, nonce))
}
