import { isEmail, readName } from '../../core/account/account.ts'
import type { SignedIn } from '../../core/account/signed-in.ts'
import { VitrineError } from '../../core/errors.ts'
import type { StoredUser } from '../ports/account-store.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { AccountServices } from './account-services.ts'
import { requireFresh } from './actor.ts'
import { refuseLastAdministrator } from './people.ts'
import { mailLink, writeTo } from './send-mail.ts'
import type { StartedSession } from './session-desk.ts'
import { hashChosenPassword } from './set-password.ts'

/** The person who is signed in, as they are kept. `session_gone` when they are not there any more. */
export async function ownUser(
  { accounts }: Pick<AccountServices, 'accounts'>,
  portal: StoredPortal,
  { user }: SignedIn,
): Promise<StoredUser> {
  const found = await accounts.findUser(portal.id, user.id)
  if (found === null) throw new VitrineError('session_gone')
  return found
}

/** Changes name or language; a null language follows the browser again. Faults: `name_invalid`, `language_unknown`. */
export async function changeProfile(
  { accounts }: Pick<AccountServices, 'accounts'>,
  portal: StoredPortal,
  {
    signedIn,
    ...said
  }: {
    readonly signedIn: SignedIn
    readonly name?: string
    readonly language?: string | null
  },
): Promise<StoredUser> {
  const name = said.name === undefined ? undefined : readName(said.name)
  if (name === null) throw new VitrineError('name_invalid')
  const { language } = said
  if (typeof language === 'string' && !portal.config.languages.includes(language))
    throw new VitrineError('language_unknown', { language })
  return accounts.changeUser(portal.id, signedIn.user.id, {
    ...(name !== undefined && { name }),
    ...(language !== undefined && { language }),
  })
}

/**
 * Sets another password: all other sessions end, this one goes on under a new identifier (privacy.md S06). A sensitive
 * act. Faults: `proof_needed`, `password_*`, `session_gone`.
 */
export async function changePassword(
  services: AccountServices,
  portal: StoredPortal,
  { signedIn, password }: { readonly signedIn: SignedIn; readonly password: string },
): Promise<StartedSession> {
  requireFresh(services, signedIn)
  const user = await ownUser(services, portal, signedIn)
  const hashed = await hashChosenPassword(services, portal, { password, email: user.email, name: user.name })
  await services.accounts.changeUser(portal.id, user.id, { password: hashed })
  const session = await services.desk.endOthers(portal, signedIn)
  services.background.begin('mail_failed', () =>
    writeTo(services, portal, user, { mail: 'password_changed' }),
  )
  return session
}

/**
 * Asks for another address: nothing changes before the link that is sent there is opened (`acceptEmailChange`). Whether
 * somebody else has the address is not told. A sensitive act. Faults: `proof_needed`, `email_invalid`,
 * `too_many_attempts`.
 */
export async function requestEmailChange(
  services: AccountServices,
  portal: StoredPortal,
  { signedIn, email }: { readonly signedIn: SignedIn; readonly email: string },
): Promise<void> {
  requireFresh(services, signedIn)
  if (!isEmail(email)) throw new VitrineError('email_invalid')
  const user = await ownUser(services, portal, signedIn)
  const [name, now] = [`address/${user.id}`, services.clock.now().getTime()]
  if (!services.mailRate.take(name, now)) {
    const seconds = Math.ceil(services.mailRate.waitFor(name, now) / 1000)
    throw new VitrineError('too_many_attempts', { seconds })
  }
  services.background.begin('mail_failed', async () => {
    const known = await services.accounts.findUserByEmail(portal.id, email)
    if (known !== null && known.id !== user.id && known.state !== 'unconfirmed') return
    await mailLink(services, portal, user, { mail: 'change_email', to: email.trim(), unnamed: true })
  })
}

/**
 * Deletes the account with everything that names its person; keys end. A sensitive act. Faults: `proof_needed`,
 * `last_administrator`.
 */
export async function deleteOwnAccount(
  services: AccountServices,
  portal: StoredPortal,
  signedIn: SignedIn,
): Promise<void> {
  requireFresh(services, signedIn)
  const user = await ownUser(services, portal, signedIn)
  await refuseLastAdministrator(services, portal, user)
  await services.accounts.removeUser(portal.id, user.id, services.clock.now())
  services.log.info('account_deleted', { portal: portal.id })
}
