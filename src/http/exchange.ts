import type { FastifyReply, FastifyRequest } from 'fastify'
import { asVitrineError, type VitrineError } from '../core/errors.ts'
import { answerFault } from './answer-fault.ts'
import { answeringRequest } from './asked-portal.ts'
import { hostOf } from './asker.ts'
import { GatedResponse } from './cookies/gated-response.ts'
import type { CookieOrder } from './cookies/order.ts'
import { setCookie } from './cookies/set-cookie.ts'
import type { Doors, FaultedRequest } from './doors.ts'
import type { Reply } from './reply.ts'
import type { Surface } from './route.ts'
import type { Visit } from './visit.ts'

/** One request while it is answered. */
export interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Aborted when the visitor leaves. */
  readonly signal: AbortSignal
  /** Headers that tell what is left of the caller's quotas, once that is known; faults carry them too. */
  balance: Readonly<Record<string, string>>
  /** What its cookies say, once they were read. */
  visit: Visit | null
  /** Whether a good key was sent. */
  byKey: boolean
}

/** What is answered: a row of a table. */
interface Answered {
  readonly name: string
  readonly surface: Surface
  readonly fault?: (error: VitrineError) => Reply
}

/** `https://host[:port]` as the visitor reached us, a default port left out. */
export function originOf(doors: Doors, request: FastifyRequest): string {
  const text = `${doors.secure ? 'https' : request.protocol}://${hostOf(request)?.toLowerCase()}`
  return URL.canParse(text) ? new URL(text).origin : text
}

/** Who asked: a key's holder has no visit. */
const askerKind = ({ visit, byKey }: Exchange): FaultedRequest['asker'] =>
  byKey ? 'key' : visit?.session?.state === 'live' ? 'signed_in' : 'nobody'

/** Cookies that leave with an answer, as values of `Set-Cookie`; the gate is told what may pass. */
export function cookiesOf({ visit, reply }: Exchange, own: readonly CookieOrder[]): readonly string[] {
  if (visit === null) return []
  const { entries } = visit
  if (reply.raw instanceof GatedResponse) reply.raw.declared = Object.values(entries)
  return visit.orders(own).map(order => setCookie(entries, order))
}

/** Answers one request of a row, counted and measured; faults leave by their one door. */
export async function exchange(
  doors: Doors,
  row: Answered,
  { request, reply }: Pick<Exchange, 'request' | 'reply'>,
  answer: (exchange: Exchange) => Promise<void>,
): Promise<void> {
  const started = performance.now()
  const abort = new AbortController()
  // an answer that was written whole is no departure
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) abort.abort()
  })
  let leave = (): void => undefined
  const one: Exchange = { request, reply, signal: abort.signal, balance: {}, visit: null, byKey: false }
  try {
    leave = doors.inFlight.enter()
    await answeringRequest(() => answer(one))
  } catch (thrown) {
    if (abort.signal.aborted) reply.raw.destroy()
    else
      answerFault(doors, request, reply, {
        ...row,
        error: asVitrineError(thrown),
        headers: one.balance,
        setCookies: cookiesOf(one, []),
        asker: askerKind(one),
        personal: one.visit?.isPersonal ?? false,
      })
  } finally {
    leave()
    doors.metrics.observe(row.name, reply.raw.statusCode, (performance.now() - started) / 1000)
  }
}
