import type { SignInOutcome } from '../../../app/account/sign-in.ts'
import { VitrineError } from '../../../core/errors.ts'
import { NO_SESSION, sessionCookie } from '../../cookies/session-cookie.ts'
import type { Reply } from '../../reply.ts'
import { accountUrl } from '../account-urls.ts'
import { MessagePage } from '../front/account/message-page.tsx'
import type { Asked } from './asked.ts'
import { goTo, personalPage } from './rows.tsx'

/**
 * What follows an attempt to sign in: the page that was asked for, the second step, or why not. Throws `proof_refused`
 * and `too_many_attempts` for the form to say.
 */
export function signInReply(asked: Asked, outcome: SignInOutcome, next: string): Reply {
  const { language } = asked.ctx
  switch (outcome.outcome) {
    case 'signed_in':
      return goTo(next, { cookies: [sessionCookie(outcome.session.id, outcome.session.keptSeconds)] })
    case 'second_factor':
      return goTo(accountUrl(language, 'second_step', next === `/${language}/` ? {} : { next }), {
        cookies: [sessionCookie(outcome.session.id, outcome.session.keptSeconds)],
      })
    case 'refused':
      throw new VitrineError('proof_refused')
    case 'slow':
      throw new VitrineError('too_many_attempts', { seconds: outcome.retrySeconds })
    case 'inactive':
      return inactive(asked, outcome.state)
  }
}

/** Whoever knows the password may be told how things stand. */
function inactive(asked: Asked, state: 'unconfirmed' | 'unapproved' | 'suspended'): Reply {
  const { ctx, context } = asked
  const page = (
    <MessagePage
      ctx={ctx}
      model={{ title: ctx.t(`inactive.${state}.title`), text: ctx.t(`inactive.${state}.text`), links: [] }}
    />
  )
  return personalPage(asked, page, {
    status: 403,
    ...(context.presented === null || context.session?.state === 'live' ? {} : { cookies: [NO_SESSION] }),
  })
}
