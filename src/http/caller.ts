import type { FastifyRequest } from 'fastify'
import { asSeenBy } from '../app/permission/as-seen-by.ts'
import type { LivePortal } from '../app/portal/live-portals.ts'
import { VitrineError } from '../core/errors.ts'
import { splitUrl } from './asker.ts'
import { readCredential } from './credential.ts'
import type { Doors } from './doors.ts'

/** A portal with the rights of whoever asks. */
export interface Asking {
  readonly portal: LivePortal
  /** Whether a key was sent: then cookies are not read at all (privacy.md §1.3, K). */
  readonly byKey: boolean
  /** The key, when it was sent as a parameter: a redirect takes it along. */
  readonly queryKey: string | null
}

/**
 * Finds out whose key was sent, once a request. A credential that was sent counts everywhere, on public data too: one
 * that is not good is refused (explore-api §2), and a key in an address only reads (privacy.md C57). Rejects with
 * `key_refused`.
 */
export async function askingOf(doors: Doors, request: FastifyRequest, portal: LivePortal): Promise<Asking> {
  const credential = readCredential({
    authorization: request.raw.headers.authorization,
    rawHeaders: request.raw.rawHeaders,
    query: splitUrl(request.url)[1],
    body: typeof request.body === 'string' ? request.body : null,
  })
  if (credential.kind === 'none') return { portal, byKey: false, queryKey: null }
  const caller = credential.kind === 'key' ? await doors.keys.callerOf(portal.stored, credential.key) : null
  if (credential.kind === 'unknown' || caller === null) throw new VitrineError('key_refused')
  return {
    portal: asSeenBy(portal, caller),
    byKey: true,
    queryKey: credential.place === 'query' ? credential.key : null,
  }
}

/** Lets in who may enter; rejects with `portal_private`. */
export function enter(portal: LivePortal): void {
  if (!portal.view.open) throw new VitrineError('portal_private')
}

/** A redirect as its asker can follow it: a key that came as a parameter goes back to who sent it, and nowhere else. */
export function withKey(location: string, { queryKey }: Asking): string {
  if (queryKey === null || !location.startsWith('/')) return location
  return `${location}${location.includes('?') ? '&' : '?'}apikey=${encodeURIComponent(queryKey)}`
}
