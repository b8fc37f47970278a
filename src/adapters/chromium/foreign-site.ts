import { createServer } from 'node:http'

/** A site of somebody else on this machine, whose pages hold a frame each. */
export interface ForeignSite {
  readonly origin: string
  /** Address of a page with `url` in a frame. */
  pageWith(url: string): string
  close(): Promise<void>
}

const HOST = 'another-site.localhost'

/** Serves pages that embed others, on loopback only. */
export async function openForeignSite(): Promise<ForeignSite> {
  const framed: string[] = []
  const server = createServer((request, response) => {
    const url = framed[Number(request.url?.slice(1))]
    response.writeHead(url === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(url === undefined ? '' : pageOf(url))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `http://${HOST}:${typeof address === 'object' && address !== null ? address.port : 0}`
  return {
    origin,
    pageWith: url => `${origin}/${framed.push(url) - 1}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

const pageOf = (url: string): string =>
  `<!doctype html><meta charset="utf-8"><title>Embedded</title><link rel="icon" href="data:,">
<iframe title="Embedded" width="800" height="600" src="${url.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`
