import { randomBytes } from 'node:crypto'
import type { ErrorCode } from '../../core/errors.ts'
import {
  CSRF_NONCE_BYTES,
  type CsrfScope,
  csrfToken,
  csrfTokenHolds,
  isCsrfToken,
} from '../../core/privacy/csrf-token.ts'
import { csrfCookie } from './csrf-cookie.ts'
import type { CookieOrder } from './order.ts'

/** Whose tokens these are: under the present key first, and under the one before it while keys are changed. */
export interface CsrfDesk {
  readonly scopes: readonly [CsrfScope, ...CsrfScope[]]
  /** Of tokens for forms of this answer: a session that it renews is the new one's by the time they come back. */
  readonly issuing: readonly [CsrfScope, ...CsrfScope[]]
  /** Whether nobody is signed in: then there is no session that the token could be bound to. */
  readonly anonymous: boolean
  /** Value of the token's cookie; undefined when there is none, or two. */
  readonly cookie: string | undefined
}

const holds = (scopes: CsrfDesk['scopes'], token: string): boolean =>
  scopes.some(scope => csrfTokenHolds(scope, token))

/** Whether the browser holds a cookie that forms of this answer can be sent back with. */
export const isCookieGood = ({ cookie, issuing }: CsrfDesk): boolean =>
  cookie !== undefined && isCsrfToken(cookie) && holds(issuing, cookie)

/**
 * A token for a form, and the cookie that has to go with it, if it is not there yet. Before a sign-in the form repeats
 * the cookie; with a session every rendering has bytes of its own (privacy.md §1.3, C48, C49).
 */
export function tokenForForm(desk: CsrfDesk): { readonly token: string; readonly order: CookieOrder | null } {
  const { anonymous, cookie, issuing } = desk
  const isGood = isCookieGood(desk)
  if (isGood && anonymous && cookie !== undefined) return { token: cookie, order: null }
  const token = csrfToken(issuing[0], randomBytes(CSRF_NONCE_BYTES))
  return { token, order: isGood ? null : csrfCookie(token) }
}

type CsrfFault = Extract<ErrorCode, `csrf_${string}`>

/** Why a submitted token is not accepted; null when it is (privacy.md §1.3, check 6). */
export function tokenFault(desk: CsrfDesk, submitted: string | undefined): CsrfFault | null {
  const { cookie, anonymous, scopes } = desk
  if (cookie === undefined) return 'csrf_cookie_missing'
  if (submitted === undefined || submitted === '') return 'csrf_token_missing'
  if (!isCsrfToken(submitted)) return 'csrf_token_malformed'
  if (!isCsrfToken(cookie) || !holds(scopes, cookie)) return 'csrf_token_wrong'
  if (!holds(scopes, submitted) || (anonymous && submitted !== cookie)) return 'csrf_token_wrong'
  return null
}
