import type { VitrineError } from '../../../core/errors.ts'
import { statusOf } from '../../errors.ts'
import { json, type Reply } from '../../reply.ts'
import type { Route } from '../../route.ts'
import { exploreFault } from '../explore/faults.ts'

/** What every answer of v2.0 says of itself (explore-api §3.1). */
const DEPRECATION = {
  'ods-explore-api-deprecation': 'deprecated API version (v2.0), please use the current v2.1 version',
  link: '</api/explore/v2.1/console>;rel="deprecation"; type="text/html"',
} as const

const marked = (reply: Reply): Reply => ({ ...reply, headers: { ...reply.headers, ...DEPRECATION } })

/** A route whose answers and faults say that they are deprecated. */
export const deprecated = (route: Route): Route => ({
  ...route,
  handle: async context => marked(await route.handle(context)),
  fault: (error: VitrineError) =>
    marked(json(exploreFault(error), { status: statusOf(error), caching: 'none' })),
})
