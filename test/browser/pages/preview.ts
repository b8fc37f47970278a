import { mkdtemp, readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { buildAssets } from '../../../scripts/build-assets.ts'
import { securityHeaders } from '../../../src/http/security-headers.ts'
import { ASSETS_PATH, type Assets, readManifest, THEME_PATH } from '../../../src/http/web/assets.ts'
import { renderPage } from '../../../src/http/web/render.ts'
import { themeCss } from '../../../src/http/web/theme.ts'
import { BRAND, SAMPLE_PAGES, sampleContext } from './sample-pages.tsx'

/** A server of the sample pages at `/{lang}/{name}`, under the policy that pages really have. */
export interface Preview {
  readonly origin: string
  readonly folder: string
  close(): Promise<void>
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

export async function startPreview(port = 0): Promise<Preview> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-pages-'))
  await buildAssets(folder)
  const assets = await readManifest(folder)
  const server = createServer((request, response) => {
    answer({ folder, assets }, request, response).catch(() => response.writeHead(404).end('no such sample'))
  })
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return {
    origin: `http://127.0.0.1:${bound}`,
    folder,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function answer(
  site: { readonly folder: string; readonly assets: Assets },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://preview')
  if (pathname.startsWith(ASSETS_PATH)) {
    const name = pathname.slice(ASSETS_PATH.length)
    response.setHeader('content-type', TYPES[extname(name)] ?? 'application/octet-stream')
    response.end(await readFile(join(site.folder, name.replaceAll('/', ''))))
    return
  }
  if (pathname.startsWith(THEME_PATH)) {
    response.setHeader('content-type', 'text/css')
    response.end(themeCss(BRAND))
    return
  }
  const [, language = 'en', name = 'home'] = pathname.split('/')
  const page = SAMPLE_PAGES[name || 'home']
  if (!page) throw new Error('no such sample')
  response.setHeader('content-type', 'text/html; charset=utf-8')
  for (const [name, value] of Object.entries(securityHeaders('page', false))) response.setHeader(name, value)
  response.end(renderPage(page(sampleContext(language, site.assets, { path: `/${language}/${name}` }))))
}

if (import.meta.main) {
  const preview = await startPreview(Number(process.env.PORT ?? 0))
  process.stdout.write(`${preview.origin}/en/home ${Object.keys(SAMPLE_PAGES).join(' ')}\n`)
}
