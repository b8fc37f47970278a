import type { FastifyRequest } from 'fastify'
import { VitrineError } from '../core/errors.ts'
import { languageOfPrefix } from '../core/i18n/negotiate.ts'
import { holdsEverywhere } from '../core/permission/caller.ts'
import type { Asked } from './answer-route.ts'
import { splitUrl } from './asker.ts'
import type { Exchange } from './exchange.ts'
import { type Reply, redirect } from './reply.ts'

/**
 * Lets in who holds the permission that a row names; the one place that does. It is for who is signed in: keys open data,
 * never the back office. Such an answer is always its visitor's alone. Null: come in. A reply: a page of nobody's leads to
 * sign-in and back. Faults: `sign_in_needed`, `access_forbidden`.
 */
export function turnedAway({ route, asking, portal }: Asked, { request, visit }: Exchange): Reply | null {
  if (route.needs === undefined) return null
  visit?.markPersonal()
  const session = visit?.session
  if (session?.state === 'live') {
    if (holdsEverywhere(session.signedIn.caller, route.needs)) return null
    throw new VitrineError('access_forbidden')
  }
  if (asking.byKey) throw new VitrineError('access_forbidden')
  if (route.surface === 'data') throw new VitrineError('sign_in_needed')
  return toSignIn(request, portal.stored.config.languages)
}

/** An act cannot be done again after signing in: it leads back to the start page of its language. */
function toSignIn(request: FastifyRequest, languages: readonly string[]): Reply {
  const [path] = splitUrl(request.url)
  const language = languageOfPrefix(path.split('/')[1], languages) ?? languages[0] ?? 'en'
  const isSafe = request.method === 'GET' || request.method === 'HEAD'
  const next = isSafe ? request.url : `/${language}/`
  return {
    ...redirect(`/${language}/account/sign-in/?${new URLSearchParams({ next })}`, 303),
    caching: 'personal',
  }
}
