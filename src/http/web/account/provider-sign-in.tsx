import {
  beginTrip,
  endTrip,
  type IdentityServices,
  readTrip,
  type TripOutcome,
} from '../../../app/account/identity-sign-in.ts'
import { signOutByProvider } from '../../../app/account/identity-sign-out.ts'
import {
  beginOwnTrip,
  endOwnTrip,
  OWN_TRIPS,
  type OwnTripOrder,
  type OwnTripOutcome,
  readOwnTrip,
} from '../../../app/account/own-identities.ts'
import type { SignInOutcome } from '../../../app/account/sign-in.ts'
import type { IdentityProvider } from '../../../core/account/identity-provider.ts'
import { nextTarget } from '../../../core/account/next-target.ts'
import { VitrineError } from '../../../core/errors.ts'
import { resolveText } from '../../../core/i18n/language-map.ts'
import { languageOfPrefix, negotiateLanguage } from '../../../core/i18n/negotiate.ts'
import type { ActionContext, RequestContext } from '../../context.ts'
import { NO_SESSION, sessionCookie } from '../../cookies/session-cookie.ts'
import { statusOf } from '../../errors.ts'
import { json, type Reply, text } from '../../reply.ts'
import type { ActionRoute, Route } from '../../route.ts'
import { accountUrl, signInUrl } from '../account-urls.ts'
import type { Assets } from '../assets.ts'
import { MessagePage } from '../front/account/message-page.tsx'
import { loadContext } from '../load-context.ts'
import { type Asked, nextOf, type OwnAsked, placeOf } from './asked.ts'
import { ownPlaceOf } from './own-place.ts'
import { goTo, type PageRows, personalPage } from './rows.tsx'
import { signInReply } from './sign-in-reply.tsx'

/** What signing in with identity providers works with. */
export interface ProviderWeb {
  readonly accounts: IdentityServices
  readonly assets: Assets
}

const callbackOf = ({ origin }: RequestContext, { id }: IdentityProvider): string =>
  `${origin}/account/oidc/${id}/callback`

function providerOf({ portal, params }: RequestContext): IdentityProvider {
  const found = portal.stored.config.identityProviders?.find(({ id }) => id === params.provider)
  if (found === undefined) throw new VitrineError('uri_unknown')
  return found
}

const titleOf = ({ ctx, context }: Asked, { title }: IdentityProvider): string =>
  resolveText(title, ctx.language, context.portal.stored.config.languages[0])

/** The request as pages of sign-in see it: what came back from a provider is in no link of them. */
function askedOf<C extends RequestContext>(web: ProviderWeb, context: C, language: string): Asked<C> {
  const page = { ...context, path: accountUrl(language, 'sign_in'), query: new URLSearchParams() }
  return { web, context, ctx: loadContext(page, language, 'none', web.assets) }
}

/**
 * `POST /{lang}/account/oidc/{id}/`, class T: to the provider, by a page that says so. It leads there by a header, since a
 * form may lead to nobody but the portal itself (`form-action` of its policy).
 */
const beginRow = (web: ProviderWeb): ActionRoute => ({
  ...{ name: 'account.oidc', path: '/:lang/account/oidc/:provider/', method: 'POST', surface: 'page' },
  ...{ guard: 'token', takes: 'form', anyone: true },
  handle: async context => {
    const language = languageOfPrefix(context.params.lang, context.portal.stored.config.languages)
    if (language === undefined) throw new VitrineError('uri_unknown')
    const [provider, asked] = [providerOf(context), askedOf(web, context, language)]
    const next = nextOf(asked, context.form)
    const order = { provider, next, language, callback: callbackOf(context, provider) }
    try {
      const purpose = OWN_TRIPS.find(one => one === context.form.get('for'))
      if (purpose !== undefined) return await beginOwn(asked, { ...order, purpose })
      const { url, session } = await beginTrip(web.accounts, placeOf(asked), order)
      return leaving(asked, provider, { url, cookies: [sessionCookie(session.id, null)] })
    } catch (thrown) {
      return failed(asked, provider, thrown)
    }
  },
})

/** Somebody who is signed in stays so on the way. */
async function beginOwn(asked: Asked<ActionContext>, order: OwnTripOrder): Promise<Reply> {
  const { signedIn } = asked.context
  const { language } = asked.ctx
  if (signedIn === null) return goTo(signInUrl(language, order.next))
  try {
    const url = await beginOwnTrip(asked.web.accounts, ownPlaceOf({ ...asked, signedIn }), order)
    return leaving(asked, order.provider, { url, cookies: [] })
  } catch (thrown) {
    if (!(thrown instanceof VitrineError) || thrown.code !== 'proof_needed') throw thrown
    return goTo(accountUrl(language, 'verify', { next: accountUrl(language, 'security') }))
  }
}

function leaving(
  asked: Asked,
  provider: IdentityProvider,
  { url, cookies }: { readonly url: string; readonly cookies: NonNullable<Reply['cookies']> },
): Reply {
  const { t } = asked.ctx
  const name = { provider: titleOf(asked, provider) }
  const model = {
    title: t('oidc.leaving.title', name),
    text: t('oidc.leaving.text', name),
    links: [{ label: t('oidc.leaving.go'), href: url }],
  }
  return personalPage(asked, <MessagePage ctx={asked.ctx} model={model} />, {
    cookies,
    headers: { refresh: `0; url=${url}` },
  })
}

