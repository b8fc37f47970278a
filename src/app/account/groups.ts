import { readName } from '../../core/account/account.ts'
import { isGroupSlug } from '../../core/account/group.ts'
import { grantsOfRoles, type RoleName } from '../../core/account/roles.ts'
import { VitrineError } from '../../core/errors.ts'
import type { LanguageMap } from '../../core/i18n/language-map.ts'
import type { Grant } from '../../core/permission/caller.ts'
import type { Permission } from '../../core/permission/permissions.ts'
import { findDataset } from '../catalog/published-datasets.ts'
import { checkGrant } from '../permission/manage-keys.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { GroupMember, StoredGroup } from '../ports/group-store.ts'
import type { Ports } from '../ports/ports.ts'
import { type Actor, holds, requireFresh, requirePermission } from './actor.ts'

type GroupPorts = Pick<Ports, 'groups' | 'accounts' | 'catalog' | 'clock' | 'log'>

/** Which group, and who asks. */
export interface GroupOrder {
  readonly actor: Actor
  readonly slug: string
}

/** What a group may see of a dataset. */
export interface GroupAccess {
  /** The dataset's identifier of today. */
  readonly dataset: string
  /** Whether records may be read, or metadata alone. */
  readonly records: boolean
  /** ODSQL condition of the records; null for all. */
  readonly where: string | null
  /** Null for all. */
  readonly fields: readonly string[] | null
}

/** Groups of a portal. `access_forbidden`. */
export async function listGroups(
  { groups }: Pick<Ports, 'groups'>,
  portal: StoredPortal,
  actor: Actor,
): Promise<readonly StoredGroup[]> {
  requirePermission(actor, 'users.manage')
  return groups.listGroups(portal.id)
}

/** One group. Faults: `access_forbidden`, `group_unknown`. */
export async function findGroup(
  { groups }: Pick<Ports, 'groups'>,
  portal: StoredPortal,
  { actor, slug }: GroupOrder,
): Promise<StoredGroup> {
  requirePermission(actor, 'users.manage')
  const group = await groups.findGroup(portal.id, slug)
  if (group === null) throw new VitrineError('group_unknown', { group: slug })
  return group
}

/** Who is in a group, by address. Faults as of {@link findGroup}. */
export async function membersOf(
  ports: Pick<Ports, 'groups'>,
  portal: StoredPortal,
  order: GroupOrder,
): Promise<readonly GroupMember[]> {
  await findGroup(ports, portal, order)
  return ports.groups.listMembers(portal.id, order.slug)
}

/**
 * Makes an empty group. Changing groups is a sensitive act, and nobody hands on what they may not do themselves. Faults:
 * `access_forbidden`, `proof_needed`, `group_invalid`, `group_taken`, `name_invalid`.
 */
export async function addGroup(
  { groups, clock }: Pick<GroupPorts, 'groups' | 'clock'>,
  portal: StoredPortal,
  { actor, slug, name, roles }: GroupOrder & GroupWords,
): Promise<StoredGroup> {
  mayChange({ clock }, actor, roles)
  if (!isGroupSlug(slug)) throw new VitrineError('group_invalid', { group: slug })
  const words = { name: readNames(name), roles: [...new Set(roles)] }
  return groups.addGroup({ portalId: portal.id, slug, ...words, grants: [] }, clock.now())
}

/** What a group is called, and the roles of everybody in it. */
export interface GroupWords {
  readonly name: LanguageMap
  readonly roles: readonly RoleName[]
}

/** Gives a group another name and these roles. Faults as of {@link addGroup}. */
export async function changeGroup(
  ports: Pick<GroupPorts, 'groups' | 'clock' | 'log'>,
  portal: StoredPortal,
  { name, roles, ...order }: GroupOrder & GroupWords,
): Promise<StoredGroup> {
  const group = await findGroup(ports, portal, order)
  mayChange(ports, order.actor, [...roles, ...group.roles])
  ports.log.info('group_changed', { portal: portal.id, group: group.id })
  return ports.groups.changeGroup(portal.id, group.slug, {
    name: readNames(name),
    roles: [...new Set(roles)],
  })
}

