import { isEmail, readName } from '../../core/account/account.ts'
import { type IdentityProvider, mappedGroups, speaksFor } from '../../core/account/identity-provider.ts'
import { RateLimiter } from '../../core/account/rate-limiter.ts'
import { VitrineError } from '../../core/errors.ts'
import { networkOf } from '../../core/quota/network.ts'
import type { StoredUser } from '../ports/account-store.ts'
import type { Identity, TripChecks } from '../ports/identity-providers.ts'
import type { Ports } from '../ports/ports.ts'
import type { PreData } from '../ports/session-store.ts'
import type { AccountServices } from './account-services.ts'
import { admit } from './admit.ts'
import type { PreSession, StartedSession } from './session-desk.ts'
import type { SignInOutcome, SignInPlace } from './sign-in.ts'

/** What signing in with identity providers works with. */
export interface IdentityServices
  extends AccountServices,
    Pick<Ports, 'groups' | 'identities' | 'providers'> {}

/** Trips that one network may begin: a whole town hall comes from one. */
const trips = new RateLimiter({ burst: 600, perMs: 3_600_000 })

const STEP = 'identity'

/** A visitor on the way to a provider and back. */
export interface Trip extends TripChecks {
  readonly provider: string
  /** Where to go afterwards, a path of the portal. */
  readonly next: string
  /** Language of the page that it began on. */
  readonly language: string
}

const MEMBERS = ['provider', 'state', 'nonce', 'verifier', 'next', 'language'] as const

const isTrip = (data: PreData): data is PreData & Trip =>
  data.step === STEP && MEMBERS.every(member => typeof data[member] === 'string')

/** Typed at the door; null for a session that waits for something else. */
export const readTrip = (data: PreData): Trip | null => (isTrip(data) ? data : null)

/** Somebody who wants to go to a provider. */
export interface TripOrder extends Pick<Trip, 'next' | 'language'> {
  readonly provider: IdentityProvider
  /** Where the provider sends them back to. */
  readonly callback: string
}

/**
 * Begins a round trip: what will tie the way back to this browser is in a session before sign-in, ten minutes long
 * (privacy.md §1.2). Faults: `identity_unavailable`, `too_many_attempts`.
 */
export async function beginTrip(
  { providers, desk, clock }: IdentityServices,
  place: SignInPlace,
  { provider, callback, next, language }: TripOrder,
): Promise<{ readonly url: string; readonly session: StartedSession }> {
  const [network, now] = [networkOf(place.address), clock.now().getTime()]
  if (!trips.take(network, now))
    throw new VitrineError('too_many_attempts', { seconds: Math.ceil(trips.waitFor(network, now) / 1000) })
  const { url, checks } = await providers.begin(provider, callback)
  const data = { step: STEP, provider: provider.id, ...checks, next, language }
  return { url, session: await desk.startPre(place, data, place.presented) }
}

/** What became of a round trip. */
export type TripOutcome =
  | SignInOutcome
  /** The way back was not begun in this browser, or long ago (privacy.md C67). */
  | { readonly outcome: 'foreign' }
  /** The provider says nothing about who this is that counts here. */
  | { readonly outcome: 'unconfirmed' | 'stranger' | 'other_identity' }

/** Somebody who came back. */
export interface Arrival {
  /** What their session's cookie stands for; null for nothing of the kind. */
  readonly pre: PreSession | null
  readonly provider: IdentityProvider
  /** The address they came to, whole. */
  readonly arrived: URL
}

/**
 * Ends a round trip. Whatever becomes of it, the session before sign-in is over: an address of the way back works once,
 * in the browser that began it. Faults: `identity_refused`, `identity_unavailable`.
 */
export async function endTrip(
  services: IdentityServices,
  place: SignInPlace,
  { pre, provider, arrived }: Arrival,
): Promise<TripOutcome> {
  const trip = pre === null ? null : readTrip(pre.data)
  if (pre !== null && place.presented !== null) await services.desk.end(place.presented)
  if (trip === null || trip.provider !== provider.id || trip.state !== arrived.searchParams.get('state')) {
    services.security('identity_state_foreign')
    return { outcome: 'foreign' }
  }
  const identity = await services.providers.finish(provider, arrived, trip)
  const found = await whoIs(services, place, { provider, identity, language: trip.language })
  if ('outcome' in found) {
    services.security(`identity_${found.outcome}`)
    return found
  }
  const { groups } = provider
  if (groups !== undefined)
    await services.groups.setProvided(place.portal.id, found.id, {
      provider: provider.id,
      slugs: mappedGroups(provider, identity.groups),
    })
  // with the rights that the groups give
  const user = (await services.accounts.findUser(place.portal.id, found.id)) ?? found
  return admit(services, place, { user, level: 1 })
}

interface Said {
  readonly provider: IdentityProvider
  readonly identity: Identity
  readonly language: string
}

type Unknown = Extract<TripOutcome, { readonly outcome: 'unconfirmed' | 'stranger' | 'other_identity' }>

/**
 * Who an identity is on the portal. An address opens an account only when the provider confirmed it and speaks for its
 * domain; once linked, the identity is what counts, and the account is nobody else's any more.
 */
async function whoIs(
  services: IdentityServices,
  { portal }: SignInPlace,
  { provider, identity, language }: Said,
): Promise<StoredUser | Unknown> {
  const { identities, accounts, clock } = services
  const { issuer, subject, email } = identity
  if (email === null || !isEmail(email) || !identity.emailVerified || !speaksFor(provider, email))
    return { outcome: 'unconfirmed' }
  const linked = await identities.findLinked(portal.id, { issuer, subject })
  if (linked !== null) return linked
  const known = await accounts.findUserByEmail(portal.id, email)
  const isNewcomer = known === null || known.state === 'unconfirmed'
  if (isNewcomer && (provider.newcomers ?? 'refused') === 'refused') return { outcome: 'stranger' }
  const user = await (known === null
    ? newcomer(services, portal.id, { email, name: identity.name, language })
    : confirmed(services, portal.id, known))
  const link = { issuer, subject, provider: provider.id }
  const isTheirs = await identities.link(portal.id, user.id, link, clock.now())
  services.log.info('identity_linked', { portal: portal.id, user: user.id, linked: isTheirs })
  return isTheirs ? user : { outcome: 'other_identity' }
}

const newcomer = (
  { accounts, clock }: IdentityServices,
  portalId: number,
  {
    email,
    name,
    language,
  }: { readonly email: string; readonly name: string | null; readonly language: string },
): Promise<StoredUser> =>
  accounts.addUser(
    {
      ...{ portalId, email, language, state: 'active', password: null, roles: ['reader'] },
      name: readName(name ?? '') ?? readName(email.split('@')[0] ?? '') ?? email,
    },
    clock.now(),
  )

/**
 * Somebody had typed this address into the sign-up form and never confirmed it, perhaps somebody else, with a password of
 * theirs: the account begins anew.
 */
const confirmed = (
  { accounts }: IdentityServices,
  portalId: number,
  user: StoredUser,
): Promise<StoredUser> | StoredUser =>
  user.state === 'unconfirmed'
    ? accounts.changeUser(portalId, user.id, {
        ...{ state: 'active', onlyFrom: 'unconfirmed' },
        ...{ password: null, roles: ['reader'], endSessions: true },
      })
    : user
