import type { AccountServices } from './account-services.ts'
import { admit } from './admit.ts'
import { passkeyToShow, shownPasskey } from './passkeys.ts'
import type { Place, PreSession } from './session-desk.ts'
import type { SignInOutcome, SignInPlace } from './sign-in.ts'

const STEP = 'passkey'

/** What the browser needs to sign in with a passkey alone, and the session that waits for its answer. */
export async function beginPasskeySignIn(services: AccountServices, place: Place, presented: string | null) {
  const options = await passkeyToShow(services, place, null)
  const data = { step: STEP, challenge: options.challenge }
  return { options, session: await services.desk.startPre(place, data, presented) }
}

/**
 * Signs in with a passkey alone: it is two factors when the device made sure that its holder was there, and else none. The
 * session that waited ends, so a challenge is answered once.
 */
export async function passkeySignIn(
  services: AccountServices,
  place: SignInPlace,
  { pre, response }: { readonly pre: PreSession; readonly response: unknown },
): Promise<SignInOutcome> {
  const { step, challenge } = pre.data
  await services.sessions.end(pre.session)
  if (step !== STEP || typeof challenge !== 'string') return { outcome: 'refused' }
  const shown = await shownPasskey(services, place, { response, challenge })
  if (shown === null || !shown.verified) return { outcome: 'refused' }
  const user = await services.accounts.findUser(place.portal.id, shown.userId)
  return user === null ? { outcome: 'refused' } : admit(services, place, { user, level: 2 })
}
