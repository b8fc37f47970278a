import type { AuthLevel } from '../../core/account/signed-in.ts'
import type { StoredUser } from '../ports/account-store.ts'
import type { FactorSummary } from '../ports/factor-store.ts'
import type { PreData } from '../ports/session-store.ts'
import type { AccountServices } from './account-services.ts'
import type { SignInOutcome, SignInPlace } from './sign-in.ts'

/** Somebody who has proved who they are, and how well. */
export interface Proven {
  readonly user: StoredUser
  readonly level: AuthLevel
  /** Of `providerSession`: the session of an identity provider that proved it; none when left out. */
  readonly providerSession?: string | null
}

/** What a session before sign-in holds between the two steps. */
export interface SecondStep {
  readonly user: number
  /** The person's counter of sessions when the first factor was proven. */
  readonly epoch: number
  readonly kept: boolean
  readonly label: string
  /** Of a passkey that was asked for. */
  readonly challenge: string | null
  /** As of {@link Proven}. */
  readonly provider: string | null
}

const STEP = 'second_factor'

/** As the session holds it. */
export const secondStepData = ({ user, epoch, kept, label, challenge, provider }: SecondStep): PreData => ({
  ...{ step: STEP, user, epoch, kept, label, challenge, provider },
})

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Typed at the door; null for a session that waits for something else. */
export function readSecondStep(data: PreData): SecondStep | null {
  const { step, user, epoch, kept, label, challenge, provider } = data
  if (step !== STEP || typeof user !== 'number' || typeof epoch !== 'number') return null
  if (typeof kept !== 'boolean' || typeof label !== 'string') return null
  return { user, epoch, kept, label, challenge: textOrNull(challenge), provider: textOrNull(provider) }
}

/** Whether somebody has a second factor that sign-in asks for. */
export const hasSecondFactor = ({ totp, passkeys }: FactorSummary): boolean => totp || passkeys > 0

/**
 * Lets somebody in who proved who they are: with a password, a link, a passkey or to an identity provider. Whoever has a
 * second factor has to show it, unless this was two already; their rights come with the session that follows.
 */
export async function admit(
  services: AccountServices,
  place: SignInPlace,
  { user, level, providerSession = null }: Proven,
): Promise<SignInOutcome> {
  const { desk, factors, accounts, clock } = services
  const { label, kept, presented, portal } = place
  if (user.state !== 'active') return { outcome: 'inactive', state: user.state }
  if (level < 2 && hasSecondFactor(await factors.summaryOf(user.id))) {
    const data = secondStepData({
      ...{ user: user.id, epoch: user.sessionEpoch, kept, label, challenge: null },
      provider: providerSession,
    })
    return { outcome: 'second_factor', session: await desk.startPre(place, data, presented) }
  }
  const session = await desk.start(place, { user, level, label, kept, presented, providerSession })
  const signedInOn = clock.now().toISOString().slice(0, 10)
  if (user.signedInOn !== signedInOn) await accounts.changeUser(portal.id, user.id, { signedInOn })
  return { outcome: 'signed_in', session, user }
}
