import type { FastifyReply, FastifyRequest } from 'fastify'
import { VitrineError } from '../core/errors.ts'
import { type Asked, askedOf, contextOf, writeReply } from './answer-route.ts'
import type { Doors } from './doors.ts'
import { type Exchange, exchange, originOf } from './exchange.ts'
import { guardAction, refuseDoubledOrigin, TOKEN_FIELD } from './guard.ts'
import { turnedAway } from './needs.ts'
import type { ActionRoute } from './route.ts'

/** Most fields of one form. */
const MAX_FIELDS = 1000

/** Answers a request that changes something, once every check of its class was passed (privacy.md §1.3). */
export const answerAction = (
  doors: Doors,
  route: ActionRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> => exchange(doors, route, { request, reply }, one => act(doors, route, one))

async function act(doors: Doors, route: ActionRoute, one: Exchange): Promise<void> {
  const { request } = one
  refuseDoubledOrigin(request)
  const asked = await askedOf(doors, route, one)
  if (asked === null) return
  const form = route.takes === 'form' ? formOf(request) : null
  guarded(doors, route, one, { asked, form })
  const away = turnedAway(asked, one)
  if (away !== null) return writeReply(doors, away, one, { asked, key: null })
  form?.delete(TOKEN_FIELD)
  const reply = await route.handle({
    ...contextOf(doors, asked, one),
    form: form ?? new URLSearchParams(),
    body: route.takes === 'form' ? null : jsonOf(request),
  })
  return writeReply(doors, reply, one, { asked, key: null })
}

interface Sent {
  readonly asked: Asked
  readonly form: URLSearchParams | null
}

/** A key needs no proof of where it comes from, but it must not lie in an address (privacy.md §1.3, K and C57). */
function guarded(doors: Doors, route: ActionRoute, one: Exchange, { asked, form }: Sent): void {
  const { request, visit } = one
  if (asked.asking.queryKey !== null) throw new VitrineError('key_refused')
  if (asked.asking.byKey || visit === null) return
  try {
    guardAction(route, { request, origin: originOf(doors, request), csrf: visit.csrf, form })
  } catch (thrown) {
    if (thrown instanceof VitrineError && thrown.kind === 'forbidden') doors.events.tell(thrown.code)
    throw thrown
  }
}

function formOf(request: FastifyRequest): URLSearchParams {
  const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '')
  if (form.size > MAX_FIELDS) throw new VitrineError('request_too_large')
  return form
}

function jsonOf(request: FastifyRequest): unknown {
  if (typeof request.body !== 'string' || request.body === '') return null
  try {
    return JSON.parse(request.body)
  } catch {
    throw new VitrineError('request_malformed')
  }
}
