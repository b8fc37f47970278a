import type { FastifyRequest } from 'fastify'
import type { LivePortal } from '../app/portal/live-portals.ts'
import type { Balance, Quota } from '../app/quota/call-meter.ts'
import { VitrineError } from '../core/errors.ts'
import { resetHeader } from '../core/quota/day.ts'
import { splitUrl } from './asker.ts'
import { namedDatasets } from './dataset-names.ts'
import type { Doors } from './doors.ts'
import type { Route } from './route.ts'

const FAULTS = {
  anonymous: 'quota_anonymous',
  key: 'quota_key',
  portal: 'quota_portal',
  dataset: 'quota_dataset',
} as const satisfies Record<Quota, string>

const balanceHeaders = (prefix: string, balance: Balance | null): Record<string, string> =>
  balance === null
    ? {}
    : {
        [`${prefix}-limit`]: String(balance.limit),
        [`${prefix}-remaining`]: String(balance.remaining),
        [`${prefix}-reset`]: resetHeader(balance.reset),
      }

const FREE: Readonly<Record<string, string>> = {}

/**
 * Counts a call of the API, whatever answers it, and says what is left of it in `headers` (explore-api §3.1): a file is
 * one call, whatever its size; pages are none. Rejects with `quota_*`.
 */
export function charge(
  doors: Doors,
  route: Pick<Route, 'surface' | 'free'>,
  request: FastifyRequest,
  portal: LivePortal,
): { readonly headers: Readonly<Record<string, string>>; readonly refused: VitrineError | null } {
  if (route.surface !== 'data' || route.free === true) return { headers: FREE, refused: null }
  const { caller, dataset, refused } = doors.meter.charge({
    portal,
    address: () => request.ip,
    datasets: portal.datasetQuotas.size === 0 ? [] : datasetsOf(request),
    now: Date.now(),
  })
  if (caller === null && dataset === null && refused === null) return { headers: FREE, refused: null }
  const headers = {
    ...balanceHeaders('x-ratelimit', caller),
    ...balanceHeaders('x-ratelimit-dataset', dataset),
  }
  if (refused === null) return { headers, refused }
  const { quota, balance } = refused
  return { headers, refused: new VitrineError(FAULTS[quota], { limit: balance.limit, reset: balance.reset }) }
}

/** The datasets that a request names: one in its path, or as v1 does, in a parameter. */
function datasetsOf(request: FastifyRequest): readonly string[] {
  const params: unknown = request.params
  const inPath = typeof params === 'object' && params !== null ? Reflect.get(params, 'dataset') : undefined
  if (typeof inPath === 'string') return [inPath]
  const sent = [splitUrl(request.url)[1], typeof request.body === 'string' ? request.body : '']
  return sent.flatMap(text => namedDatasets(new URLSearchParams(text)))
}
