import type { FastifyRequest } from 'fastify'
import { splitUrl } from './asker.ts'

const CALLS_BACK = 'callback'

/**
 * Whether somebody else's page fetches this as a part of itself: a script, an image, a frame, a request of its own. A
 * sibling under the same suffix is `same-site`, gets the cookies of its neighbour sent along, and could read a script
 * that calls back (privacy.md §1.3, T12); so who is signed in is nobody there. Somebody who follows a link arrives as
 * themselves. Browsers that send no such headers are not foreign.
 */
export function isForeignFetch({ path }: { readonly path: string }, { raw, url }: FastifyRequest): boolean {
  const { headers } = raw
  if (headers.cookie === undefined) return false
  // browsers that say nothing of where they are run scripts all the same
  if (path.startsWith('/api/') && new URLSearchParams(splitUrl(url)[1]).has(CALLS_BACK)) return true
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return false
  return !(headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document')
}
