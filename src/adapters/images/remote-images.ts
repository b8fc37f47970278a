import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, request } from 'undici'
import type { RemoteImage, RemoteImages } from '../../app/ports/remote-images.ts'
import { imageTypeOf } from '../../core/content/image-type.ts'
import { isPublicAddress } from './public-address.ts'

const MAX_BYTES = 5 * 1024 ** 2
const MAX_REDIRECTS = 3
const TIMES = { headersTimeout: 8000, bodyTimeout: 8000 } as const
const DEADLINE_MS = 15_000

const HEADERS = {
  accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif',
  'accept-encoding': 'identity',
  'user-agent': 'Vitrine',
} as const

/** Opens the way to other servers' images. `mayReach` says which IP addresses may be connected to. */
export function openRemoteImages(
  mayReach: (address: string) => boolean = isPublicAddress,
): RemoteImages & AsyncDisposable {
  const agent = new Agent({
    connect: { lookup: guarded(mayReach), timeout: 5000 },
    maxResponseSize: MAX_BYTES,
    connections: 4,
    pipelining: 1,
  })
  const ask = async (url: URL, signal: AbortSignal): Promise<RemoteImage | URL | null> => {
    if (!mayAsk(url, mayReach)) return null
    const answer = await request(url, { ...TIMES, dispatcher: agent, headers: HEADERS, signal })
    const { location } = answer.headers
    if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === 'string') {
      await answer.body.dump()
      return URL.parse(location, url)
    }
    if (answer.statusCode !== 200) {
      await answer.body.dump()
      return null
    }
    const bytes = await answer.body.bytes()
    const type = imageTypeOf(bytes)
    return type === null ? null : { type, bytes }
  }
  return {
    load: async (url, isDeclared, signal) => {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)])
      let at = url
      for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
        if (!isDeclared(at.host)) return null
        const got = await ask(at, limited).catch(() => null)
        if (!(got instanceof URL)) return got
        at = got
      }
      return null
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}

/** An address that is written as one is not looked up, so it is looked at here. */
function mayAsk({ protocol, hostname }: URL, mayReach: (address: string) => boolean): boolean {
  const address = hostname.replace(/^\[|\]$/g, '')
  return (protocol === 'https:' || protocol === 'http:') && (isIP(address) === 0 || mayReach(address))
}

/** Looks names up as the platform does, and refuses those that lead anywhere else: checked where it is used, once. */
const guarded =
  (mayReach: (address: string) => boolean): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const found = error === null ? addresses.filter(({ address }) => mayReach(address)) : []
      const [first] = found
      if (error !== null || first === undefined) callback(error ?? new Error('no public address'), '', 0)
      else if (options.all === true) callback(null, found)
      else callback(null, first.address, first.family)
    })
  }
