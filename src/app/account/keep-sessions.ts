import { hasOfficeRights } from '../../core/account/roles.ts'
import { isSecretText, secretDigest } from '../../core/account/session-id.ts'
import { PRE_SESSION_MS, sessionLimits } from '../../core/account/session-life.ts'
import type { AuthLevel, SignedIn } from '../../core/account/signed-in.ts'
import { VitrineError } from '../../core/errors.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { Rotation } from '../ports/session-store.ts'
import { grantsOf } from './caller-of.ts'
import { newSecret } from './new-secret.ts'
import {
  type DeskPorts,
  keptSeconds,
  type Place,
  type SessionDesk,
  type SignInOrder,
} from './session-desk.ts'

/** One of somebody's own sessions, as they see it. */
export interface OwnSession {
  readonly session: number
  /** `Firefox on Linux`; empty when the device was not known. */
  readonly label: string
  readonly host: string
  /** ISO 8601 instants. */
  readonly createdAt: string
  readonly lastSeenAt: string
  readonly expiresAt: string
  /** Whether it is the one that asks. */
  readonly own: boolean
}

const gone = (): never => {
  throw new VitrineError('session_gone')
}

/** Everything of the desk but the look-up. */
export function sessionKeeper(ports: DeskPorts): Omit<SessionDesk, 'find'> {
  const { sessions, clock } = ports
  const now = (): number => clock.now().getTime()
  return {
    start: (place, order) => start(ports, place, order),

    startPre: async ({ portal, host }, data, presented) => {
      await endPresented(ports, presented)
      const [{ text, digest }, at] = [newSecret(), now()]
      await sessions.open({
        ...{
          hash: digest,
          portalId: portal.id,
          host,
          userId: null,
          epoch: 0,
          level: 0,
          label: '',
          kept: false,
          data,
        },
        ...{ createdAt: at, absoluteExpiry: at + PRE_SESSION_MS, idleSeconds: PRE_SESSION_MS / 1000 },
      })
      return { id: text, keptSeconds: null }
    },

    prove: (portal, signedIn, { level, providerSession }) => {
      const order = { proven: level, ...(providerSession ? { providerSession } : {}) }
      return rotated(ports, portal, { signedIn, order })
    },

    endOthers: (portal, signedIn) => rotated(ports, portal, { signedIn, order: { endOthers: true } }),

    end: id => endPresented(ports, id),

    list: async (portal, { user, session: own }) =>
      (await sessions.listOf(portal.id, user.id))
        .filter(({ absoluteExpiry }) => absoluteExpiry > now())
        .map(({ id, label, host, createdAt, lastSeen, absoluteExpiry }) => ({
          ...{ session: id, label, host, own: id === own },
          createdAt: new Date(createdAt).toISOString(),
          lastSeenAt: new Date(lastSeen).toISOString(),
          expiresAt: new Date(absoluteExpiry).toISOString(),
        })),

    revoke: async (portal, { user }, session) => {
      if (!(await sessions.endOf(portal.id, user.id, session))) gone()
    },
  }
}

/** Whatever the browser sent is over: neither planted before sign-in nor left from somebody else (privacy.md S03, S04). */
async function endPresented({ sessions }: DeskPorts, presented: string | null): Promise<void> {
  if (presented !== null && isSecretText(presented)) await sessions.endByHash(secretDigest(presented))
}

async function start(ports: DeskPorts, { portal, host }: Place, order: SignInOrder) {
  const { user, level, label, kept, continues } = order
  await endPresented(ports, order.presented)
  const office = hasOfficeRights(grantsOf(user, await ports.extraGrants(portal, user)))
  const limits = sessionLimits(portal.config.accounts, office)
  const { text, digest } = newSecret()
  const at = ports.clock.now().getTime()
  const opened = await ports.sessions.open({
    ...{ hash: digest, portalId: portal.id, host, userId: user.id, epoch: user.sessionEpoch },
    ...{ level, label, kept, data: null },
    ...{ createdAt: at, idleSeconds: Math.floor(limits.idle / 1000) },
    absoluteExpiry: Math.min(at + limits.absolute, continues?.absoluteExpiry ?? Number.POSITIVE_INFINITY),
    authenticatedAt: continues?.authenticatedAt ?? at,
    providerSession: order.providerSession ?? continues?.providerSession ?? null,
  })
  return opened === null ? gone() : { id: text, keptSeconds: keptSeconds(opened, at) }
}

interface RotationOrder {
  readonly signedIn: SignedIn
  readonly order: Pick<Rotation, 'proven' | 'endOthers' | 'providerSession'> & {
    readonly proven?: AuthLevel
  }
}

/** The session goes on under a new identifier; the former one is dead at once. */
async function rotated(
  { sessions, clock }: DeskPorts,
  portal: StoredPortal,
  { signedIn, order }: RotationOrder,
) {
  const { text, digest } = newSecret()
  const at = clock.now().getTime()
  const id = signedIn.session
  const done = await sessions.rotate({ id, from: null, hash: digest, graceUntil: null, at, ...order })
  if (!done) return gone()
  const own = (await sessions.listOf(portal.id, signedIn.user.id)).find(one => one.id === id)
  return own === undefined ? gone() : { id: text, keptSeconds: keptSeconds(own, at) }
}
