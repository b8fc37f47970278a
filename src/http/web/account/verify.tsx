import { ownUser } from '../../../app/account/own-account.ts'
import { type FreshProof, reauthenticate } from '../../../app/account/reauthenticate.ts'
import { ownIdentities } from '../../../app/account/ways-in.ts'
import { VitrineError } from '../../../core/errors.ts'
import type { ActionContext } from '../../context.ts'
import { sessionCookie } from '../../cookies/session-cookie.ts'
import { VerifyPage } from '../front/account/verify-page.tsx'
import type { FormModel } from '../models/form-model.ts'
import { providersOf } from '../models/provider-links.ts'
import { type AccountWeb, nextOf, type OwnAsked } from './asked.ts'
import { ownPlaceOf } from './own-place.ts'
import { readPasskeyAnswer } from './passkey-answer.ts'
import { goTo, ownForm, type PageRows } from './rows.tsx'

async function show(asked: OwnAsked, form: FormModel) {
  const { web, ctx, context, signedIn } = asked
  const { stored } = context.portal
  const [user, { totp, passkeys }, identities] = await Promise.all([
    ownUser(web.accounts, stored, signedIn),
    web.accounts.factors.summaryOf(signedIn.user.id),
    ownIdentities(web.accounts, stored, signedIn.user.id),
  ])
  const linked = new Set(identities.flatMap(({ by }) => (by === null ? [] : [by.id])))
  const model = {
    ...{ form, email: user.email, next: form.values.next ?? nextOf(asked) },
    choices: { totp, passkeys, password: user.password !== null },
    providers: providersOf(stored.config, ctx.language).filter(({ id }) => linked.has(id)),
  }
  return <VerifyPage ctx={ctx} model={model} />
}

function proofOf(form: URLSearchParams): FreshProof {
  const [code, passkey] = [form.get('code'), form.get('passkey')]
  if (passkey !== null) return { passkey: readPasskeyAnswer(passkey) }
  return code === null ? { password: form.get('password') ?? '' } : { totp: code }
}

async function act(asked: OwnAsked<ActionContext>) {
  const { form } = asked.context
  const proof = proofOf(form)
  const { id, keptSeconds } = await reauthenticate(asked.web.accounts, ownPlaceOf(asked), proof).catch(
    saidOf(proof),
  )
  return goTo(nextOf(asked, form), { cookies: [sessionCookie(id, keptSeconds)] })
}

/** Which of the ways was not right, so that the page says it there. */
const saidOf =
  (proof: FreshProof) =>
  (thrown: unknown): never => {
    const isRefused = thrown instanceof VitrineError && thrown.code === 'proof_refused'
    if (isRefused && 'passkey' in proof) throw new VitrineError('passkey_refused')
    if (isRefused && 'totp' in proof) throw new VitrineError('token_refused')
    throw thrown
  }

/** The proof that sensitive acts ask for; it is good for a quarter of an hour. */
export const verifyRows = (web: AccountWeb): PageRows =>
  ownForm(web, 'verify', {
    page: show,
    act,
    faults: {
      proof_refused: { field: 'password', text: 'verify.refused' },
      token_refused: { field: 'code', text: 'second-step.refused' },
    },
  })
