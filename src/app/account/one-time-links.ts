import { isEmail, readName } from '../../core/account/account.ts'
import { isSecretText, secretDigest } from '../../core/account/session-id.ts'
import type { SignedIn } from '../../core/account/signed-in.ts'
import { VitrineError } from '../../core/errors.ts'
import type { StoredUser, TokenProof, UserChange } from '../ports/account-store.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { AccountServices } from './account-services.ts'
import { admit } from './admit.ts'
import { writeTo } from './send-mail.ts'
import type { StartedSession } from './session-desk.ts'
import { hashChosenPassword } from './set-password.ts'
import type { SignInOutcome, SignInPlace } from './sign-in.ts'

/** Tokens that end with a password of one's own. */
export type WelcomeKind = 'confirm' | 'reset' | 'invitation' | 'first_administrator'

/** What a page shows of a good link. */
export interface OpenedLink {
  /** What to keep in the session instead of the token, so that the token leaves the address. */
  readonly proof: TokenProof
  /** Whose it is; null for the first administrator, who says so themselves. */
  readonly user: StoredUser | null
  /** The address that a change leads to. */
  readonly email: string | null
}

/** Opens a link without using it. `token_refused` for what is no good, or not any more. */
export async function openLink(
  services: Pick<AccountServices, 'accounts' | 'clock'>,
  portal: StoredPortal,
  { kind, token }: { readonly kind: TokenProof['kind']; readonly token: string },
): Promise<OpenedLink> {
  if (!isSecretText(token)) throw new VitrineError('token_refused')
  return reopenLink(services, portal, { portalId: portal.id, kind, digest: secretDigest(token) })
}

/** The same from the proof that the session holds. */
export async function reopenLink(
  { accounts, clock }: Pick<AccountServices, 'accounts' | 'clock'>,
  portal: StoredPortal,
  proof: TokenProof,
): Promise<OpenedLink> {
  const good = proof.portalId === portal.id ? await accounts.peekToken(proof, clock.now()) : null
  if (good === null) throw new VitrineError('token_refused')
  if (good.userId !== null) {
    const user = await accounts.findUser(portal.id, good.userId)
    // whoever has gone meanwhile leaves nothing that a first administrator could be made of
    if (user === null) throw new VitrineError('token_refused')
    return { proof, user, email: good.email }
  }
  // somebody was first by another way
  if ((await accounts.countActive(portal.id, 'administrator')) > 0) throw new VitrineError('token_refused')
  return { proof, user: null, email: null }
}

/** What is said behind a link: name and address only by the first administrator. */
export interface WelcomeForm {
  readonly password: string
  readonly name?: string
  readonly email?: string
}

/**
 * Sets the password behind a link, which ends all sessions and the link, and signs in, past the second factor if there is
 * one. A link counts only when everything else is right, so that a weak password does not cost it. Faults:
 * `token_refused`, `password_*`, `email_invalid`, `email_taken`, `name_invalid`.
 */
export async function acceptLink(
  services: AccountServices,
  place: SignInPlace,
  { proof, form }: { readonly proof: TokenProof; readonly form: WelcomeForm },
): Promise<SignInOutcome> {
  const { portal } = place
  const opened = await reopenLink(services, portal, proof)
  const { email, name } = opened.user ?? firstAdministrator(form)
  const password = await hashChosenPassword(services, portal, { password: form.password, email, name })
  if (opened.user === null && (await isTaken(services, portal, email)))
    throw new VitrineError('email_taken', { email })
  const taken = await services.accounts.takeToken(proof, services.clock.now())
  if (taken === null) throw new VitrineError('token_refused')
  const user =
    opened.user === null
      ? await addAdministrator(services, portal, { email, name, password })
      : await openAccount(services, portal, { user: opened.user, kind: proof.kind, password })
  return admit(services, place, { user, level: 1 })
}

/** Whether somebody has an address who has confirmed that they do. */
async function isTaken(
  { accounts }: Pick<AccountServices, 'accounts'>,
  portal: StoredPortal,
  email: string,
): Promise<boolean> {
  const known = await accounts.findUserByEmail(portal.id, email)
  return known !== null && known.state !== 'unconfirmed'
}

function firstAdministrator({ email = '', name = '' }: WelcomeForm) {
  if (!isEmail(email)) throw new VitrineError('email_invalid')
  const read = readName(name)
  if (read === null) throw new VitrineError('name_invalid')
  return { email: email.trim(), name: read }
}

const addAdministrator = (
  { accounts, clock }: AccountServices,
  portal: StoredPortal,
  said: { readonly email: string; readonly name: string; readonly password: string },
): Promise<StoredUser> =>
  accounts.addUser(
    { ...said, portalId: portal.id, language: null, state: 'active', roles: ['administrator'] },
    clock.now(),
  )

interface Opening {
  readonly user: StoredUser
  readonly kind: TokenProof['kind']
  readonly password: string
}

/** Whoever has the mail has the address; whether the account is open is another question. */
async function openAccount(
  services: AccountServices,
  portal: StoredPortal,
  { user, kind, password }: Opening,
) {
  const change: UserChange = { password, endSessions: true, ...stateAfter(portal, user, kind) }
  const changed = await services.accounts.changeUser(portal.id, user.id, change)
  if (kind === 'reset')
    services.background.begin('mail_failed', () =>
      writeTo(services, portal, changed, { mail: 'password_changed' }),
    )
  if (changed.state === 'unapproved')
    services.background.begin('mail_failed', () => tellAdministrators(services, portal))
  return changed
}

function stateAfter(portal: StoredPortal, { state }: StoredUser, kind: TokenProof['kind']): UserChange {
  if (state !== 'unconfirmed') return {}
  const waits = kind === 'confirm' && portal.config.accounts?.signUp !== 'open'
  return { state: waits ? 'unapproved' : 'active', onlyFrom: state }
}

/** Most administrators that are told of somebody who waits. */
const MOST_TOLD = 10

async function tellAdministrators(services: AccountServices, portal: StoredPortal): Promise<void> {
  const { users } = await services.accounts.listUsers(portal.id, {
    ...{ search: null, state: 'active', offset: 0, limit: 1000 },
  })
  const told = users.filter(({ roles }) => roles.includes('administrator')).slice(0, MOST_TOLD)
  for (const user of told) await writeTo(services, portal, user, { mail: 'waiting', page: 'people' })
}

/**
 * Takes the new address behind a link of `change_email`; the old one is told. All other sessions of the person end; one
 * of theirs that opens the link goes on under the new identifier that is returned. Faults: `token_refused`, `email_taken`.
 */
export async function acceptEmailChange(
  services: AccountServices,
  portal: StoredPortal,
  { proof, signedIn }: { readonly proof: TokenProof; readonly signedIn: SignedIn | null },
): Promise<StartedSession | null> {
  const { user } = await reopenLink(services, portal, proof)
  const taken =
    proof.kind === 'change_email' ? await services.accounts.takeToken(proof, services.clock.now()) : null
  if (taken === null || taken.email === null || user === null) throw new VitrineError('token_refused')
  const own = signedIn?.user.id === user.id ? signedIn : null
  await services.accounts.changeUser(portal.id, user.id, {
    email: taken.email,
    ...(own === null && { endSessions: true }),
  })
  services.background.begin('mail_failed', () => writeTo(services, portal, user, { mail: 'email_changed' }))
  return own === null ? null : services.desk.endOthers(portal, own)
}
