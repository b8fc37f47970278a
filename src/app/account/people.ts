import { isEmail, readName } from '../../core/account/account.ts'
import { grantsOfRoles, type RoleName } from '../../core/account/roles.ts'
import { VitrineError } from '../../core/errors.ts'
import type { StoredUser, UserChange, UserPage, UserQuestion } from '../ports/account-store.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { AccountServices } from './account-services.ts'
import { type Actor, holds, requireFresh, requirePermission } from './actor.ts'
import { languageOf, mailLink, oneTimeLink, writeTo } from './send-mail.ts'

/** Somebody to invite. */
export interface Invited {
  readonly email: string
  readonly name: string
  readonly roles: readonly RoleName[]
  /** Language of the profile; null: of the portal. */
  readonly language: string | null
}

/** Who is asked for, and by whom. */
export interface PersonOrder {
  readonly actor: Actor
  readonly id: number
}

/** People of a portal, by address. `access_forbidden`. */
export async function listPeople(
  { accounts }: Pick<AccountServices, 'accounts'>,
  portal: StoredPortal,
  { actor, question }: { readonly actor: Actor; readonly question: UserQuestion },
): Promise<UserPage> {
  requirePermission(actor, 'users.manage')
  return accounts.listUsers(portal.id, question)
}

/** One person. Faults: `access_forbidden`, `user_unknown`. */
export async function findPerson(
  { accounts }: Pick<AccountServices, 'accounts'>,
  portal: StoredPortal,
  { actor, id }: PersonOrder,
): Promise<StoredUser> {
  requirePermission(actor, 'users.manage')
  const user = await accounts.findUser(portal.id, id)
  if (user === null) throw new VitrineError('user_unknown', { user: id })
  return user
}

/**
 * Makes an account for somebody, who chooses the password behind a link that is good for a week. The link is for whoever
 * made it to hand on: mails go through {@link mailInvitation}. Faults: `access_forbidden`, `proof_needed`,
 * `email_invalid`, `email_taken`, `name_invalid`.
 */
export async function invite(
  services: AccountServices,
  portal: StoredPortal,
  { actor, ...said }: Invited & { readonly actor: Actor },
): Promise<StoredUser> {
  requirePermission(actor, 'users.manage')
  requireFresh(services, actor)
  requireRights(actor, said.roles)
  if (!isEmail(said.email)) throw new VitrineError('email_invalid')
  const name = readName(said.name)
  if (name === null) throw new VitrineError('name_invalid')
  return services.accounts.addUser(
    { ...said, name, portalId: portal.id, state: 'active', password: null },
    services.clock.now(),
  )
}

/** Sends the link of an invitation; an earlier one is no good any more. `mail_unavailable`. */
export const mailInvitation = (
  services: AccountServices,
  portal: StoredPortal,
  user: StoredUser,
): Promise<void> => mailLink(services, portal, user, { mail: 'invitation' })

/** The link of an invitation or of a reset, for an operator to hand on. */
export const linkFor = (
  services: AccountServices,
  portal: StoredPortal,
  { user, kind }: { readonly user: StoredUser; readonly kind: 'invitation' | 'reset' },
): Promise<string> =>
  oneTimeLink(services, portal, { kind, userId: user.id, language: languageOf(portal, user.language) })

/**
 * Gives somebody these roles and no others; their sessions get new identifiers at once (privacy.md S29, S30). A sensitive
 * act. Faults: `access_forbidden`, `proof_needed`, `user_unknown`, `last_administrator`.
 */
export async function setRoles(
  services: AccountServices,
  portal: StoredPortal,
  { roles, ...order }: PersonOrder & { readonly roles: readonly RoleName[] },
): Promise<StoredUser> {
  const user = await findPerson(services, portal, order)
  requireFresh(services, order.actor)
  requireRights(order.actor, [...roles, ...user.roles])
  if (!roles.includes('administrator')) await refuseLastAdministrator(services, portal, user)
  services.log.info('roles_changed', { portal: portal.id, user: user.id })
  return services.accounts.changeUser(portal.id, user.id, { roles: [...new Set(roles)] })
}

/**
 * Lets somebody in whose account waits, and tells them. Anybody else stays as they are. Whatever is done to the account of
 * somebody else is a sensitive act, since it decides who may do what (privacy.md S32). Faults: `access_forbidden`,
 * `proof_needed`, `user_unknown`.
 */
