import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** A page of the small site; `PORT` in it stands for the site's port. */
export interface SitePage {
  readonly html?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly status?: number
  readonly type?: string
}

/** Pages by path; what a page does may depend on the request. */
export type SitePages = Readonly<Record<string, SitePage | ((request: IncomingMessage) => SitePage)>>

/** A website that does what it is told, on this machine, under every host name of `*.localhost`. */
export interface SmallSite {
  origin(host: string): string
  /** `host path` of every request, in order. */
  readonly asked: string[]
  close(): Promise<void>
}

export const page = (body: string): SitePage => ({
  html: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Small</title><link rel="icon" href="data:,">${body}`,
})

/** Serves pages by host. */
export async function openSmallSite(hosts: Readonly<Record<string, SitePages>>): Promise<SmallSite> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const [host = ''] = (request.headers.host ?? '').split(':')
    const [path = ''] = (request.url ?? '').split('?')
    asked.push(`${host} ${request.url} gpc=${request.headers['sec-gpc'] ?? '-'}`)
    const found = hosts[host]?.[path]
    answer(
      response,
      typeof found === 'function' ? found(request) : (found ?? { ...page('<h1>404</h1>'), status: 404 }),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    origin: host => `http://${host}:${port}`,
    asked,
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

function answer(response: ServerResponse, { html = '', headers = {}, status = 200, type }: SitePage): void {
  response.statusCode = status
  response.setHeader('content-type', type ?? 'text/html; charset=utf-8')
  const port = String(response.socket?.localPort)
  for (const [name, value] of Object.entries(headers))
    response.setHeader(name, typeof value === 'string' ? value.replaceAll('PORT', port) : [...value])
  response.end(html.replaceAll('PORT', port))
}
