/**
 * What cookies cost: a request without any, with those of somebody who chose a language, and of somebody signed in,
 * beside the same bytes from a bare server of the platform in the same process. `node --import tsx bench/sessions.ts
 * [seconds a row]`
 */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Pool } from 'undici'
import { openTown, TOWN } from '../test/privacy/open-town.ts'
import { markdown, measure } from './measure.ts'

const seconds = Number(process.argv[2] ?? 5)
const PATHS = ['/en/legal/', '/en/explore/', '/api/explore/v2.1/catalog/datasets?limit=1']

await using town = await openTown()
const session = await town.signIn('town', TOWN)
const product = new Pool(`http://127.0.0.1:${town.port}`, { connections: 8 })

const VISITORS: Readonly<Record<string, string | undefined>> = {
  'no cookie': undefined,
  'language and preferences': 'django_language=fr; cookies_preferences=1.3.9z.0.r.Qzlcdk8Cchg',
  'signed in': `sessionid=${session}`,
}

const get = async (pool: Pool, path: string, cookie?: string): Promise<number> => {
  const { statusCode, body } = await pool.request({
    ...{ path, method: 'GET' },
    headers: { host: `${TOWN}:${town.port}`, ...(cookie === undefined ? {} : { cookie }) },
  })
  const { byteLength } = await body.arrayBuffer()
  if (statusCode !== 200) throw new Error(`${path}: ${statusCode}`)
  return byteLength
}

const us = (ms: number): string => (ms * 1000).toFixed(0)
const rows: string[][] = []
for (const path of PATHS) {
  const bytes = Buffer.alloc(await get(product, path), 'x')
  const bare = createServer(
    (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(bytes),
  )
  await new Promise<void>(resolve => bare.listen(0, '127.0.0.1', resolve))
  const { port } = bare.address() as AddressInfo
  const raw = new Pool(`http://127.0.0.1:${port}`, { connections: 8 })
  const tell = async (who: string, pool: Pool, cookie?: string): Promise<void> => {
    const alone = await measure(() => get(pool, path, cookie), { lanes: 1, seconds })
    const together = await measure(() => get(pool, path, cookie), { lanes: 8, seconds })
    rows.push([`\`${path}\``, who, us(alone.p50), us(alone.p99), together.rate.toFixed(0)])
  }
  await tell('a bare server', raw)
  for (const [who, cookie] of Object.entries(VISITORS)) await tell(who, product, cookie)
  await raw.close()
  bare.close()
}
await product.close()
process.stdout.write(
  `${markdown(['Address', 'Who asks', 'p50 µs, one at a time', 'p99 µs', 'a second, 8 at a time'], rows)}\n\n` +
    'Client and server share one process and its core. Who is signed in costs one query; a page that greets them is made anew.\n',
)
