import {
  addPasskey,
  beginTotp,
  confirmTotp,
  type FactorAdded,
  ownFactors,
  renewRecoveryCodes,
} from '../../../app/account/own-factors.ts'
import { sessionCookie } from '../../cookies/session-cookie.ts'
import type { Reply } from '../../reply.ts'
import { accountUrl } from '../account-urls.ts'
import { AppPage } from '../front/account/app-page.tsx'
import { CodesPage, NewCodesPage } from '../front/account/codes-page.tsx'
import { NewPasskeyPage } from '../front/account/new-passkey-page.tsx'
import type { AccountWeb, OwnAsked } from './asked.ts'
import { ownPlaceOf, requireProof } from './own-place.ts'
import { readPasskeyAnswer } from './passkey-answer.ts'
import { goTo, ownForm, type PageRows, personalPage } from './rows.tsx'

/** A factor counts from now on: recovery codes are shown if there were none, under the session's new identifier. */
function added(asked: OwnAsked, { session, recoveryCodes }: FactorAdded): Reply {
  const cookies = [sessionCookie(session.id, session.keptSeconds)]
  const { ctx } = asked
  return recoveryCodes === null
    ? goTo(accountUrl(ctx.language, 'security', { done: 'factor_added' }), { cookies })
    : personalPage(asked, <CodesPage ctx={ctx} codes={recoveryCodes} />, { cookies })
}

/** Codes of an app: the secret is made by a form, since looking at a page makes nothing. */
const appRows = (web: AccountWeb): PageRows =>
  ownForm(web, 'app', {
    page: async (asked, form) => {
      requireProof(asked)
      const { totp } = await ownFactors(web.accounts, asked)
      if (totp) return goTo(accountUrl(asked.ctx.language, 'security'))
      return <AppPage ctx={asked.ctx} model={{ form, setup: null, begun: form.faults.length > 0 }} />
    },
    act: async asked => {
      const { ctx, context } = asked
      if (context.form.get('step') === 'confirm')
        return added(
          asked,
          await confirmTotp(web.accounts, ownPlaceOf(asked), context.form.get('code') ?? ''),
        )
      const setup = await beginTotp(web.accounts, ownPlaceOf(asked))
      const form = { token: context.csrfToken(), faults: [], values: {} }
      return <AppPage ctx={ctx} model={{ form, setup, begun: true }} />
    },
    faults: { proof_refused: { field: 'code', text: 'second-step.refused' } },
  })

const passkeyRows = (web: AccountWeb): PageRows =>
  ownForm(web, 'new_passkey', {
    page: (asked, form) => {
      requireProof(asked)
      return <NewPasskeyPage ctx={asked.ctx} form={{ ...form, values: { name: form.values.name ?? '' } }} />
    },
    act: async asked => {
      const { form } = asked.context
      const response = readPasskeyAnswer(form.get('passkey') ?? '')
      const name = form.get('name') ?? ''
      return added(asked, await addPasskey(web.accounts, ownPlaceOf(asked), { name, response }))
    },
  })

const codesRows = (web: AccountWeb): PageRows =>
  ownForm(web, 'recovery_codes', {
    page: (asked, form) => {
      requireProof(asked)
      return <NewCodesPage ctx={asked.ctx} form={form} />
    },
    act: async asked => (
      <CodesPage ctx={asked.ctx} codes={await renewRecoveryCodes(web.accounts, ownPlaceOf(asked))} />
    ),
  })

/** Setting second factors up. */
export const factorsRows = (web: AccountWeb): readonly PageRows[] => [
  appRows(web),
  passkeyRows(web),
  codesRows(web),
]
