import {
  addGroup,
  addMember,
  changeGroup,
  findGroup,
  type GroupOrder,
  grantToGroup,
  listGroups,
  membersOf,
  removeGroup,
  removeMember,
  withdrawFromGroup,
} from '../../../app/account/groups.ts'
import type { StoredPortal } from '../../../app/ports/catalog-store.ts'
import type { StoredGroup } from '../../../app/ports/group-store.ts'
import { VitrineError } from '../../../core/errors.ts'
import { type LanguageMap, resolveText } from '../../../core/i18n/language-map.ts'
import type { ActionContext, RequestContext } from '../../context.ts'
import type { OwnAsked } from '../account/asked.ts'
import { goTo, type PageRows } from '../account/rows.tsx'
import { GroupPage, type ShownGrant } from '../back/group-page.tsx'
import { GroupsPage } from '../back/groups-page.tsx'
import type { FormModel } from '../models/form-model.ts'
import { readOfficeDone } from '../models/office-area.ts'
import { said } from '../models/text.ts'
import { datasetNames } from './dataset-names.ts'
import { chosenAct, numberIn, officeRows } from './office-rows.ts'
import { officeUrl } from './office-urls.ts'
import type { OfficeWeb } from './overview.tsx'
import { rolesIn } from './people.tsx'

/** Names in the languages of the portal; the first one's field has no tag. */
const namesIn = (form: URLSearchParams, [first, ...others]: readonly string[]): LanguageMap =>
  Object.fromEntries([
    [first ?? 'en', form.get('name') ?? ''],
    ...others.map(tag => [tag, form.get(`name_${tag}`) ?? ''] as const),
  ])

/** The form of this act, when it was sent and is shown again. */
const sentOf = (context: RequestContext, act: string | null): URLSearchParams | null => {
  const form = 'form' in context && context.form instanceof URLSearchParams ? context.form : null
  return form?.get('act') === act ? form : null
}

async function showAll(web: OfficeWeb, { ctx, context, signedIn }: OwnAsked, form: FormModel) {
  const portal = context.portal.stored
  const groups = await listGroups(web.accounts, portal, signedIn)
  const model = {
    form,
    done: readOfficeDone(context.query.get('done')),
    groups: groups.map(({ slug, name, members }) => ({
      ...{ slug, members, name: said(name, ctx.language, portal.config.languages[0]) },
    })),
    ticked: sentOf(context, null)?.getAll('role') ?? [],
  }
  return <GroupsPage ctx={ctx} model={model} />
}

async function add(web: OfficeWeb, { ctx, context, signedIn }: OwnAsked<ActionContext>) {
  const { form, portal } = context
  const { slug } = await addGroup(web.accounts, portal.stored, {
    actor: signedIn,
    slug: form.get('slug') ?? '',
    name: namesIn(form, portal.stored.config.languages),
    roles: rolesIn(form),
  })
  return goTo(officeUrl(ctx.language, 'groups', { below: `${slug}/`, params: { done: 'saved' } }))
}

/** All groups, and making one. */
export const groupsRows = (web: OfficeWeb): PageRows =>
  officeRows(
    web,
    { page: 'groups' },
    {
      page: (asked, form) => showAll(web, asked, form),
      act: asked => add(web, asked),
    },
  )

async function showOne(web: OfficeWeb, { ctx, context, signedIn }: OwnAsked, form: FormModel) {
  const portal = context.portal.stored
  const order = { actor: signedIn, slug: context.params.slug ?? '' }
  const group = await findGroup(web.accounts, portal, order)
  const members = await membersOf(web.accounts, portal, order)
  const names = await datasetNames(web.accounts, portal)
  const model = {
    form: { ...form, values: { ...valuesOf(group, portal), ...recordsOf(context), ...form.values } },
    done: readOfficeDone(context.query.get('done')),
    title: resolveText(group.name, ctx.language, portal.config.languages[0]),
    slug: group.slug,
    ticked: sentOf(context, 'settings')?.getAll('role') ?? group.roles,
    members: members.map(({ user: { id, name, email }, provider }) => ({ id, name, email, provider })),
    grants: group.grants.map(
      ({ dataset, permissions, where, fields }): ShownGrant => ({
        ...{ uid: dataset, dataset: names.get(dataset) ?? dataset, where, fields },
        records: permissions.includes('records.read'),
      }),
    ),
    datasets: [...names.values()].toSorted(),
  }
  return <GroupPage ctx={ctx} model={model} />
}

/** Whether records are granted: as it was sent, and else they are. */
const recordsOf = (context: RequestContext): Readonly<Record<string, string>> =>
  sentOf(context, 'grant') === null ? { records: 'yes' } : {}

/** What stands in the form of somebody who has typed nothing yet. */
function valuesOf({ name }: StoredGroup, { config }: StoredPortal): Readonly<Record<string, string>> {
  const [first, ...others] = config.languages
  return {
    name: name[first] ?? '',
    ...Object.fromEntries(others.map(tag => [`name_${tag}`, name[tag] ?? ''])),
  }
}

interface Order extends GroupOrder {
  readonly web: OfficeWeb
  readonly portal: StoredPortal
  readonly form: URLSearchParams
}

const textIn = (form: URLSearchParams, name: string): string | null => {
  const text = (form.get(name) ?? '').trim()
  return text === '' ? null : text
}

const listIn = (form: URLSearchParams, name: string): readonly string[] | null =>
  textIn(form, name)
    ?.split(',')
    .map(word => word.trim())
    .filter(word => word !== '') ?? null

const ACTS: Readonly<Record<string, (order: Order) => Promise<unknown>>> = {
  settings: ({ web, portal, form, ...order }) =>
    changeGroup(web.accounts, portal, {
      ...order,
      name: namesIn(form, portal.config.languages),
      roles: rolesIn(form),
    }),
  add: ({ web, portal, form, ...order }) =>
    addMember(web.accounts, portal, { ...order, email: form.get('email') ?? '' }),
  take_out: ({ web, portal, form, ...order }) =>
    removeMember(web.accounts, portal, { ...order, id: numberIn(form.get('member') ?? undefined) }),
  grant: ({ web, portal, form, ...order }) =>
    grantToGroup(web.accounts, portal, {
      ...order,
      access: {
        dataset: textIn(form, 'dataset') ?? '',
        records: form.get('records') === 'yes',
        where: textIn(form, 'where'),
        fields: listIn(form, 'fields'),
      },
    }),
  withdraw: ({ web, portal, form, ...order }) =>
    withdrawFromGroup(web.accounts, portal, { ...order, uid: form.get('uid') ?? '' }),
}

async function change(web: OfficeWeb, { ctx, context, signedIn }: OwnAsked<ActionContext>) {
  const { form, params, portal } = context
  if (params.slug === undefined) throw new VitrineError('uri_unknown')
  const order = { web, portal: portal.stored, form, actor: signedIn, slug: params.slug }
  if (form.get('act') === 'remove') {
    await removeGroup(web.accounts, portal.stored, order)
    return goTo(officeUrl(ctx.language, 'groups', { params: { done: 'group_removed' } }))
  }
  await chosenAct(ACTS, form.get('act'))(order)
  return goTo(officeUrl(ctx.language, 'groups', { below: `${params.slug}/`, params: { done: 'saved' } }))
}

/** One group: what it is called, who is in it, what it opens. */
export const groupRows = (web: OfficeWeb): PageRows =>
  officeRows(
    web,
    { page: 'groups', below: ':slug/' },
    {
      page: (asked, form) => showOne(web, asked, form),
      act: asked => change(web, asked),
    },
  )
