import { changeProfile } from '../../../app/account/own-account.ts'
import { otherHosts } from '../../../core/account/host-move.ts'
import type { ActionContext } from '../../context.ts'
import { accountUrl } from '../account-urls.ts'
import { ProfilePage } from '../front/account/profile-page.tsx'
import type { FormModel } from '../models/form-model.ts'
import { readDone } from '../models/own-area.ts'
import type { AccountWeb, OwnAsked } from './asked.ts'
import { goTo, ownForm, type PageRows } from './rows.tsx'

function show({ ctx, context, signedIn }: OwnAsked, form: FormModel) {
  const { name, language, email } = signedIn.user
  const values = form.faults.length === 0 ? { name, language: language ?? '' } : form.values
  const { secondFactorDue } = signedIn
  const done = readDone(context.query.get('done'))
  const hosts = otherHosts(context.portal.stored.config, new URL(context.origin).hostname)
  const model = { form: { ...form, values }, done, email, secondFactorDue, otherHosts: hosts }
  return <ProfilePage ctx={ctx} model={model} />
}

async function act({ web, ctx, context, signedIn }: OwnAsked<ActionContext>) {
  const language = context.form.get('language') || null
  const name = context.form.get('name') ?? ''
  await changeProfile(web.accounts, context.portal.stored, { signedIn, name, language })
  return goTo(accountUrl(ctx.language, 'profile', { done: 'profile' }))
}

/** Name and language of whoever is signed in. */
export const profileRows = (web: AccountWeb): PageRows => ownForm(web, 'profile', { page: show, act })
