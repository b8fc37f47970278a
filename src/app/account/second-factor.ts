import { networkOf } from '../../core/quota/network.ts'
import type { StoredUser } from '../ports/account-store.ts'
import type { FactorSummary } from '../ports/factor-store.ts'
import type { AccountServices } from './account-services.ts'
import { admit, readSecondStep, type SecondStep, secondStepData } from './admit.ts'
import { passkeyToShow, shownPasskey } from './passkeys.ts'
import { useRecoveryCode } from './recovery-codes.ts'
import type { Place, PreSession } from './session-desk.ts'
import { pace, type SignInOutcome, type SignInPlace } from './sign-in.ts'
import { useTotpCode } from './totp-codes.ts'

/** What somebody shows beside their password. */
export type SecondProof =
  | { readonly totp: string }
  | { readonly recoveryCode: string }
  /** The browser's answer, as it came. */
  | { readonly passkey: unknown }

/** Where the second step happens: how the first one wished the session to be is in the session. */
export type SecondStepPlace = Omit<SignInPlace, 'kept' | 'label'>

/** What a person can show; null when the session does not wait for a second step. */
export async function secondFactorChoices(
  { factors }: Pick<AccountServices, 'factors'>,
  pre: PreSession,
): Promise<FactorSummary | null> {
  const step = readSecondStep(pre.data)
  return step === null ? null : factors.summaryOf(step.user)
}

/** What the browser needs to show a passkey as second factor; null when the session does not wait for one. */
export async function secondFactorPasskey(services: AccountServices, place: Place, pre: PreSession) {
  const step = readSecondStep(pre.data)
  if (step === null) return null
  const options = await passkeyToShow(services, place, { id: step.user })
  await services.sessions.hold(pre.session, secondStepData({ ...step, challenge: options.challenge }))
  return options
}

/** Takes the second step. A session that waited ends with it, or after some wrong answers by its time. */
export async function passSecondFactor(
  services: AccountServices,
  place: SecondStepPlace,
  { pre, proof }: { readonly pre: PreSession; readonly proof: SecondProof },
): Promise<SignInOutcome> {
  const step = readSecondStep(pre.data)
  const user = step === null ? null : await services.accounts.findUser(place.portal.id, step.user)
  if (step === null || user === null || user.sessionEpoch !== step.epoch) return { outcome: 'refused' }
  const attempt = {
    ...{ portalId: place.portal.id, account: `second/${user.id}`, network: networkOf(place.address) },
  }
  const retrySeconds = (await pace(services, attempt)) || overRate(services, user)
  if (retrySeconds > 0) return { outcome: 'slow', retrySeconds }
  if (!(await isProof(services, place, { user, step, pre, proof }))) {
    services.security('second_factor_refused')
    return { outcome: 'refused' }
  }
  services.throttle.succeeded(attempt)
  const { kept, label, provider: providerSession } = step
  return admit(services, { ...place, kept, label }, { user, level: 2, providerSession })
}

/** Seconds until the person may show a code again, from wherever; 0 when they may now. */
export function overRate(
  { codeRate, clock }: Pick<AccountServices, 'codeRate' | 'clock'>,
  { id }: Pick<StoredUser, 'id'>,
): number {
  const [name, now] = [String(id), clock.now().getTime()]
  return codeRate.take(name, now) ? 0 : Math.ceil(codeRate.waitFor(name, now) / 1000)
}

interface Shown {
  readonly user: StoredUser
  readonly step: SecondStep
  readonly pre: PreSession
  readonly proof: SecondProof
}

async function isProof(
  services: AccountServices,
  place: Place,
  { user, step, pre, proof }: Shown,
): Promise<boolean> {
  if ('totp' in proof)
    return useTotpCode(services, { portal: place.portal, userId: user.id }, { code: proof.totp })
  if ('recoveryCode' in proof) return useRecoveryCode(services.factors, user.id, proof.recoveryCode)
  if (step.challenge === null) return false
  // a challenge is answered once
  await services.sessions.hold(pre.session, secondStepData({ ...step, challenge: null }))
  const shown = await shownPasskey(services, place, { response: proof.passkey, challenge: step.challenge })
  return shown?.userId === user.id
}
