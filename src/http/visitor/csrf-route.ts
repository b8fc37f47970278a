import { json } from '../reply.ts'
import type { Route } from '../route.ts'

/** `GET /api/csrf`: a token for programs of the portal's own pages, sent back in `X-CSRFToken` (privacy.md §1.3). */
export const csrfRoute: Route = {
  name: 'visitor.csrf',
  path: '/api/csrf',
  surface: 'data',
  anyone: true,
  handle: context => json({ token: context.csrfToken() }, { caching: 'personal' }),
}
