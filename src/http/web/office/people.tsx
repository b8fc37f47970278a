import { invite, listPeople, mailInvitation } from '../../../app/account/people.ts'
import { ACCOUNT_STATES } from '../../../core/account/account.ts'
import { isRoleName, type RoleName } from '../../../core/account/roles.ts'
import type { ActionContext } from '../../context.ts'
import type { OwnAsked } from '../account/asked.ts'
import { goTo, type PageRows } from '../account/rows.tsx'
import { PeoplePage } from '../back/people-page.tsx'
import type { FormModel } from '../models/form-model.ts'
import { readOfficeDone } from '../models/office-area.ts'
import { pagerOf } from '../models/pager.ts'
import { officeRows } from './office-rows.ts'
import { officeUrl } from './office-urls.ts'
import type { OfficeWeb } from './overview.tsx'

const SIZE = 50
const LONGEST_SEARCH = 200
/** Further on than anybody is. */
const LAST_PAGE = 1_000_000

/** Roles that were ticked in a form; what is none is left out. */
export const rolesIn = (form: URLSearchParams): readonly RoleName[] => form.getAll('role').filter(isRoleName)

async function show(web: OfficeWeb, { ctx, context, signedIn }: OwnAsked, form: FormModel) {
  const { query } = context
  const search = (query.get('search') ?? '').trim().slice(0, LONGEST_SEARCH)
  const state = ACCOUNT_STATES.find(one => one === query.get('state')) ?? null
  const page = Math.min(LAST_PAGE, Math.max(1, Number.parseInt(query.get('page') ?? '', 10) || 1))
  const { users, total } = await listPeople(web.accounts, context.portal.stored, {
    actor: signedIn,
    question: { search: search === '' ? null : search, state, offset: (page - 1) * SIZE, limit: SIZE },
  })
  const kept = { ...(search === '' ? {} : { search }), ...(state === null ? {} : { state }) }
  const href = (number: number): string =>
    officeUrl(ctx.language, 'people', { params: { ...kept, page: String(number) } })
  const ticked =
    'form' in context && context.form instanceof URLSearchParams ? rolesIn(context.form) : ['reader']
  const model = {
    ...{ form, people: users, total, search, state, ticked, done: readOfficeDone(query.get('done')) },
    pager: pagerOf({ page, size: SIZE, total, href }),
  }
  return <PeoplePage ctx={ctx} model={model} />
}

async function act(web: OfficeWeb, { ctx, context, signedIn }: OwnAsked<ActionContext>) {
  const portal = context.portal.stored
  const user = await invite(web.accounts, portal, {
    actor: signedIn,
    email: context.form.get('email') ?? '',
    name: context.form.get('name') ?? '',
    roles: rolesIn(context.form),
    language: null,
  })
  await mailInvitation(web.accounts, portal, user)
  return goTo(officeUrl(ctx.language, 'people', { below: `${user.id}/`, params: { done: 'invited' } }))
}

/** Everybody of the portal, and inviting more. */
export const peopleRows = (web: OfficeWeb): PageRows =>
  officeRows(
    web,
    { page: 'people' },
    {
      page: (asked, form) => show(web, asked, form),
      act: asked => act(web, asked),
    },
  )
