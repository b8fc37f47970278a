import type { ForeignContacts } from '../../app/content/foreign-contacts.ts'
import type { Log } from '../../app/ports/log.ts'
import { REPORTS_PATH } from '../../core/privacy/content-security-policy.ts'
import { heldBackOf } from '../../core/privacy/held-back.ts'
import type { ActionRoute } from '../route.ts'

/**
 * `POST /csp-reports`: what browsers say that the content security policy held back. Kept are directive, host and a number;
 * what is new is said once in the log.
 */
export const reportAction = (contacts: ForeignContacts, log: Log): ActionRoute => ({
  name: 'content.csp_report',
  path: REPORTS_PATH,
  method: 'POST',
  surface: 'data',
  anyone: true,
  sessionless: true,
  guard: 'none',
  takes: 'report',
  handle: ({ portal: { stored }, body }) => {
    for (const held of heldBackOf(body))
      if (contacts.note(stored.id, held)) log.warn('csp_held_back', { portal: stored.config.slug, ...held })
    return { status: 204, type: 'text/plain; charset=utf-8', body: null, caching: 'none' }
  },
})