/** Takes a group away; its members lose what it gave them. Faults as of {@link addGroup}. */
export async function removeGroup(
  ports: Pick<GroupPorts, 'groups' | 'clock'>,
  portal: StoredPortal,
  order: GroupOrder,
): Promise<void> {
  const { slug, roles } = await findGroup(ports, portal, order)
  mayChange(ports, order.actor, roles)
  await ports.groups.removeGroup(portal.id, slug)
}

/**
 * Says what a group may see of a dataset, in place of what was said before. Faults as of {@link addGroup}, and
 * `dataset_unknown`, `field_unknown`, `odsql_invalid` for what does not fit its published revision.
 */
export async function grantToGroup(
  ports: Pick<GroupPorts, 'groups' | 'catalog' | 'clock'>,
  portal: StoredPortal,
  { access, ...order }: GroupOrder & { readonly access: GroupAccess },
): Promise<StoredGroup> {
  const { slug } = await findGroup(ports, portal, order)
  const { uid } = await findDataset(ports, portal, access.dataset)
  const grant: Grant = {
    permissions: access.records ? RECORDS : METADATA,
    dataset: uid,
    where: access.records ? access.where : null,
    fields: access.records ? access.fields : null,
  }
  mayHandOn(ports, order.actor, grant.permissions)
  await checkGrant(ports, grant)
  return ports.groups.changeGroup(portal.id, slug, { grant })
}

const METADATA = ['portal.read', 'dataset.read'] as const
const RECORDS = [...METADATA, 'records.read'] as const

/** Takes back what was said of a dataset, by its uid: the dataset may be gone. Faults as of {@link addGroup}. */
export async function withdrawFromGroup(
  ports: Pick<GroupPorts, 'groups' | 'clock'>,
  portal: StoredPortal,
  { uid, ...order }: GroupOrder & { readonly uid: string },
): Promise<StoredGroup> {
  const { slug } = await findGroup(ports, portal, order)
  mayHandOn(ports, order.actor, [])
  return ports.groups.changeGroup(portal.id, slug, { withdraw: uid })
}

/** Puts somebody in a group, by address. Faults as of {@link addGroup}, and `user_unknown`. */
export async function addMember(
  ports: Pick<GroupPorts, 'groups' | 'accounts' | 'clock' | 'log'>,
  portal: StoredPortal,
  { email, ...order }: GroupOrder & { readonly email: string },
): Promise<void> {
  const group = await findGroup(ports, portal, order)
  mayChange(ports, order.actor, group.roles)
  const user = await ports.accounts.findUserByEmail(portal.id, email)
  if (user === null) throw new VitrineError('user_unknown', { user: email })
  ports.log.info('group_member', { portal: portal.id, group: group.id, user: user.id })
  await ports.groups.addMember(portal.id, group.slug, user.id)
}

/** Takes somebody out of a group. Faults as of {@link addGroup}. */
export async function removeMember(
  ports: Pick<GroupPorts, 'groups' | 'clock' | 'log'>,
  portal: StoredPortal,
  { id, ...order }: GroupOrder & { readonly id: number },
): Promise<void> {
  const group = await findGroup(ports, portal, order)
  mayChange(ports, order.actor, group.roles)
  ports.log.info('group_member_gone', { portal: portal.id, group: group.id, user: id })
  await ports.groups.removeMember(portal.id, group.slug, id)
}

const mayChange = (ports: Pick<Ports, 'clock'>, actor: Actor, roles: readonly RoleName[]): void =>
  mayHandOn(
    ports,
    actor,
    grantsOfRoles(roles).flatMap(({ permissions }) => permissions),
  )

function mayHandOn(ports: Pick<Ports, 'clock'>, actor: Actor, permissions: readonly Permission[]): void {
  requirePermission(actor, 'users.manage')
  requireFresh(ports, actor)
  if (actor === 'operator') return
  if (permissions.some(permission => !holds(actor.caller.grants, permission)))
    throw new VitrineError('access_forbidden')
}

/** Names on one line, empty ones left out; at least one. */
function readNames(names: LanguageMap): LanguageMap {
  const read = Object.entries(names).flatMap(([language, text]) => {
    if (text.trim() === '') return []
    const name = readName(text)
    if (name === null) throw new VitrineError('name_invalid')
    return [[language, name] as const]
  })
  if (read.length === 0) throw new VitrineError('name_invalid')
  return Object.fromEntries(read)
}
