import { makePortalKey, portalKeys, revokePortalKey } from '../../../app/account/portal-keys.ts'
import type { StoredKey } from '../../../app/ports/key-store.ts'
import { VitrineError } from '../../../core/errors.ts'
import type { ActionContext } from '../../context.ts'
import type { Made, OwnAsked } from '../account/asked.ts'
import { goTo, type PageRows } from '../account/rows.tsx'
import { KeysPage, type ListedKey, MadeKeyPage } from '../back/keys-page.tsx'
import type { FormModel } from '../models/form-model.ts'
import { readOfficeDone } from '../models/office-area.ts'
import { datasetNames } from './dataset-names.ts'
import { chosenAct, numberIn, officeRows } from './office-rows.ts'
import { officeUrl } from './office-urls.ts'
import type { OfficeWeb } from './overview.tsx'

async function show(web: OfficeWeb, { ctx, context, signedIn }: OwnAsked, form: FormModel) {
  const portal = context.portal.stored
  const keys = await portalKeys(web.accounts, portal, signedIn)
  const names = await datasetNames(web.accounts, portal)
  const now = web.accounts.clock.now().getTime()
  const model = {
    form,
    done: readOfficeDone(context.query.get('done')),
    keys: keys.map(key => listed(key, names, now)),
  }
  return <KeysPage ctx={ctx} model={model} />
}

const listed = (key: StoredKey, names: ReadonlyMap<string, string>, now: number): ListedKey => ({
  ...{ id: key.id, name: key.name, hint: key.hint, expiresAt: key.expiresAt, lastUsedOn: key.lastUsedOn },
  datasets: key.grants.some(({ dataset }) => dataset === '*')
    ? null
    : key.grants.map(({ dataset }) => names.get(dataset) ?? dataset),
  ofPerson: key.userId !== null,
  ended: key.revokedAt !== null || (key.expiresAt !== null && Date.parse(key.expiresAt) <= now),
})

type Act = (web: OfficeWeb, asked: OwnAsked<ActionContext>) => Promise<Made>

const make = async (web: OfficeWeb, { ctx, context, signedIn }: OwnAsked<ActionContext>) => {
  const { form, portal } = context
  const datasets = (form.get('dataset') ?? '')
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '')
  const { key } = await makePortalKey(web.accounts, portal.stored, {
    actor: signedIn,
    name: form.get('name') ?? '',
    datasets: datasets.length === 0 ? null : datasets,
    days: daysIn(form.get('days') ?? ''),
  })
  return <MadeKeyPage ctx={ctx} made={key} />
}

/** Days until a key ends; null for an empty field alone: what is no number must not make a key without an end. */
function daysIn(text: string): number | null {
  const said = text.trim()
  if (said === '') return null
  if (!/^\d{1,6}$/.test(said)) throw new VitrineError('argument_invalid', { name: 'days', value: said })
  return Number(said)
}

const revoke = async (web: OfficeWeb, { ctx, context, signedIn }: OwnAsked<ActionContext>) => {
  const key = numberIn(context.form.get('key') ?? undefined)
  await revokePortalKey(web.accounts, context.portal.stored, { actor: signedIn, key })
  return goTo(officeUrl(ctx.language, 'keys', { params: { done: 'key_revoked' } }))
}

const ACTS: Readonly<Record<string, Act>> = { make, revoke }

/** Keys of the portal, and those of its people. */
export const keysRows = (web: OfficeWeb): PageRows =>
  officeRows(
    web,
    { page: 'keys' },
    {
      page: (asked, form) => show(web, asked, form),
      act: asked => chosenAct(ACTS, asked.context.form.get('act'))(web, asked),
      faults: { argument_invalid: { field: 'days', text: 'office_keys.days_invalid' } },
    },
  )
