import type { IdentityProvider } from '../../core/account/identity-provider.ts'
import { PRE_SESSION_MS } from '../../core/account/session-life.ts'
import { VitrineError } from '../../core/errors.ts'
import type { PreData } from '../ports/session-store.ts'
import { requireFresh } from './actor.ts'
import {
  areTexts,
  countTrip,
  type IdentityServices,
  isVouchedFor,
  sessionAt,
  type Trip,
  takeGroups,
  tellOfIdentity,
} from './identity-sign-in.ts'
import type { OwnPlace } from './reauthenticate.ts'
import type { StartedSession } from './session-desk.ts'
import { ownIdentities, requireAnotherWay } from './ways-in.ts'

/** What somebody who is signed in goes to a provider for: to show that it is them, or to link who they are there. */
export const OWN_TRIPS = ['proof', 'link'] as const
export type OwnTripPurpose = (typeof OWN_TRIPS)[number]

/** Such a trip, as the session of whoever makes it holds it. */
export interface OwnTrip extends Trip {
  readonly purpose: OwnTripPurpose
  /** Unix milliseconds. */
  readonly until: number
}

const STEP = 'own_identity'
const MEMBERS = ['provider', 'state', 'nonce', 'verifier', 'next', 'language'] as const

const isOwnTrip = (data: PreData): data is PreData & OwnTrip =>
  data.step === STEP &&
  areTexts(data, MEMBERS) &&
  OWN_TRIPS.some(purpose => purpose === data.purpose) &&
  typeof data.began === 'number' &&
  typeof data.until === 'number'

/** Typed at the door; null for a session that holds something else, or nothing. */
export const readOwnTrip = (data: PreData | null): OwnTrip | null =>
  data !== null && isOwnTrip(data) ? data : null

/** Somebody who is signed in and wants to go to a provider. */
export interface OwnTripOrder extends Pick<OwnTrip, 'purpose' | 'next' | 'language'> {
  readonly provider: IdentityProvider
  /** Where the provider sends them back to. */
  readonly callback: string
}

/**
 * Begins a trip of somebody who is signed in and stays so: the provider is asked to have them prove themselves anew, even
 * if they are signed in there. Faults: `identity_unavailable`, `too_many_attempts`; of a link `proof_needed`.
 */
export async function beginOwnTrip(
  services: IdentityServices,
  { signedIn, address }: OwnPlace,
  { provider, callback, purpose, next, language }: OwnTripOrder,
): Promise<string> {
  if (purpose === 'link') requireFresh(services, signedIn)
  countTrip(services, address)
  const { url, checks } = await services.providers.begin(provider, { callback, fresh: true })
  const until = services.clock.now().getTime() + PRE_SESSION_MS
  const data = { step: STEP, purpose, until, provider: provider.id, ...checks, next, language }
  if (!(await services.sessions.hold(signedIn.session, data))) throw new VitrineError('session_gone')
  return url
}

/** What became of such a trip. */
export type OwnTripOutcome =
  | { readonly outcome: 'proven' | 'linked'; readonly session: StartedSession; readonly trip: OwnTrip }
  /** Not begun in this session, or too long ago. */
  | { readonly outcome: 'foreign' }
  /** The provider says nothing that counts here, or of somebody else. */
  | { readonly outcome: 'unconfirmed' | 'other_identity' | 'not_theirs' }

/**
 * Ends such a trip, whatever becomes of it. Faults: `identity_refused` also when they did not prove themselves since they
 * left, `identity_unavailable`, `session_gone`.
 */
export async function endOwnTrip(
  services: IdentityServices,
  place: OwnPlace,
  { provider, arrived }: { readonly provider: IdentityProvider; readonly arrived: URL },
): Promise<OwnTripOutcome> {
  const trip = readOwnTrip(await services.sessions.takeHeld(place.signedIn.session))
  const isOwn =
    trip?.provider === provider.id &&
    trip.state === arrived.searchParams.get('state') &&
    services.clock.now().getTime() < trip.until
  if (!isOwn) return told(services, { outcome: 'foreign' })
  return trip.purpose === 'proof'
    ? prove(services, place, { provider, arrived, trip })
    : link(services, place, { provider, arrived, trip })
}

interface Back {
  readonly provider: IdentityProvider
  readonly arrived: URL
  readonly trip: OwnTrip
}

/** A refusal, counted. */
function told(
  services: IdentityServices,
  refusal: Exclude<OwnTripOutcome, { session: unknown }>,
): OwnTripOutcome {
  services.security(refusal.outcome === 'foreign' ? 'identity_state_foreign' : `identity_${refusal.outcome}`)
  return refusal
}

/** One factor, as a password is: it raises no level. */
async function prove(
  services: IdentityServices,
  { portal, signedIn }: OwnPlace,
  { provider, arrived, trip }: Back,
): Promise<OwnTripOutcome> {
  const identity = await services.providers.finish(provider, arrived, { ...trip, fresh: true })
  const linked = await services.identities.findLinked(portal.id, identity)
  if (linked?.id !== signedIn.user.id) return told(services, { outcome: 'not_theirs' })
  const proof = { level: signedIn.level, providerSession: sessionAt(identity) }
  return { outcome: 'proven', trip, session: await services.desk.prove(portal, signedIn, proof) }
}

/** The same must hold as for whoever comes by the provider: else the link would open nothing. */
async function link(
  services: IdentityServices,
  { portal, signedIn }: OwnPlace,
  { provider, arrived, trip }: Back,
): Promise<OwnTripOutcome> {
  const identity = await services.providers.finish(provider, arrived, { ...trip, fresh: true })
  if (!isVouchedFor(provider, identity)) return told(services, { outcome: 'unconfirmed' })
  const { issuer, subject } = identity
  const { identities, clock } = services
  const outcome = await identities.linkAgain(
    portal.id,
    signedIn.user.id,
    { issuer, subject, provider: provider.id },
    clock.now(),
  )
  if (outcome !== 'linked') return told(services, { outcome: 'other_identity' })
  await takeGroups(services, { portalId: portal.id, id: signedIn.user.id }, { provider, identity })
  const session = await services.desk.endOthers(portal, signedIn)
  tellOfIdentity(services, portal, signedIn.user, { mail: 'identity_linked', provider })
  return { outcome: 'linked', trip, session }
}

/**
 * Takes an identity away: other sessions end, groups that it brought too, and it opens the account no more until it is
 * linked again from inside. A sensitive act. Faults: `proof_needed`, `last_way_in`, `session_gone`.
 */
export async function unlinkIdentity(
  services: IdentityServices,
  place: OwnPlace,
  issuer: string,
): Promise<StartedSession> {
  const { portal, signedIn } = place
  requireFresh(services, signedIn)
  const { user } = signedIn
  await requireAnotherWay(services, portal, { userId: user.id, issuer })
  const gone = (await ownIdentities(services, portal, user.id)).find(one => one.issuer === issuer)
  if (
    gone !== undefined &&
    (await services.identities.unlink(portal.id, user.id, issuer, services.clock.now()))
  ) {
    await services.groups.setProvided(portal.id, user.id, { provider: gone.provider, slugs: [] })
    services.log.info('identity_unlinked', { portal: portal.id, user: user.id })
    if (gone.by !== null)
      tellOfIdentity(services, portal, user, { mail: 'identity_unlinked', provider: gone.by })
  }
  return services.desk.endOthers(portal, signedIn)
}