/** `GET /account/oidc/{id}/callback`: back from the provider. */
const callbackRow = (web: ProviderWeb): Route => ({
  ...{
    name: 'account.oidc.callback',
    path: '/account/oidc/:provider/callback',
    surface: 'page',
    anyone: true,
  },
  handle: async context => {
    const provider = providerOf(context)
    const { session, signedIn } = context
    const pre = session?.state === 'pre' ? session.pre : null
    const own = session?.state === 'live' ? readOwnTrip(session.held) : null
    const trip = pre === null ? own : readTrip(pre.data)
    const asked = askedOf(web, context, languageOf(context, trip?.language))
    try {
      const arrived = new URL(`${callbackOf(context, provider)}?${context.query}`)
      if (own !== null && signedIn !== null) return await endOwn({ ...asked, signedIn }, provider, arrived)
      const outcome = await endTrip(web.accounts, placeOf(asked), { pre, provider, arrived })
      if (isSignIn(outcome)) {
        // checked once more: what was stored is not believed either (privacy.md S34)
        const next = nextTarget(trip?.next, context.origin, `/${asked.ctx.language}/`)
        return signInReply(asked, outcome, next)
      }
      return message(asked, provider, { reason: outcome.outcome, status: 403 })
    } catch (thrown) {
      return failed(asked, provider, thrown)
    }
  },
})

/** Back from a trip of somebody who is signed in: they go on under a new identifier, or as they were. */
async function endOwn(asked: OwnAsked, provider: IdentityProvider, arrived: URL): Promise<Reply> {
  const { language } = asked.ctx
  const outcome = await endOwnTrip(asked.web.accounts, ownPlaceOf(asked), { provider, arrived })
  if (outcome.outcome !== 'proven' && outcome.outcome !== 'linked')
    return message(asked, provider, { reason: outcome.outcome, status: 403 })
  const next =
    outcome.outcome === 'linked'
      ? accountUrl(language, 'security', { done: 'identity_linked' })
      : nextTarget(outcome.trip.next, asked.context.origin, accountUrl(language, 'profile'))
  return goTo(next, { cookies: [sessionCookie(outcome.session.id, outcome.session.keptSeconds)] })
}

const isSignIn = (outcome: TripOutcome): outcome is SignInOutcome =>
  !['foreign', 'unconfirmed', 'stranger', 'other_identity', 'unlinked'].includes(outcome.outcome)

function languageOf({ portal, acceptLanguage }: RequestContext, began: string | undefined): string {
  const enabled = portal.stored.config.languages
  return languageOfPrefix(began, enabled) ?? negotiateLanguage({ enabled, acceptLanguage }).language
}

type Reason =
  | Exclude<TripOutcome['outcome'], SignInOutcome['outcome']>
  | Extract<OwnTripOutcome['outcome'], 'not_theirs'>
  | 'refused'
  | 'unavailable'

function failed(asked: Asked, provider: IdentityProvider, thrown: unknown): Reply {
  if (!(thrown instanceof VitrineError)) throw thrown
  const status = statusOf(thrown)
  if (thrown.code === 'identity_refused') return message(asked, provider, { reason: 'refused', status })
  if (thrown.code === 'identity_unavailable')
    return message(asked, provider, { reason: 'unavailable', status })
  throw thrown
}

/** Why nobody was signed in. A session before sign-in is over; one of somebody who is signed in stays. */
function message(
  asked: Asked,
  provider: IdentityProvider,
  { reason, status }: { readonly reason: Reason; readonly status: number },
): Reply {
  const { ctx, context } = asked
  const model = {
    title: ctx.t('oidc.failed.title'),
    text: ctx.t(`oidc.failed.${reason}`, { provider: titleOf(asked, provider) }),
    links: [
      context.isSignedIn
        ? { label: ctx.t('oidc.back'), href: accountUrl(ctx.language, 'security') }
        : { label: ctx.t('oidc.again'), href: accountUrl(ctx.language, 'sign_in') },
    ],
  }
  return personalPage(asked, <MessagePage ctx={ctx} model={model} />, {
    status,
    ...(context.session?.state === 'pre' ? { cookies: [NO_SESSION] } : {}),
  })
}

/** `POST /account/oidc/{id}/logout`, class W: the provider signs somebody out (Back-Channel Logout 1.0 §2.5, §2.8). */
const logoutRow = (web: ProviderWeb): ActionRoute => ({
  ...{ name: 'account.oidc.logout', path: '/account/oidc/:provider/logout', method: 'POST', surface: 'data' },
  ...{ guard: 'none', takes: 'form', anyone: true, sessionless: true },
  handle: async (context: ActionContext) => {
    const [provider, token] = [providerOf(context), context.form.get('logout_token') ?? '']
    try {
      await signOutByProvider(web.accounts, context.portal.stored, { provider, token })
    } catch (thrown) {
      if (!(thrown instanceof VitrineError) || thrown.code !== 'logout_refused') throw thrown
      return json({ error: 'invalid_request' }, { status: 400, caching: 'none' })
    }
    return text('', { caching: 'none' })
  },
})

/** Signing in with identity providers, and being signed out by them. */
export const providerRows = (web: ProviderWeb): PageRows => ({
  routes: [callbackRow(web)],
  actions: [beginRow(web), logoutRow(web)],
})
