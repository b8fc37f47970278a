import type { Page, Request } from 'playwright-core'

/** Who caused a request, as far as the browser tells. */
export interface Initiators {
  attach(page: Page): Promise<void>
  of(request: Request): string
}

/** Requests whose cause is remembered until they are asked for. */
const MOST_REMEMBERED = 2000

/** Learns causes from the browser’s own notes; where it has none, the frame that the request came from. */
export function initiatorsOf(): Initiators {
  const causes = new Map<string, string>()
  return {
    attach: async page => {
      const session = await page.context().newCDPSession(page)
      session.on('Network.requestWillBeSent', ({ request, initiator }) => {
        const [place] = initiator.stack?.callFrames ?? []
        const url = place?.url || initiator.url
        const line = place?.lineNumber ?? initiator.lineNumber
        if (url === undefined || url === '') return
        if (causes.size >= MOST_REMEMBERED) causes.clear()
        causes.set(request.url, line === undefined ? url : `${url}:${line + 1}`)
      })
      await session.send('Network.enable')
    },
    of: request => {
      const from = request.redirectedFrom()
      return from === null ? (causes.get(request.url()) ?? frameOf(request)) : `redirect ${from.url()}`
    },
  }
}

/** The frame that asked; for a document in a frame, the page that holds it. */
function frameOf(request: Request): string {
  try {
    const frame = request.frame()
    const asking = request.isNavigationRequest() ? (frame.parentFrame() ?? frame) : frame
    return `${request.resourceType()} in ${asking.url()}`
  } catch {
    return request.resourceType()
  }
}
