import { type AccountState, foldEmail, isEmail } from '../../core/account/account.ts'
import { MOST_PASSWORD } from '../../core/account/password-rules.ts'
import { networkOf } from '../../core/quota/network.ts'
import type { StoredUser } from '../ports/account-store.ts'
import type { AccountServices } from './account-services.ts'
import { admit } from './admit.ts'
import type { Place, StartedSession } from './session-desk.ts'
import type { Attempt } from './sign-in-throttle.ts'

/** Where and how somebody signs in. */
export interface SignInPlace extends Place {
  /** Address of the visitor; only its network is looked at, and kept nowhere. */
  readonly address: string
  /** Of `deviceLabel`. */
  readonly label: string
  /** Whether to stay signed in when the browser closes. */
  readonly kept: boolean
  /** The identifier that the browser sent, whatever it is; null for none. */
  readonly presented: string | null
}

/** What became of it. */
export type SignInOutcome =
  | { readonly outcome: 'signed_in'; readonly session: StartedSession; readonly user: StoredUser }
  /** The password was right; the session that begins waits for the second factor. */
  | { readonly outcome: 'second_factor'; readonly session: StartedSession }
  /** Something was wrong, or there is no such account: nothing tells which. */
  | { readonly outcome: 'refused' }
  /** Too many attempts: come back later. */
  | { readonly outcome: 'slow'; readonly retrySeconds: number }
  /** The password is right, but the account may not sign in. */
  | { readonly outcome: 'inactive'; readonly state: Exclude<AccountState, 'active'> }

/**
 * Signs in with address and password. An unknown address takes as long and answers as a wrong password does
 * (privacy.md S39); see `SignInThrottle` for how guessing is slowed down.
 */
export async function signIn(
  services: AccountServices,
  place: SignInPlace,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<SignInOutcome> {
  const attempt: Attempt = {
    portalId: place.portal.id,
    account: foldEmail(email).slice(0, MOST_PASSWORD),
    network: networkOf(place.address),
  }
  const retrySeconds = await pace(services, attempt)
  if (retrySeconds > 0) return { outcome: 'slow', retrySeconds }
  const user = await whoseIs(services, place, { email, password })
  if (user === null) {
    services.security('sign_in_refused')
    return { outcome: 'refused' }
  }
  services.throttle.succeeded(attempt)
  return admit(services, place, { user, level: 1 })
}

/** Counts an attempt and holds it back when guessing goes on; seconds to come back after, 0 for one that may be made. */
export async function pace(
  { throttle, clock, security, wait }: Pick<AccountServices, 'throttle' | 'clock' | 'security' | 'wait'>,
  attempt: Attempt,
): Promise<number> {
  const { refusedFor, delay } = throttle.attempt(attempt, clock.now().getTime())
  if (refusedFor > 0) security('sign_in_slow')
  else if (delay > 0) await wait(delay)
  return Math.ceil(refusedFor / 1000)
}

/** Whose address and password these are; hashed again while the password is known when the hash has aged. */
async function whoseIs(
  { accounts, passwords }: AccountServices,
  { portal }: SignInPlace,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<StoredUser | null> {
  const user = isEmail(email) ? await accounts.findUserByEmail(portal.id, email) : null
  const tried = password.slice(0, MOST_PASSWORD)
  const { right, outdated } = await passwords.verify(tried, user?.password ?? null)
  if (user === null || !right || password.length > MOST_PASSWORD) return null
  if (outdated && user.password !== null)
    await accounts.renewHash(portal.id, user.id, {
      from: user.password,
      to: await passwords.hash(password),
    })
  return user
}
