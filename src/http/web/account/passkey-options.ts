import { beginPasskey } from '../../../app/account/own-factors.ts'
import { beginPasskeySignIn } from '../../../app/account/passkey-sign-in.ts'
import { freshPasskey } from '../../../app/account/reauthenticate.ts'
import { secondFactorPasskey } from '../../../app/account/second-factor.ts'
import { VitrineError } from '../../../core/errors.ts'
import type { ActionContext } from '../../context.ts'
import { sessionCookie } from '../../cookies/session-cookie.ts'
import { json, type Reply } from '../../reply.ts'
import type { ActionRoute } from '../../route.ts'
import { PASSKEY_USES, type PasskeyUse } from '../account-urls.ts'
import { type AccountWeb, type Asked, type OwnAsked, placeOf } from './asked.ts'
import { ownPlaceOf } from './own-place.ts'
import { askedOf } from './rows.tsx'

const personal = (value: unknown, rest: Partial<Reply> = {}): Reply =>
  json(value, { caching: 'personal', ...rest })

function own(asked: Asked<ActionContext>): OwnAsked {
  const { signedIn } = asked.context
  if (signedIn === null) throw new VitrineError('sign_in_needed')
  return { ...asked, signedIn }
}

/** What to ask the browser for, by what it is for; the challenge stays in the session. */
const ANSWERS: Readonly<Record<PasskeyUse, (asked: Asked<ActionContext>) => Promise<Reply>>> = {
  'sign-in': async asked => {
    const { accounts } = asked.web
    const { options, session } = await beginPasskeySignIn(accounts, placeOf(asked), asked.context.presented)
    return personal({ show: options }, { cookies: [sessionCookie(session.id, session.keptSeconds)] })
  },
  'second-step': async asked => {
    const { session } = asked.context
    const options =
      session?.state === 'pre'
        ? await secondFactorPasskey(asked.web.accounts, placeOf(asked), session.pre)
        : null
    if (options === null) throw new VitrineError('sign_in_needed')
    return personal({ show: options })
  },
  verify: async asked => personal({ show: await freshPasskey(asked.web.accounts, ownPlaceOf(own(asked))) }),
  make: async asked => personal({ make: await beginPasskey(asked.web.accounts, ownPlaceOf(own(asked))) }),
}

/** Where islands ask what to tell the browser; nothing is signed in or made here. */
export const passkeyOptions = (web: AccountWeb): ActionRoute => ({
  ...{ name: 'account.passkey_options', path: '/:lang/account/passkey-options/:use/', method: 'POST' },
  ...{ surface: 'page', guard: 'token', takes: 'json', anyone: true },
  handle: context => {
    const use = PASSKEY_USES.find(one => one === context.params.use)
    if (use === undefined) throw new VitrineError('uri_unknown')
    return ANSWERS[use](askedOf(web, context))
  },
})
