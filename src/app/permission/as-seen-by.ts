import { LRUCache } from 'lru-cache'
import { type Caller, rightsOf } from '../../core/permission/caller.ts'
import { portalView } from '../../core/permission/portal-view.ts'
import { accessOf, type LivePortal } from '../portal/live-portals.ts'

/** Callers with different rights that are remembered of a portal. */
const MOST = 1000

const views = new WeakMap<LivePortal, LRUCache<string, LivePortal>>()

/** A portal as a caller sees it; nobody in particular sees it as it stands. */
export function asSeenBy(portal: LivePortal, caller: Caller): LivePortal {
  if (caller.kind === 'anonymous') return portal
  const known = views.get(portal) ?? new LRUCache<string, LivePortal>({ max: MOST })
  views.set(portal, known)
  const rights = rightsOf(caller)
  const seen = known.get(rights)
  if (seen !== undefined) return seen
  const datasets = new Map([...portal.rules].map(([uid, { rules }]) => [uid, rules]))
  const made = { ...portal, view: portalView({ access: accessOf(portal.stored), datasets }, caller) }
  known.set(rights, made)
  return made
}
