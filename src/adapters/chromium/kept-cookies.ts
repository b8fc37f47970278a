import type { BrowserContext } from 'playwright-core'
import type { Seen } from '../../core/audit/observation.ts'

/** Every cookie of the profile, those of other sites and partitioned ones with them. `now` in Unix milliseconds. */
export async function keptCookies(context: BrowserContext, now: number): Promise<readonly Seen[]> {
  const cookies = await context.cookies()
  return cookies.map(cookie => ({
    kind: 'cookie',
    name: cookie.name,
    host: cookie.domain.replace(/^\./, ''),
    initiator: null,
    kept: true,
    cookie: {
      domain: cookie.domain,
      path: cookie.path,
      httpOnly: cookie.httpOnly,
      secure: cookie.secure,
      sameSite: cookie.sameSite,
      partitioned: cookie.partitionKey !== undefined,
      seconds: cookie.expires < 0 ? null : cookie.expires - now / 1000,
    },
  }))
}
