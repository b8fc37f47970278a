import { acceptEmailChange, openLink } from '../../../app/account/one-time-links.ts'
import { requestEmailChange } from '../../../app/account/own-account.ts'
import type { TokenProof } from '../../../app/ports/account-store.ts'
import { VitrineError } from '../../../core/errors.ts'
import type { ActionContext } from '../../context.ts'
import { sessionCookie } from '../../cookies/session-cookie.ts'
import type { Reply } from '../../reply.ts'
import { accountUrl, signInUrl } from '../account-urls.ts'
import { ConfirmEmailPage } from '../front/account/confirm-email-page.tsx'
import { ChangeEmailPage } from '../front/account/password-page.tsx'
import { type AccountWeb, type Asked, placeOf } from './asked.ts'
import { linkData, readLink } from './link-session.ts'
import { notYet, refused } from './links.tsx'
import { requireProof } from './own-place.ts'
import { formRows, goTo, ownForm, type PageRows } from './rows.tsx'

const askRows = (web: AccountWeb): PageRows =>
  ownForm(web, 'change_email', {
    page: (asked, form) => {
      requireProof(asked)
      return <ChangeEmailPage ctx={asked.ctx} form={form} email={asked.signedIn.user.email} />
    },
    act: async ({ ctx, context, signedIn }) => {
      const email = context.form.get('email') ?? ''
      await requestEmailChange(web.accounts, context.portal.stored, { signedIn, email })
      return goTo(accountUrl(ctx.language, 'profile', { done: 'email_sent' }))
    },
  })

const isRefused = (thrown: unknown): boolean =>
  thrown instanceof VitrineError && thrown.code === 'token_refused'

/** Moves the token out of the address: into the session that is there, or into one that waits. */
async function takeIn(asked: Asked, token: string): Promise<Reply> {
  const { web, ctx, context } = asked
  const { desk, sessions } = web.accounts
  const { proof } = await openLink(web.accounts, context.portal.stored, { kind: 'change_email', token })
  const to = accountUrl(ctx.language, 'email')
  const { signedIn } = context
  if (signedIn !== null) {
    await sessions.hold(signedIn.session, linkData(proof))
    return goTo(to)
  }
  const { id, keptSeconds } = await desk.startPre(placeOf(asked), linkData(proof), context.presented)
  return goTo(to, { cookies: [sessionCookie(id, keptSeconds)] })
}

async function proofOf({ web, context }: Asked): Promise<TokenProof | null> {
  const { session, signedIn } = context
  if (session?.state === 'pre') return readLink(session.pre.data)
  if (signedIn === null) return null
  return readLink((await web.accounts.sessions.takeHeld(signedIn.session)) ?? {})
}

async function confirm(asked: Asked<ActionContext>): Promise<Reply> {
  const { web, ctx, context } = asked
  const portal = context.portal.stored
  const proof = await proofOf(asked)
  if (proof === null) throw new VitrineError('token_refused')
  const session = await acceptEmailChange(web.accounts, portal, { proof, signedIn: context.signedIn })
  const done = accountUrl(ctx.language, 'profile', { done: 'email' })
  if (session === null) return goTo(context.signedIn === null ? signInUrl(ctx.language, done) : done)
  return goTo(done, { cookies: [sessionCookie(session.id, session.keptSeconds)] })
}

const confirmRows = (web: AccountWeb): PageRows =>
  formRows(web, 'email', {
    page: async (asked, form) => {
      const token = asked.context.query.get('token')
      try {
        if (token === null) return <ConfirmEmailPage ctx={asked.ctx} form={form} />
        return asked.context.visitor.looksAhead ? notYet : await takeIn(asked, token)
      } catch (thrown) {
        if (isRefused(thrown)) return refused(asked)
        throw thrown
      }
    },
    act: async asked => {
      try {
        return await confirm(asked)
      } catch (thrown) {
        if (isRefused(thrown)) return refused(asked)
        throw thrown
      }
    },
  })

/** Another address: it counts once the link that was sent there is opened and confirmed. */
export const changeEmailRows = (web: AccountWeb): readonly PageRows[] => [askRows(web), confirmRows(web)]
