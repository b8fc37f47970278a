import { isEmail, readName } from '../../core/account/account.ts'
import { VitrineError } from '../../core/errors.ts'
import { networkOf } from '../../core/quota/network.ts'
import type { StoredUser } from '../ports/account-store.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { AccountServices } from './account-services.ts'
import { mailLink, writeTo } from './send-mail.ts'

/** Whoever fills in a form without being signed in. */
export interface FormPlace {
  readonly portal: StoredPortal
  /** Address of the visitor; only its network is looked at, and kept nowhere. */
  readonly address: string
  /** Language of the page. */
  readonly language: string
}

/** Whether the portal lets people make accounts at all. */
export const isSignUpOpen = ({ config }: StoredPortal): boolean =>
  (config.accounts?.signUp ?? 'off') !== 'off'

/** Refuses a network that fills in forms all the time: `too_many_attempts`. */
export function withinRate({ formRate, clock }: AccountServices, { portal, address }: FormPlace): void {
  const name = `${portal.id}\n${networkOf(address)}`
  const now = clock.now().getTime()
  if (formRate.take(name, now)) return
  throw new VitrineError('too_many_attempts', { seconds: Math.ceil(formRate.waitFor(name, now) / 1000) })
}

/** Whether this account may be sent another mail that a stranger asked for; silent, so that nothing is told. */
export const mayBeMailed = ({ mailRate, clock }: AccountServices, user: StoredUser): boolean =>
  mailRate.take(String(user.id), clock.now().getTime())

/**
 * Asks for an account. The answer is the same whether the address has one already; what comes of it is in the mail. The
 * password is chosen behind the link of that mail, so that whoever asks for an account in somebody else's name knows
 * nothing of it later. Faults: `sign_up_closed`, `email_invalid`, `name_invalid`, `too_many_attempts`.
 */
export async function signUp(
  services: AccountServices,
  place: FormPlace,
  asked: { readonly email: string; readonly name: string },
): Promise<void> {
  const { portal, language } = place
  if (!isSignUpOpen(portal)) throw new VitrineError('sign_up_closed')
  if (!isEmail(asked.email)) throw new VitrineError('email_invalid')
  const name = readName(asked.name)
  if (name === null) throw new VitrineError('name_invalid')
  withinRate(services, place)
  services.background.begin('sign_up_failed', async () => {
    const email = asked.email.trim()
    const known = await services.accounts.findUserByEmail(portal.id, email)
    const user = known ?? (await addUnconfirmed(services, portal, { email, name, language }))
    if (!mayBeMailed(services, user)) return
    if (user.state === 'unconfirmed') {
      // the link that was sent last is the one that works, so its name is the one that counts
      if (known !== null) await services.accounts.changeUser(portal.id, user.id, { name, language })
      await mailLink(services, portal, user, { mail: 'confirm', unnamed: true, language })
    } else if (user.state === 'active')
      await writeTo(services, portal, user, { mail: 'known', page: 'sign_in', language })
  })
}

const addUnconfirmed = (
  { accounts, clock }: AccountServices,
  portal: StoredPortal,
  said: Pick<StoredUser, 'email' | 'name' | 'language'>,
): Promise<StoredUser> =>
  accounts.addUser(
    { ...said, portalId: portal.id, state: 'unconfirmed', password: null, roles: [] },
    clock.now(),
  )

/**
 * Asks for a link to set a new password. The same answer in the same time for every address (privacy.md S39); the mail
 * goes to the address that is kept, never to the one that was typed. Faults: `too_many_attempts`.
 */
export async function requestReset(
  services: AccountServices,
  place: FormPlace,
  { email }: { readonly email: string },
): Promise<void> {
  const { portal, language } = place
  withinRate(services, place)
  services.background.begin('reset_failed', async () => {
    const user = isEmail(email) ? await services.accounts.findUserByEmail(portal.id, email) : null
    if (user === null || user.state === 'suspended' || !mayBeMailed(services, user)) return
    const mail = user.state === 'unconfirmed' ? 'confirm' : 'reset'
    await mailLink(services, portal, user, { mail, language })
  })
}
