import {
  type Arrived,
  arriveAgain,
  beginMove,
  completeMove,
  receiveMove,
} from '../../../app/account/move-between-hosts.ts'
import { originUnder } from '../../../core/account/host-move.ts'
import { VitrineError } from '../../../core/errors.ts'
import type { ActionContext } from '../../context.ts'
import { sessionCookie } from '../../cookies/session-cookie.ts'
import type { Reply } from '../../reply.ts'
import { leadingPolicy } from '../../security-headers.ts'
import { accountUrl, signInUrl } from '../account-urls.ts'
import { MessagePage } from '../front/account/message-page.tsx'
import { ArrivalPage, LeavingPage } from '../front/account/move-pages.tsx'
import { type AccountWeb, type Asked, type OwnAsked, placeOf } from './asked.ts'
import { ownPlaceOf } from './own-place.ts'
import { actionRow, formRows, goTo, own, type PageRows, pageRows, personalPage } from './rows.tsx'

const toProfile = ({ ctx }: Asked): Reply => goTo(accountUrl(ctx.language, 'profile'))

/** A page whose only form leads to the other host, with the code in its body and in no address. */
async function leave(asked: OwnAsked<ActionContext>): Promise<Reply> {
  const { web, ctx, context } = asked
  const host = context.form.get('host') ?? ''
  const code = await beginMove(web.accounts, ownPlaceOf(asked), host)
  const origin = originUnder(context.origin, host)
  const model = { host, code, action: `${origin}${accountUrl(ctx.language, 'arrive')}` }
  return personalPage(asked, <LeavingPage ctx={ctx} model={model} />, {
    headers: { 'content-security-policy': leadingPolicy(context.portal.stored.config, origin) },
  })
}

/** One answer for every code that opens nothing. */
function refused(asked: Asked, thrown: unknown): Reply {
  if (!(thrown instanceof VitrineError) || thrown.code !== 'move_refused') throw thrown
  const { t, language } = asked.ctx
  const links = [{ label: t('sign-in.title'), href: signInUrl(language, accountUrl(language, 'profile')) }]
  const model = { title: t('move.refused.title'), text: t('error.move_refused'), links }
  return personalPage(asked, <MessagePage ctx={asked.ctx} model={model} />, { status: 403 })
}

const asksForWord = (asked: Asked, { user, code, fromHost }: Arrived, present: string | null): Reply =>
  personalPage(
    asked,
    <ArrivalPage ctx={asked.ctx} model={{ name: user.name, email: user.email, code, fromHost, present }} />,
  )

async function receive(asked: Asked<ActionContext>): Promise<Reply> {
  const { form, sentFrom } = asked.context
  const sent = {
    code: form.get('code') ?? '',
    from: sentFrom === null ? null : new URL(sentFrom).hostname,
  }
  return asksForWord(asked, await receiveMove(asked.web.accounts, placeOf(asked), sent), null)
}

/** Somebody who is signed in here already is asked before that ends, and nothing happens when it is them. */
async function confirm(asked: Asked<ActionContext>): Promise<Reply> {
  const { web, ctx, context } = asked
  const { form, signedIn } = context
  const code = form.get('code') ?? ''
  if (signedIn !== null && form.get('replace') !== 'yes') {
    const arrived = await arriveAgain(web.accounts, placeOf(asked), code)
    return arrived.user.id === signedIn.user.id
      ? toProfile(asked)
      : asksForWord(asked, arrived, signedIn.user.email)
  }
  const { id, keptSeconds } = await completeMove(web.accounts, placeOf(asked), code)
  return goTo(accountUrl(ctx.language, 'profile', { done: 'moved' }), {
    cookies: [sessionCookie(id, keptSeconds)],
  })
}

const refusing =
  (act: (asked: Asked<ActionContext>) => Promise<Reply>) =>
  (asked: Asked<ActionContext>): Promise<Reply> =>
    act(asked).catch((thrown: unknown) => refused(asked, thrown))

/**
 * Moving to another host of the portal while signed in (privacy.md I7). A form of class T here; over there its code
 * arrives from a foreign origin, which only pages of this portal may be, and no cookie is looked at; whoever came says on
 * that host's own page that it is them, by class O: the page before could not know their session, and the code is theirs.
 */
export const hostsRows = (web: AccountWeb): readonly PageRows[] => [
  formRows(web, 'hosts', { page: toProfile, act: own(leave) }),
  {
    routes: pageRows(web, 'arrive', toProfile).routes,
    actions: [actionRow(web, 'arrive', refusing(receive), { guard: 'alias', sessionless: true })],
  },
  {
    routes: pageRows(web, 'arrived', toProfile).routes,
    actions: [actionRow(web, 'arrived', refusing(confirm), { guard: 'origin' })],
  },
]
