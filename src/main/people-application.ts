import type { AccountServices } from '../app/account/account-services.ts'
import {
  approve,
  invite,
  linkFor,
  mailInvitation,
  removePerson,
  resume,
  setRoles,
  signOutPerson,
  suspend,
} from '../app/account/people.ts'
import { findPortal } from '../app/catalog/published-datasets.ts'
import type { StoredUser } from '../app/ports/account-store.ts'
import type { StoredPortal } from '../app/ports/catalog-store.ts'
import type { Application, PersonAct, PersonSummary } from '../cli/application.ts'
import { isRoleName, type RoleName } from '../core/account/roles.ts'
import { VitrineError } from '../core/errors.ts'
import { deploymentAccounts } from './deployment-accounts.ts'
import type { Deployment } from './open-deployment.ts'

type PeopleApplication = Pick<Application, 'addPerson' | 'people' | 'changePerson'>

/** Most people that are listed. */
const MOST = 10_000

/** People of portals as the command line manages them: its user is the operator, who may everything. */
export function peopleApplication(deployment: Deployment): PeopleApplication {
  const services = deploymentAccounts(deployment)
  const actor = 'operator' as const
  return {
    addPerson: async ({ portal: slug, roles, mailed, ...said }) => {
      const portal = await findPortal(deployment.ports, slug)
      const user = await invite(services, portal, { ...said, actor, language: null, roles: rolesOf(roles) })
      if (mailed) {
        await mailInvitation(services, portal, user)
        return { ...summaryOf(user), link: null }
      }
      return { ...summaryOf(user), link: await linkFor(services, portal, { user, kind: 'invitation' }) }
    },
    people: async slug => {
      const portal = await findPortal(deployment.ports, slug)
      const question = { search: null, state: null, offset: 0, limit: MOST }
      return (await services.accounts.listUsers(portal.id, question)).users.map(summaryOf)
    },
    changePerson: async (slug, email, act) => {
      const portal = await findPortal(deployment.ports, slug)
      const user = await services.accounts.findUserByEmail(portal.id, email)
      if (user === null) throw new VitrineError('user_unknown', { user: email })
      const done = await acted(services, { portal, user, act })
      await services.background.settled()
      return done
    },
  }
}

interface Act {
  readonly portal: StoredPortal
  readonly user: StoredUser
  readonly act: PersonAct
}

async function acted(services: AccountServices, { portal, user, act }: Act) {
  const order = { actor: 'operator', id: user.id } as const
  const plain = async (work: Promise<StoredUser>) => ({ ...summaryOf(await work), link: null })
  const gone = async (work: Promise<void>) => {
    await work
    return { ...summaryOf(user), link: null }
  }
  switch (act.kind) {
    case 'roles':
      return plain(setRoles(services, portal, { ...order, roles: rolesOf(act.roles) }))
    case 'suspend':
      return plain(suspend(services, portal, order))
    case 'resume':
      return plain(
        user.state === 'unapproved' ? approve(services, portal, order) : resume(services, portal, order),
      )
    case 'sign-out':
      return gone(signOutPerson(services, portal, order))
    case 'remove':
      return gone(removePerson(services, portal, order))
    case 'reset':
      return { ...summaryOf(user), link: await linkFor(services, portal, { user, kind: 'reset' }) }
  }
}

const rolesOf = (names: readonly string[]): readonly RoleName[] =>
  names.map(role => {
    if (!isRoleName(role)) throw new VitrineError('role_unknown', { role })
    return role
  })

const summaryOf = ({ id, email, name, state, roles, createdAt, signedInOn }: StoredUser): PersonSummary => ({
  ...{ id, email, name, state, roles, createdAt, signedInOn },
})
