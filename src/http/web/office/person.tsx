import {
  approve,
  findPerson,
  mailInvitation,
  type PersonOrder,
  refuse,
  removePerson,
  resume,
  setRoles,
  signOutPerson,
  suspend,
} from '../../../app/account/people.ts'
import type { StoredPortal } from '../../../app/ports/catalog-store.ts'
import { resolveText } from '../../../core/i18n/language-map.ts'
import type { ActionContext } from '../../context.ts'
import type { OwnAsked } from '../account/asked.ts'
import { goTo, type PageRows } from '../account/rows.tsx'
import { PersonPage } from '../back/person-page.tsx'
import type { FormModel } from '../models/form-model.ts'
import { type OfficeDone, readOfficeDone } from '../models/office-area.ts'
import { chosenAct, numberIn, officeRows } from './office-rows.ts'
import { officeUrl } from './office-urls.ts'
import type { OfficeWeb } from './overview.tsx'
import { rolesIn } from './people.tsx'

async function show(web: OfficeWeb, { ctx, context, signedIn }: OwnAsked, form: FormModel) {
  const portal = context.portal.stored
  const order = { actor: signedIn, id: numberIn(context.params.id) }
  const user = await findPerson(web.accounts, portal, order)
  const [groups, identities] = await Promise.all([
    web.accounts.groups.groupsOf(portal.id, user.id),
    web.accounts.identities.identitiesOf(portal.id, user.id),
  ])
  const model = {
    ...{ form, name: user.name, email: user.email, state: user.state, roles: user.roles },
    ...{ signedInOn: user.signedInOn, hasPassword: user.password !== null || identities.length > 0 },
    done: readOfficeDone(context.query.get('done')),
    groups: groups.map(({ slug, name }) => ({
      label: resolveText(name, ctx.language, portal.config.languages[0]),
      href: officeUrl(ctx.language, 'groups', { below: `${slug}/` }),
    })),
    providers: identities.map(({ provider }) => provider),
  }
  return <PersonPage ctx={ctx} model={model} />
}

interface Order extends PersonOrder {
  readonly web: OfficeWeb
  readonly portal: StoredPortal
  readonly form: URLSearchParams
}

/** What was done, and whether there is still somebody to show. */
interface DoneAct {
  readonly done: OfficeDone
  readonly gone?: true
}

const ACTS: Readonly<Record<string, (order: Order) => Promise<DoneAct>>> = {
  roles: async ({ web, portal, form, ...order }) => {
    await setRoles(web.accounts, portal, { ...order, roles: rolesIn(form) })
    return { done: 'roles' }
  },
  approve: async ({ web, portal, ...order }) => {
    await approve(web.accounts, portal, order)
    return { done: 'approved' }
  },
  refuse: async ({ web, portal, ...order }) => {
    const gone = await refuse(web.accounts, portal, order)
    // else somebody else was faster, and let them in
    return gone ? { done: 'refused', gone } : { done: 'approved' }
  },
  invite: async ({ web, portal, ...order }) => {
    await mailInvitation(web.accounts, portal, await findPerson(web.accounts, portal, order))
    return { done: 'invited' }
  },
  suspend: async ({ web, portal, ...order }) => {
    await suspend(web.accounts, portal, order)
    return { done: 'suspended' }
  },
  resume: async ({ web, portal, ...order }) => {
    await resume(web.accounts, portal, order)
    return { done: 'resumed' }
  },
  sign_out: async ({ web, portal, ...order }) => {
    await signOutPerson(web.accounts, portal, order)
    return { done: 'signed_out' }
  },
  remove: async ({ web, portal, ...order }) => {
    await removePerson(web.accounts, portal, order)
    return { done: 'removed', gone: true }
  },
}

async function act(web: OfficeWeb, { ctx, context, signedIn }: OwnAsked<ActionContext>) {
  const { form, portal, params } = context
  const id = numberIn(params.id)
  const chosen = chosenAct(ACTS, form.get('act'))
  const { done, gone } = await chosen({ web, portal: portal.stored, form, id, actor: signedIn })
  const below = gone === true ? '' : `${id}/`
  return goTo(officeUrl(ctx.language, 'people', { below, params: { done } }))
}

/** One person, and everything that may be done about them. */
export const personRows = (web: OfficeWeb): PageRows =>
  officeRows(
    web,
    { page: 'people', below: ':id/' },
    {
      page: (asked, form) => show(web, asked, form),
      act: asked => act(web, asked),
    },
  )
