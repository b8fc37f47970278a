import type { FastifyReply, FastifyRequest } from 'fastify'
import { originUnder, otherHosts } from '../core/account/host-move.ts'
import { VitrineError } from '../core/errors.ts'
import type { ForeignReason } from '../core/privacy/provenance.ts'
import { askedOf, contextOf, writeReply } from './answer-route.ts'
import type { Asking } from './caller.ts'
import type { Doors } from './doors.ts'
import { type Exchange, exchange, originOf } from './exchange.ts'
import {
  aliasHeader,
  checkMediaType,
  foreignHeader,
  guardAction,
  refuseDoubledOrigin,
  sentFrom,
  TOKEN_FIELD,
} from './guard.ts'
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
  const asked = await askedOf(doors, route, one, asking => {
    refuseKeyInAddress(asking)
    if (route.guard === 'alias') refuseAllButAliases(doors, request, asking)
    else if (route.guard !== 'none' && !asking.byKey) refuseForeign(doors, request)
  })
  if (asked === null) return
  const form = route.takes === 'form' ? formOf(request) : null
  guarded(doors, route, one, form)
  const away = turnedAway(asked, one)
  if (away !== null) return writeReply(doors, away, one, { asked, key: null })
  form?.delete(TOKEN_FIELD)
  const reply = await route.handle({
    ...contextOf(doors, asked, one),
    form: form ?? new URLSearchParams(),
    body: route.takes === 'form' ? null : jsonOf(request),
    sentFrom: sentFrom(request),
  })
  return writeReply(doors, reply, one, { asked, key: null })
}

/** A key must not lie in an address (privacy.md C57). */
function refuseKeyInAddress({ queryKey }: Asking): void {
  if (queryKey !== null) throw new VitrineError('key_refused')
}

/**
 * Turns away what somebody else's page sent, before any cookie is read: it costs no query, and renews no session (privacy.md
 * §1.3, checks 3 to 5).
 */
function refuseForeign(doors: Doors, request: FastifyRequest): void {
  refuse(doors, foreignHeader(request, originOf(doors, request)))
}

/** Turns away whatever is not a page of the portal under another of its hosts, its own pages and keys as well. */
function refuseAllButAliases(doors: Doors, request: FastifyRequest, { portal }: Asking): void {
  const own = originOf(doors, request)
  const others = otherHosts(portal.stored.config, new URL(own).hostname)
  const origins = others.map(host => originUnder(own, host))
  refuse(doors, aliasHeader(request, origins))
}

function refuse(doors: Doors, reason: ForeignReason | null): void {
  if (reason === null) return
  doors.events.tell(`foreign_${reason}`)
  throw new VitrineError('origin_foreign')
}

function guarded(
  doors: Doors,
  route: ActionRoute,
  { request, visit }: Exchange,
  form: URLSearchParams | null,
): void {
  // a key is no cookie, and needs no token
  if (visit === null) {
    checkMediaType(request, route.takes)
    return
  }
  try {
    guardAction(route, { request, csrf: visit.csrf, form })
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
