import { timingSafeEqual } from 'node:crypto'
import { isLoopbackName } from '../host.ts'
import { json, type Reply, text } from '../reply.ts'
import type { HostlessRoute } from '../route.ts'
import type { Metrics } from './metrics.ts'

/** What the operator's doors tell. */
export interface OperatorSources {
  readonly metrics: Metrics
  /** Names of what does not answer; empty when all is well. */
  readonly unready: () => Promise<readonly string[]>
  /** Bearer token of `/metrics`; null: for this machine alone, by a name of its own. */
  readonly metricsToken: string | null
}

const sameSecret = (given: string, wanted: string): boolean => {
  const a = Buffer.from(given)
  const b = Buffer.from(wanted)
  return a.byteLength === b.byteLength && timingSafeEqual(a, b)
}

const nothing = (status: number): Reply => text('', { status })

/** `/healthz`: the process runs. `/readyz`: it can answer. `/metrics`: Prometheus text. */
export function operatorRoutes(sources: OperatorSources): readonly HostlessRoute[] {
  // a proxy of this machine that says nothing of its visitors passes on the host that they asked for all the same
  const mayRead = ({ local, host, authorization }: Parameters<HostlessRoute['handle']>[0]): boolean =>
    sources.metricsToken === null
      ? local && host !== null && isLoopbackName(host)
      : sameSecret(authorization ?? '', `Bearer ${sources.metricsToken}`)
  return [
    { name: 'healthz', path: '/healthz', handle: () => text('ok\n') },
    {
      name: 'readyz',
      path: '/readyz',
      handle: async () => {
        const unready = await sources.unready()
        return json(
          { ready: unready.length === 0, waiting_for: unready },
          { status: unready.length === 0 ? 200 : 503, caching: 'none' },
        )
      },
    },
    {
      name: 'metrics',
      path: '/metrics',
      handle: async request => {
        if (!mayRead(request)) return nothing(404)
        const { registry } = sources.metrics
        return text(await registry.metrics(), { type: registry.contentType })
      },
    },
  ]
}
