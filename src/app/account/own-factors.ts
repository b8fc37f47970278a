import { readName } from '../../core/account/account.ts'
import { hasOfficeRights } from '../../core/account/roles.ts'
import { VitrineError } from '../../core/errors.ts'
import type { FactorSummary, StoredPasskey } from '../ports/factor-store.ts'
import type { AccountServices } from './account-services.ts'
import { requireFresh } from './actor.ts'
import { hasSecondFactor } from './admit.ts'
import { madePasskey, passkeyToMake } from './passkeys.ts'
import { type OwnPlace, paced } from './reauthenticate.ts'
import { makeRecoveryCodes } from './recovery-codes.ts'
import { writeTo } from './send-mail.ts'
import type { StartedSession } from './session-desk.ts'
import { proposeTotp, type TotpSetup, useTotpCode } from './totp-codes.ts'
import { requireAnotherWay } from './ways-in.ts'

/** The second factors of somebody, as they see them. */
export interface OwnFactors extends FactorSummary {
  readonly keys: readonly StoredPasskey[]
}

/** A factor that counts from now on. */
export interface FactorAdded {
  /** Other sessions have ended; this one goes on under this identifier, with both factors proven. */
  readonly session: StartedSession
  /** Shown once; null when there were some already. */
  readonly recoveryCodes: readonly string[] | null
}

/** Own second factors. */
export async function ownFactors(
  { factors }: Pick<AccountServices, 'factors'>,
  { signedIn }: Pick<OwnPlace, 'signedIn'>,
): Promise<OwnFactors> {
  const [summary, keys] = await Promise.all([
    factors.summaryOf(signedIn.user.id),
    factors.listPasskeys(signedIn.user.id),
  ])
  return { ...summary, keys }
}

/** Begins to set one-time codes up. A sensitive act. Faults: `proof_needed`, `second_factor_needed` when they are. */
export async function beginTotp(services: AccountServices, place: OwnPlace): Promise<TotpSetup> {
  const { portal, signedIn } = place
  requireFresh(services, signedIn)
  return proposeTotp(services, { portal, userId: signedIn.user.id }, signedIn.user.email)
}

/** Shows that the codes work: they count from now on. Faults: `proof_needed`, `proof_refused`, `too_many_attempts`. */
export async function confirmTotp(
  services: AccountServices,
  place: OwnPlace,
  code: string,
): Promise<FactorAdded> {
  const { portal, signedIn } = place
  requireFresh(services, signedIn)
  await paced(services, place, () =>
    useTotpCode(services, { portal, userId: signedIn.user.id }, { code, confirm: true }),
  )
  return factorAdded(services, place)
}

/** What the browser needs to make a passkey. A sensitive act. Faults: `proof_needed`, `passkey_refused` past the twentieth. */
export async function beginPasskey(services: AccountServices, place: OwnPlace) {
  requireFresh(services, place.signedIn)
  const options = await passkeyToMake(services, place, place.signedIn.user)
  await services.sessions.hold(place.signedIn.session, { challenge: options.challenge })
  return options
}

/** Keeps a passkey that the browser made. Faults: `proof_needed`, `name_invalid`, `passkey_refused`. */
export async function addPasskey(
  services: AccountServices,
  place: OwnPlace,
  asked: { readonly name: string; readonly response: unknown },
): Promise<FactorAdded> {
  const { signedIn } = place
  requireFresh(services, signedIn)
  const name = readName(asked.name)
  if (name === null) throw new VitrineError('name_invalid')
  const challenge = (await services.sessions.takeHeld(signedIn.session))?.challenge
  const made =
    typeof challenge === 'string'
      ? await madePasskey(services, place, { response: asked.response, challenge })
      : null
  if (made === null) throw new VitrineError('passkey_refused')
  await services.factors.addPasskey({ ...made, name, userId: signedIn.user.id }, services.clock.now())
  return factorAdded(services, place)
}

async function factorAdded(services: AccountServices, place: OwnPlace): Promise<FactorAdded> {
  const { portal, signedIn } = place
  const { recoveryCodes } = await services.factors.summaryOf(signedIn.user.id)
  const codes = recoveryCodes === 0 ? await makeRecoveryCodes(services.factors, signedIn.user.id) : null
  await services.desk.prove(portal, signedIn, { level: 2 })
  const session = await services.desk.endOthers(portal, signedIn)
  tell(services, place)
  return { session, recoveryCodes: codes }
}

/** Takes one-time codes away. A sensitive act. Faults: `proof_needed`, `second_factor_needed`. */
export async function removeTotp(services: AccountServices, place: OwnPlace): Promise<void> {
  const { user } = place.signedIn
  requireFresh(services, place.signedIn)
  const { passkeys } = await services.factors.summaryOf(user.id)
  if (passkeys === 0) requireDispensable(place)
  await services.factors.removeTotp(user.id)
  await removed(services, place)
}

/** Takes a passkey away. A sensitive act. Faults: `proof_needed`, `second_factor_needed`, `last_way_in`, `passkey_unknown`. */
export async function removePasskey(
  services: AccountServices,
  place: OwnPlace,
  passkey: number,
): Promise<void> {
  const { user } = place.signedIn
  requireFresh(services, place.signedIn)
  const { passkeys, totp } = await services.factors.summaryOf(user.id)
  if (passkeys === 1 && !totp) requireDispensable(place)
  await requireAnotherWay(services, place.portal, { userId: user.id, passkeys: 1 })
  if (!(await services.factors.removePasskey(user.id, passkey)))
    throw new VitrineError('passkey_unknown', { passkey })
  await removed(services, place)
}

/** The last factor stays where the portal asks for one. */
function requireDispensable({ portal, signedIn }: OwnPlace): void {
  const isRequired = portal.config.accounts?.secondFactor === 'required'
  if (isRequired && hasOfficeRights(signedIn.caller.grants)) throw new VitrineError('second_factor_needed')
}

/** Recovery codes without a factor to recover are no good to anybody. */
async function removed(services: AccountServices, place: OwnPlace): Promise<void> {
  const { id } = place.signedIn.user
  if (!hasSecondFactor(await services.factors.summaryOf(id)))
    await services.factors.replaceRecoveryCodes(id, [])
  tell(services, place)
}

/** Ten new recovery codes, shown once. A sensitive act. Faults: `proof_needed`, `second_factor_needed` without a factor. */
export async function renewRecoveryCodes(
  services: AccountServices,
  place: OwnPlace,
): Promise<readonly string[]> {
  const { id } = place.signedIn.user
  requireFresh(services, place.signedIn)
  if (!hasSecondFactor(await services.factors.summaryOf(id))) throw new VitrineError('second_factor_needed')
  const codes = await makeRecoveryCodes(services.factors, id)
  tell(services, place)
  return codes
}

const tell = (services: AccountServices, { portal, signedIn }: OwnPlace): void =>
  services.background.begin('mail_failed', () =>
    writeTo(services, portal, signedIn.user, { mail: 'factor_changed' }),
  )
