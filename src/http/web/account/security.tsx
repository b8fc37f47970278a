import { changePassword, ownUser } from '../../../app/account/own-account.ts'
import { ownFactors, removePasskey, removeTotp } from '../../../app/account/own-factors.ts'
import { unlinkIdentity } from '../../../app/account/own-identities.ts'
import { ownIdentities } from '../../../app/account/ways-in.ts'
import { sessionCookie } from '../../cookies/session-cookie.ts'
import { accountUrl } from '../account-urls.ts'
import { PasswordPage } from '../front/account/password-page.tsx'
import { SecurityPage } from '../front/account/security-page.tsx'
import { providersIn } from '../models/linked-providers.ts'
import { readDone } from '../models/own-area.ts'
import type { AccountWeb } from './asked.ts'
import { ownPlaceOf, requireProof } from './own-place.ts'
import { goTo, ownForm, type PageRows } from './rows.tsx'

/** What opens the account, and what takes a factor away again. */
const overviewRows = (web: AccountWeb): PageRows =>
  ownForm(web, 'security', {
    page: async ({ ctx, context, signedIn }, form) => {
      const { stored } = context.portal
      const [user, factors, identities] = await Promise.all([
        ownUser(web.accounts, stored, signedIn),
        ownFactors(web.accounts, { signedIn }),
        ownIdentities(web.accounts, stored, signedIn.user.id),
      ])
      const model = {
        ...{ form, done: readDone(context.query.get('done')), hasPassword: user.password !== null },
        ...{ totp: factors.totp, recoveryCodes: factors.recoveryCodes, passkeys: factors.keys },
        ...providersIn(stored.config, ctx.language, identities),
      }
      return <SecurityPage ctx={ctx} model={model} />
    },
    act: async asked => {
      const { language } = asked.ctx
      const { form } = asked.context
      const [removed, issuer] = [form.get('remove'), form.get('unlink')]
      if (issuer !== null) {
        const { id, keptSeconds } = await unlinkIdentity(web.accounts, ownPlaceOf(asked), issuer)
        return goTo(accountUrl(language, 'security', { done: 'identity_unlinked' }), {
          cookies: [sessionCookie(id, keptSeconds)],
        })
      }
      if (removed === 'app') {
        await removeTotp(web.accounts, ownPlaceOf(asked))
        return goTo(accountUrl(language, 'security', { done: 'app_removed' }))
      }
      await removePasskey(web.accounts, ownPlaceOf(asked), Number(removed))
      return goTo(accountUrl(language, 'security', { done: 'passkey_removed' }))
    },
    faults: { passkey_unknown: { field: null } },
  })

/** Another password: all other sessions end, this one goes on under another identifier (privacy.md S06). */
const passwordRows = (web: AccountWeb): PageRows =>
  ownForm(web, 'password', {
    page: (asked, form) => {
      requireProof(asked)
      return <PasswordPage ctx={asked.ctx} form={form} email={asked.signedIn.user.email} />
    },
    act: async ({ ctx, context, signedIn }) => {
      const password = context.form.get('password') ?? ''
      const session = await changePassword(web.accounts, context.portal.stored, { signedIn, password })
      return goTo(accountUrl(ctx.language, 'security', { done: 'password' }), {
        cookies: [sessionCookie(session.id, session.keptSeconds)],
      })
    },
  })

export const securityRows = (web: AccountWeb): readonly PageRows[] => [overviewRows(web), passwordRows(web)]
