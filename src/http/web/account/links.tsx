import { acceptLink, type OpenedLink, openLink, reopenLink } from '../../../app/account/one-time-links.ts'
import type { TokenKind } from '../../../app/ports/account-store.ts'
import { VitrineError } from '../../../core/errors.ts'
import type { ActionContext } from '../../context.ts'
import { sessionCookie } from '../../cookies/session-cookie.ts'
import { type Reply, text } from '../../reply.ts'
import { type AccountPage, accountUrl, signInUrl } from '../account-urls.ts'
import { ChoosePasswordPage } from '../front/account/choose-password-page.tsx'
import { MessagePage } from '../front/account/message-page.tsx'
import type { FormModel } from '../models/form-model.ts'
import { type AccountWeb, type Asked, placeOf } from './asked.ts'
import { linkData, readLink } from './link-session.ts'
import { formRows, goTo, type PageRows, personalPage } from './rows.tsx'
import { signInReply } from './sign-in-reply.tsx'

/** Links that end with the choice of a password. */
type WelcomeKind = Exclude<TokenKind, 'change_email'>

/** Kinds of tokens that the links of a page carry. */
const KINDS = {
  confirm: ['confirm'],
  reset: ['reset'],
  welcome: ['invitation', 'first_administrator'],
} as const satisfies Partial<Record<AccountPage, readonly WelcomeKind[]>>
type LinkPage = keyof typeof KINDS

/** The first of some attempts that is no `token_refused`; null when all are. */
async function firstGood<T, R>(candidates: readonly T[], open: (one: T) => Promise<R>): Promise<R | null> {
  for (const candidate of candidates)
    try {
      return await open(candidate)
    } catch (thrown) {
      if (!(thrown instanceof VitrineError) || thrown.code !== 'token_refused') throw thrown
    }
  return null
}

/**
 * Moves the token out of the address: into the session that is there, for looking at a link ends none, or into one before
 * sign-in.
 */
async function takeIn(asked: Asked, page: LinkPage, token: string): Promise<Reply> {
  const { web, ctx, context } = asked
  const portal = context.portal.stored
  const opened = await firstGood(KINDS[page], kind => openLink(web.accounts, portal, { kind, token }))
  if (opened === null) return refused(asked)
  const [to, data] = [accountUrl(ctx.language, page), linkData(opened.proof)]
  if (context.signedIn !== null) {
    await web.accounts.sessions.hold(context.signedIn.session, data)
    return goTo(to)
  }
  const { id, keptSeconds } = await web.accounts.desk.startPre(placeOf(asked), data, context.presented)
  return goTo(to, { cookies: [sessionCookie(id, keptSeconds)] })
}

/** What a session holds of a link of this page; null when nothing, or when it is no good any more. */
async function held({ web, context }: Asked, page: LinkPage): Promise<OpenedLink | null> {
  const { session } = context
  const data = session?.state === 'pre' ? session.pre.data : session?.state === 'live' ? session.held : null
  const proof = data === null ? null : readLink(data)
  if (proof === null || !KINDS[page].some(kind => kind === proof.kind)) return null
  return firstGood([proof], one => reopenLink(web.accounts, context.portal.stored, one))
}

/** Whoever only looks ahead opens no link: the browser asks again when it is followed (privacy.md C64). */
export const notYet: Reply = text('', { status: 503 })

/** One answer for every link that is no good: nothing tells whether it ever was. */
export function refused(asked: Asked): Reply {
  const { t, language } = asked.ctx
  const links = [
    { label: t('forgotten.title'), href: accountUrl(language, 'forgotten') },
    { label: t('sign-in.title'), href: signInUrl(language, `/${language}/`) },
  ]
  const model = { title: t('link.refused.title'), text: t('link.refused.text'), links }
  return personalPage(asked, <MessagePage ctx={asked.ctx} model={model} />, { status: 410 })
}

const isWelcome = (kind: TokenKind): kind is WelcomeKind => kind !== 'change_email'

async function show(asked: Asked, form: FormModel, page: LinkPage) {
  const token = asked.context.query.get('token')
  if (token !== null) return asked.context.visitor.looksAhead ? notYet : takeIn(asked, page, token)
  const opened = await held(asked, page)
  if (opened === null || !isWelcome(opened.proof.kind)) return refused(asked)
  const { signedIn } = asked.context
  const model = {
    ...{ form, kind: opened.proof.kind, email: opened.user?.email ?? null },
    present: signedIn === null || signedIn.user.id === opened.user?.id ? null : signedIn.user.email,
  }
  return <ChoosePasswordPage ctx={asked.ctx} model={model} />
}

async function act(asked: Asked<ActionContext>, page: LinkPage) {
  const { web, ctx, context } = asked
  const opened = await held(asked, page)
  if (opened === null) return refused(asked)
  const { form } = context
  const outcome = await acceptLink(web.accounts, placeOf(asked), {
    proof: opened.proof,
    form: {
      password: form.get('password') ?? '',
      name: form.get('name') ?? '',
      email: form.get('email') ?? '',
    },
  })
  return signInReply(asked, outcome, `/${ctx.language}/`)
}

/** The pages that links of mails and of the command line lead to. */
export const linkRows = (web: AccountWeb): readonly PageRows[] =>
  (['confirm', 'reset', 'welcome'] as const).map(page =>
    formRows(web, page, {
      page: (asked, form) => show(asked, form, page),
      act: asked => act(asked, page),
    }),
  )
