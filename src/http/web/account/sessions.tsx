import type { ActionContext } from '../../context.ts'
import { sessionCookie } from '../../cookies/session-cookie.ts'
import { accountUrl } from '../account-urls.ts'
import { SessionsPage } from '../front/account/sessions-page.tsx'
import type { FormModel } from '../models/form-model.ts'
import { readDone } from '../models/own-area.ts'
import type { AccountWeb, OwnAsked } from './asked.ts'
import { goTo, ownForm, type PageRows } from './rows.tsx'

async function show({ web, ctx, context, signedIn }: OwnAsked, form: FormModel) {
  const listed = await web.accounts.desk.list(context.portal.stored, signedIn)
  const sessions = listed.map(({ session, ...rest }) => ({ ...rest, id: session }))
  return <SessionsPage ctx={ctx} model={{ form, sessions, done: readDone(context.query.get('done')) }} />
}

async function act({ web, ctx, context, signedIn }: OwnAsked<ActionContext>) {
  const { desk } = web.accounts
  const portal = context.portal.stored
  const asked = context.form.get('session')
  if (asked === 'others') {
    const { id, keptSeconds } = await desk.endOthers(portal, signedIn)
    return goTo(accountUrl(ctx.language, 'sessions', { done: 'sessions' }), {
      cookies: [sessionCookie(id, keptSeconds)],
    })
  }
  const session = Number(asked)
  const own = await desk.list(portal, signedIn)
  // one that has ended meanwhile is what was asked for
  if (own.some(one => one.session === session)) await desk.revoke(portal, signedIn, session)
  return goTo(accountUrl(ctx.language, 'sessions', { done: 'session' }))
}

/** Where somebody is signed in: each can be ended, all others at once. */
export const sessionsRows = (web: AccountWeb): PageRows => ownForm(web, 'sessions', { page: show, act })
