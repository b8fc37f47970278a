import { randomBytes } from 'node:crypto'
import type { ErrorCode } from '../../core/errors.ts'
import { type CsrfScope, csrfToken, csrfTokenHolds, isCsrfToken } from '../../core/privacy/csrf-token.ts'
import { csrfCookie } from './csrf-cookie.ts'
import type { CookieOrder } from './order.ts'

const NONCE_BYTES = 16

/** Whose tokens these are: under the present key first, and under the one before it while keys are changed. */
export interface CsrfDesk {
  readonly scopes: readonly [CsrfScope, ...CsrfScope[]]
  /** Whether nobody is signed in: then there is no session that the token could be bound to. */
  readonly anonymous: boolean
  /** Value of the token's cookie; undefined when there is none, or two. */
  readonly cookie: string | undefined
}

const holds = ({ scopes }: CsrfDesk, token: string): boolean =>
  scopes.some(scope => csrfTokenHolds(scope, token))

/**
 * A token for a form, and the cookie that has to go with it, if it is not there yet. Before a sign-in the form repeats
 * the cookie; with a session every rendering has bytes of its own (privacy.md §1.3, C48, C49).
 */
export function tokenForForm(desk: CsrfDesk): { readonly token: string; readonly order: CookieOrder | null } {
  const { anonymous, cookie, scopes } = desk
  const isGood = cookie !== undefined && isCsrfToken(cookie) && holds(desk, cookie)
  if (isGood && anonymous) return { token: cookie, order: null }
  const token = csrfToken(scopes[0], randomBytes(NONCE_BYTES))
  return { token, order: isGood ? null : csrfCookie(token) }
}

type CsrfFault = Extract<ErrorCode, `csrf_${string}`>

/** Why a submitted token is not accepted; null when it is (privacy.md §1.3, check 6). */
export function tokenFault(desk: CsrfDesk, submitted: string | undefined): CsrfFault | null {
  const { cookie, anonymous } = desk
  if (cookie === undefined) return 'csrf_cookie_missing'
  if (submitted === undefined || submitted === '') return 'csrf_token_missing'
  if (!isCsrfToken(submitted)) return 'csrf_token_malformed'
  if (!isCsrfToken(cookie) || !holds(desk, cookie)) return 'csrf_token_wrong'
  if (!holds(desk, submitted) || (anonymous && submitted !== cookie)) return 'csrf_token_wrong'
  return null
}
