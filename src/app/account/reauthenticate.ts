import type { AuthLevel, SignedIn } from '../../core/account/signed-in.ts'
import { VitrineError } from '../../core/errors.ts'
import { networkOf } from '../../core/quota/network.ts'
import type { AccountServices } from './account-services.ts'
import { passkeyToShow, shownPasskey } from './passkeys.ts'
import { overRate } from './second-factor.ts'
import type { Place, StartedSession } from './session-desk.ts'
import { pace } from './sign-in.ts'
import { useTotpCode } from './totp-codes.ts'

/** What somebody who is signed in shows once more. */
export type FreshProof =
  | { readonly password: string }
  | { readonly totp: string }
  /** The browser's answer, as it came. */
  | { readonly passkey: unknown }

/** Somebody who is signed in, where they are. */
export interface OwnPlace extends Place {
  readonly signedIn: SignedIn
  /** Address of the visitor; only its network is looked at, and kept nowhere. */
  readonly address: string
}

/** What the browser needs to show a passkey once more. */
export async function freshPasskey(services: AccountServices, place: OwnPlace) {
  const { user, session } = place.signedIn
  const options = await passkeyToShow(services, place, user)
  await services.sessions.hold(session, { challenge: options.challenge })
  return options
}

/**
 * Proves again who is signed in: sensitive acts are open for a quarter of an hour, under a new identifier. Faults:
 * `proof_refused`, `too_many_attempts`, `session_gone`.
 */
export async function reauthenticate(
  services: AccountServices,
  place: OwnPlace,
  proof: FreshProof,
): Promise<StartedSession> {
  const { portal, signedIn } = place
  const seconds = 'totp' in proof ? overRate(services, signedIn.user) : 0
  if (seconds > 0) throw new VitrineError('too_many_attempts', { seconds })
  await paced(services, place, async () => {
    const level = await provenLevel(services, place, proof)
    if (level === null) services.security('proof_refused')
    return level !== null
  })
  return services.desk.prove(portal, signedIn, { level: 'password' in proof ? signedIn.level : 2 })
}

/** Makes an attempt of somebody signed in at the pace of all attempts; refuses what is not right. */
export async function paced(
  services: AccountServices,
  { portal, signedIn, address }: OwnPlace,
  check: () => Promise<boolean>,
): Promise<void> {
  const attempt = {
    ...{ portalId: portal.id, account: `proof/${signedIn.user.id}`, network: networkOf(address) },
  }
  const seconds = await pace(services, attempt)
  if (seconds > 0) throw new VitrineError('too_many_attempts', { seconds })
  if (!(await check())) throw new VitrineError('proof_refused')
  services.throttle.succeeded(attempt)
}

async function provenLevel(
  services: AccountServices,
  place: OwnPlace,
  proof: FreshProof,
): Promise<AuthLevel | null> {
  const { portal, signedIn } = place
  const { id } = signedIn.user
  if ('password' in proof) {
    const user = await services.accounts.findUser(portal.id, id)
    const { right } = await services.passwords.verify(proof.password, user?.password ?? null)
    return right ? 1 : null
  }
  if ('totp' in proof)
    return (await useTotpCode(services, { portal, userId: id }, { code: proof.totp })) ? 2 : null
  const challenge = (await services.sessions.takeHeld(signedIn.session))?.challenge
  if (typeof challenge !== 'string') return null
  const shown = await shownPasskey(services, place, { response: proof.passkey, challenge })
  return shown?.userId === id ? 2 : null
}
