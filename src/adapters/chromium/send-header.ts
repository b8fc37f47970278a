import type { Page } from 'playwright-core'
import type { SentHeader } from '../../app/ports/audit-browser.ts'

/**
 * Adds a header to what a page asks of one origin. Every hop of a redirect is asked about anew, and an addition does not
 * go on to the next one (Chrome DevTools Protocol, `Fetch.continueRequest`), so that it never reaches anybody else.
 */
export async function sendHeaderTo(page: Page, origin: string, header: SentHeader): Promise<void> {
  const session = await page.context().newCDPSession(page)
  session.on('Fetch.requestPaused', ({ requestId, request }) => {
    const isMeant = URL.canParse(request.url) && new URL(request.url).origin === origin
    const own = Object.entries(request.headers).map(([name, value]) => ({ name, value }))
    const answer = isMeant ? { requestId, headers: [...own, header] } : { requestId }
    // a request whose page has gone needs no answer
    session.send('Fetch.continueRequest', answer).catch(() => undefined)
  })
  await session.send('Fetch.enable', { patterns: [{ urlPattern: `${origin}/*` }] })
}
