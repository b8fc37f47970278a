import {
  addGroup,
  addMember,
  findGroup,
  grantToGroup,
  listGroups,
  membersOf,
  removeGroup,
  removeMember,
  withdrawFromGroup,
} from '../app/account/groups.ts'
import { findPortal } from '../app/catalog/published-datasets.ts'
import type { StoredPortal } from '../app/ports/catalog-store.ts'
import type { StoredGroup } from '../app/ports/group-store.ts'
import type { Ports } from '../app/ports/ports.ts'
import type { Application, GroupAct, GroupSummary } from '../cli/application.ts'
import { isRoleName } from '../core/account/roles.ts'
import { VitrineError } from '../core/errors.ts'
import { resolveText } from '../core/i18n/language-map.ts'

type GroupsApplication = Pick<Application, 'groups' | 'groupMembers' | 'changeGroup'>

const actor = 'operator' as const

/** Groups of portals as the command line manages them: its user is the operator, who may everything. */
export const groupsApplication = (ports: Ports): GroupsApplication => ({
  groups: async slug => {
    const portal = await findPortal(ports, slug)
    const names = await namesOf(ports, portal)
    return (await listGroups(ports, portal, actor)).map(group => summaryOf(group, portal, names))
  },
  groupMembers: async (slug, group) => {
    const portal = await findPortal(ports, slug)
    const members = await membersOf(ports, portal, { actor, slug: group })
    return members.map(({ user: { id, email, name } }) => ({ id, email, name }))
  },
  changeGroup: async (slug, group, act) => {
    const portal = await findPortal(ports, slug)
    const before = act.kind === 'remove' ? await findGroup(ports, portal, { actor, slug: group }) : null
    await changed(ports, portal, { slug: group, act })
    const after = before ?? (await findGroup(ports, portal, { actor, slug: group }))
    return summaryOf(after, portal, await namesOf(ports, portal))
  },
})

interface Change {
  readonly slug: string
  readonly act: GroupAct
}

async function changed(ports: Ports, portal: StoredPortal, { slug, act }: Change): Promise<unknown> {
  const order = { actor, slug }
  switch (act.kind) {
    case 'add':
      return addGroup(ports, portal, {
        ...order,
        name: { [portal.config.languages[0]]: act.name },
        roles: act.roles.map(role => {
          if (!isRoleName(role)) throw new VitrineError('role_unknown', { role })
          return role
        }),
      })
    case 'join':
      return addMember(ports, portal, { ...order, email: act.email })
    case 'leave':
      return removeMember(ports, portal, { ...order, id: await idOf(ports, portal, act.email) })
    case 'grant': {
      const { dataset, where, fields } = act
      return grantToGroup(ports, portal, { ...order, access: { dataset, records: true, where, fields } })
    }
    case 'withdraw':
      return withdrawFromGroup(ports, portal, { ...order, uid: await uidOf(ports, portal, act.dataset) })
    case 'remove':
      return removeGroup(ports, portal, order)
  }
}

async function idOf({ accounts }: Ports, portal: StoredPortal, email: string): Promise<number> {
  const user = await accounts.findUserByEmail(portal.id, email)
  if (user === null) throw new VitrineError('user_unknown', { user: email })
  return user.id
}

/** A dataset that is gone is named by its uid, as lists name it. */
async function uidOf(ports: Ports, portal: StoredPortal, dataset: string): Promise<string> {
  const names = await namesOf(ports, portal)
  return [...names].find(([, datasetId]) => datasetId === dataset)?.[0] ?? dataset
}

const namesOf = async ({ catalog }: Ports, { id }: StoredPortal): Promise<ReadonlyMap<string, string>> =>
  new Map((await catalog.publishedIds(id)).map(({ uid, datasetId }) => [uid, datasetId]))

const summaryOf = (
  { slug, name, roles, members, grants }: StoredGroup,
  { config }: StoredPortal,
  names: ReadonlyMap<string, string>,
): GroupSummary => ({
  ...{ slug, roles, members, name: resolveText(name, config.languages[0], config.languages[0]) },
  grants: grants.map(({ dataset, where, fields }) => ({
    dataset: names.get(dataset) ?? dataset,
    where,
    fields,
  })),
})
