import { json } from '../reply.ts'
import type { Route } from '../route.ts'

/** The day from which the signal is honoured as a refusal. */
const HONOURED_SINCE = '2026-11-22'

/** `GET /.well-known/gpc.json`: Global Privacy Control is honoured here (privacy.md §2.3). */
export const gpcRoute: Route = {
  name: 'visitor.gpc',
  path: '/.well-known/gpc.json',
  surface: 'data',
  anyone: true,
  handle: () => json({ gpc: true, lastUpdate: HONOURED_SINCE }),
}
