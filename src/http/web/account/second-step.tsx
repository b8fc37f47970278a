import {
  passSecondFactor,
  type SecondProof,
  secondFactorChoices,
} from '../../../app/account/second-factor.ts'
import { VitrineError } from '../../../core/errors.ts'
import type { ActionContext } from '../../context.ts'
import { signInUrl } from '../account-urls.ts'
import { SecondStepPage } from '../front/account/second-step-page.tsx'
import type { FormModel } from '../models/form-model.ts'
import { type AccountWeb, type Asked, nextOf, placeOf } from './asked.ts'
import { readPasskeyAnswer } from './passkey-answer.ts'
import { formRows, goTo, type PageRows } from './rows.tsx'
import { signInReply } from './sign-in-reply.tsx'

/** The session that waits for the second step; null when none does. */
const waiting = ({ context: { session } }: Asked) => (session?.state === 'pre' ? session.pre : null)

async function show(asked: Asked, form: FormModel) {
  const { web, ctx } = asked
  const pre = waiting(asked)
  const choices = pre === null ? null : await secondFactorChoices(web.accounts, pre)
  const next = form.values.next ?? nextOf(asked)
  if (choices === null) return goTo(signInUrl(ctx.language, next))
  return <SecondStepPage ctx={ctx} model={{ form, next, choices }} />
}

function proofOf(form: URLSearchParams): SecondProof {
  const [recoveryCode, passkey] = [form.get('recovery'), form.get('passkey')]
  if (passkey !== null) return { passkey: readPasskeyAnswer(passkey) }
  return recoveryCode === null ? { totp: form.get('code') ?? '' } : { recoveryCode }
}

async function act(asked: Asked<ActionContext>) {
  const { web, context } = asked
  const { form } = context
  const pre = waiting(asked)
  if (pre === null) return goTo(signInUrl(asked.ctx.language, nextOf(asked, form)))
  const proof = proofOf(form)
  const outcome = await passSecondFactor(web.accounts, placeOf(asked), { pre, proof })
  if (outcome.outcome === 'refused' && 'recoveryCode' in proof) throw new VitrineError('token_refused')
  if (outcome.outcome === 'refused' && 'passkey' in proof) throw new VitrineError('passkey_refused')
  return signInReply(asked, outcome, nextOf(asked, form))
}

/** The second step of signing in; ten minutes after the first one everything begins again. */
export const secondStepRows = (web: AccountWeb): PageRows =>
  formRows(web, 'second_step', {
    page: show,
    act,
    faults: {
      proof_refused: { field: 'code', text: 'second-step.refused' },
      token_refused: { field: 'recovery', text: 'second-step.recovery_refused' },
    },
  })