export async function approve(
  services: AccountServices,
  portal: StoredPortal,
  order: PersonOrder,
): Promise<StoredUser> {
  const user = await findPerson(services, portal, order)
  requireFresh(services, order.actor)
  if (user.state !== 'unapproved') return user
  const approved = await services.accounts.changeUser(portal.id, user.id, {
    ...{ state: 'active', onlyFrom: 'unapproved' },
  })
  // somebody else was faster, and keeps them out
  if (approved.state !== 'active') return approved
  services.background.begin('mail_failed', () =>
    writeTo(services, portal, approved, { mail: 'approved', page: 'sign_in' }),
  )
  return approved
}

/**
 * Takes somebody away whose account waits; true when they are gone. Whoever was let in meanwhile stays. A sensitive act.
 * Faults: `access_forbidden`, `proof_needed`, `user_unknown`.
 */
export async function refuse(
  services: AccountServices,
  portal: StoredPortal,
  order: PersonOrder,
): Promise<boolean> {
  const { id } = await findPerson(services, portal, order)
  requireFresh(services, order.actor)
  return services.accounts.refuseUser(portal.id, id, services.clock.now())
}

/** Keeps somebody out from their next request on, keys included. Faults as of {@link setRoles}. */
export async function suspend(
  services: AccountServices,
  portal: StoredPortal,
  order: PersonOrder,
): Promise<StoredUser> {
  return changed(services, portal, { ...order, change: { state: 'suspended', endSessions: true } })
}

/** Lets somebody in again who was suspended, with the rights that they had. Faults as of {@link setRoles}. */
export async function resume(
  services: AccountServices,
  portal: StoredPortal,
  order: PersonOrder,
): Promise<StoredUser> {
  const user = await findPerson(services, portal, order)
  return user.state === 'suspended'
    ? changed(services, portal, { ...order, change: { state: 'active', onlyFrom: 'suspended' } })
    : user
}

async function changed(
  services: AccountServices,
  portal: StoredPortal,
  { change, ...order }: PersonOrder & { readonly change: UserChange },
): Promise<StoredUser> {
  const user = await findPerson(services, portal, order)
  requireFresh(services, order.actor)
  requireRights(order.actor, user.roles)
  if (change.state === 'suspended') await refuseLastAdministrator(services, portal, user)
  services.log.info('account_state', { portal: portal.id, user: user.id, state: change.state ?? '' })
  return services.accounts.changeUser(portal.id, user.id, change)
}

/** Ends all sessions of somebody. A sensitive act. Faults: `access_forbidden`, `proof_needed`, `user_unknown`. */
export async function signOutPerson(
  services: AccountServices,
  portal: StoredPortal,
  order: PersonOrder,
): Promise<void> {
  const user = await findPerson(services, portal, order)
  requireFresh(services, order.actor)
  await services.sessions.endAllOf(portal.id, user.id)
}

/** Takes somebody away for ever. Faults as of {@link setRoles}. */
export async function removePerson(
  services: AccountServices,
  portal: StoredPortal,
  order: PersonOrder,
): Promise<void> {
  const user = await findPerson(services, portal, order)
  requireFresh(services, order.actor)
  requireRights(order.actor, user.roles)
  await refuseLastAdministrator(services, portal, user)
  await services.accounts.removeUser(portal.id, user.id, services.clock.now())
}

/** Nobody gives, takes or keeps out rights that they do not have themselves. */
function requireRights(actor: Actor, roles: readonly RoleName[]): void {
  if (actor === 'operator') return
  const wanted = grantsOfRoles(roles).flatMap(({ permissions }) => permissions)
  if (wanted.some(permission => !holds(actor.caller.grants, permission)))
    throw new VitrineError('access_forbidden')
}

/** Refuses to leave a portal without anybody who can let others in. */
export async function refuseLastAdministrator(
  { accounts }: Pick<AccountServices, 'accounts'>,
  portal: StoredPortal,
  user: StoredUser,
): Promise<void> {
  if (user.state !== 'active' || !user.roles.includes('administrator')) return
  if ((await accounts.countActive(portal.id, 'administrator')) < 2)
    throw new VitrineError('last_administrator')
}
