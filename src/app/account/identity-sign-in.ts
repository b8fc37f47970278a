import { isEmail, readName } from '../../core/account/account.ts'
import { type IdentityProvider, mappedGroups, speaksFor } from '../../core/account/identity-provider.ts'
import { providerSession } from '../../core/account/provider-session.ts'
import type { Rate, RateLimiter } from '../../core/account/rate-limiter.ts'
import { VitrineError } from '../../core/errors.ts'
import { resolveText } from '../../core/i18n/language-map.ts'
import { networkOf } from '../../core/quota/network.ts'
import type { StoredUser } from '../ports/account-store.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { Identity, TripChecks } from '../ports/identity-providers.ts'
import type { Ports } from '../ports/ports.ts'
import type { PreData } from '../ports/session-store.ts'
import type { AccountServices } from './account-services.ts'
import { admit } from './admit.ts'
import { languageOf, writeTo } from './send-mail.ts'
import type { PreSession, StartedSession } from './session-desk.ts'
import type { SignInOutcome, SignInPlace } from './sign-in.ts'

/** What signing in with identity providers works with. */
export interface IdentityServices extends AccountServices, Pick<Ports, 'groups' | 'providers'> {
  /** Trips that one network may begin; see {@link TRIP_RATE}. */
  readonly tripRate: RateLimiter
}

/** A whole town hall comes from one network. */
export const TRIP_RATE: Rate = { burst: 600, perMs: 3_600_000 }

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

/** Whether these members of what a session holds are texts. */
export const areTexts = (data: PreData, members: readonly string[]): boolean =>
  members.every(member => typeof data[member] === 'string')

const isTrip = (data: PreData): data is PreData & Trip =>
  data.step === STEP && areTexts(data, MEMBERS) && typeof data.began === 'number'

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
  services: IdentityServices,
  place: SignInPlace,
  { provider, callback, next, language }: TripOrder,
): Promise<{ readonly url: string; readonly session: StartedSession }> {
  countTrip(services, place.address)
  const { url, checks } = await services.providers.begin(provider, { callback, fresh: false })
  const data = { step: STEP, provider: provider.id, ...checks, next, language }
  return { url, session: await services.desk.startPre(place, data, place.presented) }
}

/** Refuses a network that begins trips all the time: `too_many_attempts`. */
export function countTrip(
  { tripRate, clock }: Pick<IdentityServices, 'tripRate' | 'clock'>,
  address: string,
): void {
  const [network, now] = [networkOf(address), clock.now().getTime()]
  if (tripRate.take(network, now)) return
  throw new VitrineError('too_many_attempts', { seconds: Math.ceil(tripRate.waitFor(network, now) / 1000) })
}

/** What became of a round trip. */
export type TripOutcome =
  | SignInOutcome
  /** The way back was not begun in this browser, or long ago (privacy.md C67). */
  | { readonly outcome: 'foreign' }
  /** The provider says nothing about who this is that counts here. */
  | { readonly outcome: 'unconfirmed' | 'stranger' | 'other_identity' | 'unlinked' }

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
  const identity = await services.providers.finish(provider, arrived, { ...trip, fresh: false })
  const found = await whoIs(services, place, { provider, identity, language: trip.language })
  if ('outcome' in found) {
    services.security(`identity_${found.outcome}`)
    return found
  }
  await takeGroups(services, found, { provider, identity })
  // with the rights that the groups give
  const user = (await services.accounts.findUser(place.portal.id, found.id)) ?? found
  return admit(services, place, { user, level: 1, providerSession: sessionAt(identity) })
}

/** Of `providerSession`; null when the provider names none. */
export const sessionAt = ({ issuer, session }: Identity): string | null =>
  session === null ? null : providerSession(issuer, session)

/** Groups that the provider's claim stands for, and no others of its making. */
export async function takeGroups(
  { groups }: Pick<IdentityServices, 'groups'>,
  { portalId, id }: Pick<StoredUser, 'portalId' | 'id'>,
  { provider, identity }: { readonly provider: IdentityProvider; readonly identity: Identity },
): Promise<void> {
  if (provider.groups === undefined) return
  const slugs = mappedGroups(provider, identity.groups)
  await groups.setProvided(portalId, id, { provider: provider.id, slugs })
}

/** Whether the provider saw to it that somebody's address is theirs, and speaks for its domain. */
export const isVouchedFor = (provider: IdentityProvider, { email, emailVerified }: Identity): boolean =>
  email !== null && isEmail(email) && emailVerified && speaksFor(provider, email)

interface Said {
  readonly provider: IdentityProvider
  readonly identity: Identity
  readonly language: string
}

type Unknown = Extract<
  TripOutcome,
  { readonly outcome: 'unconfirmed' | 'stranger' | 'other_identity' | 'unlinked' }
>

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
  if (email === null || !isVouchedFor(provider, identity)) return { outcome: 'unconfirmed' }
  const linked = await identities.findLinked(portal.id, { issuer, subject })
  if (linked !== null) return linked
  const known = await accounts.findUserByEmail(portal.id, email)
  const isNewcomer = known === null || known.state === 'unconfirmed'
  if (isNewcomer && (provider.newcomers ?? 'refused') === 'refused') return { outcome: 'stranger' }
  const user = await (known === null
    ? newcomer(services, portal.id, { email, name: identity.name, language })
    : confirmed(services, portal.id, known))
  const link = { issuer, subject, provider: provider.id }
  const outcome = await identities.link(portal.id, user.id, link, clock.now())
  services.log.info('identity_linked', { portal: portal.id, user: user.id, outcome })
  if (outcome !== 'linked') return { outcome: outcome === 'taken' ? 'other_identity' : outcome }
  tellOfIdentity(services, portal, user, { mail: 'identity_linked', provider })
  return user
}

/** Tells somebody that a provider opens their account, or does no more. */
export function tellOfIdentity(
  services: IdentityServices,
  portal: StoredPortal,
  user: Pick<StoredUser, 'email' | 'name' | 'language'>,
  {
    mail,
    provider,
  }: { readonly mail: 'identity_linked' | 'identity_unlinked'; readonly provider: IdentityProvider },
): void {
  const title = resolveText(provider.title, languageOf(portal, user.language), portal.config.languages[0])
  services.background.begin('mail_failed', () => writeTo(services, portal, user, { mail, provider: title }))
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
