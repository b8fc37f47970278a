import { passkeySignIn } from '../../../app/account/passkey-sign-in.ts'
import { type SignInOutcome, signIn } from '../../../app/account/sign-in.ts'
import { isSignUpOpen } from '../../../app/account/sign-up.ts'
import { VitrineError } from '../../../core/errors.ts'
import type { ActionContext } from '../../context.ts'
import { SignInPage } from '../front/account/sign-in-page.tsx'
import type { FormModel } from '../models/form-model.ts'
import { providersOf } from '../models/provider-links.ts'
import { type AccountWeb, type Asked, nextOf, placeOf } from './asked.ts'
import { readPasskeyAnswer } from './passkey-answer.ts'
import { formRows, type PageRows } from './rows.tsx'
import { signInReply } from './sign-in-reply.tsx'

const show = (asked: Asked, form: FormModel) => {
  const { ctx, context } = asked
  const { stored } = context.portal
  const model = {
    form,
    next: form.values.next ?? nextOf(asked),
    providers: providersOf(stored.config, ctx.language),
    signUp: isSignUpOpen(stored),
    gatekeeper: stored.config.access === 'private' ? stored.config.legal.email : null,
  }
  return <SignInPage ctx={ctx} model={model} />
}

/** With a passkey alone: the session that waits for its answer began when the browser was asked. */
async function withPasskey(asked: Asked<ActionContext>, answer: string): Promise<SignInOutcome> {
  const { session } = asked.context
  if (session?.state !== 'pre') throw new VitrineError('passkey_refused')
  const place = placeOf(asked, asked.context.form.get('kept') === 'yes')
  const response = readPasskeyAnswer(answer)
  const outcome = await passkeySignIn(asked.web.accounts, place, { pre: session.pre, response })
  if (outcome.outcome === 'refused') throw new VitrineError('passkey_refused')
  return outcome
}

async function act(asked: Asked<ActionContext>) {
  const { web, ctx, context } = asked
  const { form } = context
  const passkey = form.get('passkey')
  if (passkey !== null) {
    const outcome = await withPasskey(asked, passkey)
    return signInReply(asked, outcome, homeOf(outcome, nextOf(asked, form), ctx.language))
  }
  const outcome = await signIn(web.accounts, placeOf(asked, form.get('kept') === 'yes'), {
    email: form.get('email') ?? '',
    password: form.get('password') ?? '',
  })
  return signInReply(asked, outcome, homeOf(outcome, nextOf(asked, form), ctx.language))
}

/** Whoever asked for nothing in particular finds the portal in the language of their profile (privacy.md §1.4). */
function homeOf(outcome: SignInOutcome, next: string, language: string): string {
  const { user } = outcome.outcome === 'signed_in' ? outcome : { user: null }
  return next === `/${language}/` && user?.language ? `/${user.language}/` : next
}

/** Sign-in with address and password: one answer for whatever is wrong with them (privacy.md S39). */
export const signInRows = (web: AccountWeb): PageRows =>
  formRows(web, 'sign_in', {
    page: show,
    act,
    faults: { proof_refused: { field: 'password', text: 'sign-in.refused' } },
  })
