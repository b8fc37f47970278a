import { ARRIVAL_MS, MOVE_MS, otherHosts } from '../../core/account/host-move.ts'
import { isSecretText, secretDigest } from '../../core/account/session-id.ts'
import type { AuthLevel } from '../../core/account/signed-in.ts'
import { VitrineError } from '../../core/errors.ts'
import type { StoredUser } from '../ports/account-store.ts'
import type { HostMove, MoveStage, TakenMove } from '../ports/host-move-store.ts'
import type { AccountServices } from './account-services.ts'
import { newSecret } from './new-secret.ts'
import type { OwnPlace } from './reauthenticate.ts'
import type { Place, StartedSession } from './session-desk.ts'
import type { SignInPlace } from './sign-in.ts'

/** Somebody who has come from another host, and has not yet said that it is them. */
export interface Arrived {
  readonly user: StoredUser
  readonly fromHost: string
  /** What their word is sent with: good for two minutes, once, on this host. */
  readonly code: string
}

/**
 * Makes the code that takes somebody to another host of their portal: good for half a minute, once, for these two hosts
 * and this session (privacy.md I7). Faults: `uri_unknown` for a host that is not the portal's, `session_gone`.
 */
export async function beginMove(
  services: AccountServices,
  { portal, host, signedIn }: OwnPlace,
  to: string,
): Promise<string> {
  if (!otherHosts(portal.config, host).includes(to)) {
    services.security('move_host_foreign')
    throw new VitrineError('uri_unknown')
  }
  const { session } = signedIn
  return keep(services, { session, portalId: portal.id, fromHost: host, toHost: to, stage: 'code' })
}

/**
 * Takes the code that a page of `from` sent here: it is used up, whatever becomes of it. Nobody is signed in by it: who
 * could be is told, for the visitor to say so (against a session that somebody else planted). `move_refused`.
 */
export async function receiveMove(
  services: AccountServices,
  place: Place,
  { code, from }: { readonly code: string; readonly from: string | null },
): Promise<Arrived> {
  const { move, user } = await taken(services, place, { code, stage: 'code' })
  if (from !== move.fromHost) return refuse(services, 'origin')
  return waiting(services, move, user)
}

/** Takes an arrival once more, to ask about a session that is there already. `move_refused`. */
export async function arriveAgain(services: AccountServices, place: Place, code: string): Promise<Arrived> {
  const { move, user } = await taken(services, place, { code, stage: 'arrival' })
  return waiting(services, move, user)
}

/**
 * Opens a session of its own on this host, for whoever arrived and said so: of the same level, no longer than the one it
 * came from, and with the proof given there and then. Faults: `move_refused`, `session_gone`.
 */
export async function completeMove(
  services: AccountServices,
  place: SignInPlace,
  code: string,
): Promise<StartedSession> {
  const { user, session } = await taken(services, place, { code, stage: 'arrival' })
  const { label, presented } = place
  const level: AuthLevel = session.level === 2 ? 2 : 1
  return services.desk.start(place, { user, level, label, presented, kept: session.kept, continues: session })
}

async function waiting(services: AccountServices, move: HostMove, user: StoredUser): Promise<Arrived> {
  const code = await keep(services, { ...move, stage: 'arrival' })
  return { user, code, fromHost: move.fromHost }
}

async function keep(
  { moves, clock }: AccountServices,
  move: Omit<HostMove, 'digest' | 'expiresAt'>,
): Promise<string> {
  const { text, digest } = newSecret()
  const life = move.stage === 'code' ? MOVE_MS : ARRIVAL_MS
  const expiresAt = new Date(clock.now().getTime() + life)
  if (!(await moves.add({ ...move, digest, expiresAt }))) throw new VitrineError('session_gone')
  return text
}

/** Why a code opens nothing; counted, never told. */
type MoveFault = 'unknown' | 'stage' | 'portal' | 'host' | 'origin' | 'late' | 'ended' | 'inactive'

function refuse(services: AccountServices, reason: MoveFault): never {
  services.security(`move_${reason}`)
  throw new VitrineError('move_refused')
}

/** Whose code it is, while everything that it was made for still holds. */
async function taken(
  services: AccountServices,
  { portal, host }: Place,
  { code, stage }: { readonly code: string; readonly stage: MoveStage },
): Promise<TakenMove & { readonly user: StoredUser }> {
  const found = isSecretText(code) ? await services.moves.take(secretDigest(code)) : null
  if (found === null || found.user === null) return refuse(services, 'unknown')
  const { move, user, session, current } = found
  const now = services.clock.now().getTime()
  if (move.portalId !== portal.id) return refuse(services, 'portal')
  if (move.toHost !== host) return refuse(services, 'host')
  if (move.stage !== stage) return refuse(services, 'stage')
  if (now >= move.expiresAt.getTime()) return refuse(services, 'late')
  if (!current || now >= session.absoluteExpiry) return refuse(services, 'ended')
  if (user.state !== 'active') return refuse(services, 'inactive')
  return { ...found, user }
}
