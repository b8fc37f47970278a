import { LRUCache } from 'lru-cache'
import { isHostOf } from '../../core/content/host-pattern.ts'
import type { Service } from '../../core/privacy/services/service.ts'
import type { RemoteImage, RemoteImages } from '../ports/remote-images.ts'

const MOST_BYTES = 64 * 1024 ** 2
const HOUR_MS = 3_600_000
/** What could not be had is asked for again after this. */
const MISSED_MS = 60_000
/** What an entry weighs beside its bytes. */
const ENTRY_BYTES = 1000

const MISSED: RemoteImage = { type: '', bytes: new Uint8Array(0) }
const never = new AbortController().signal

/** Images of hosts that a portal declared as proxied, asked for once an hour, however many look at them. */
export interface ProxiedImages {
  /** The image of an address; null when its host is not declared (any more), and when it cannot be had. */
  find(portalId: number, services: readonly Service[], url: URL): Promise<RemoteImage | null>
}

interface Asked {
  readonly url: URL
  readonly isDeclared: (host: string) => boolean
}

export function proxiedImages(remote: RemoteImages): ProxiedImages {
  const kept = new LRUCache<string, RemoteImage, Asked>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ bytes }) => bytes.byteLength + ENTRY_BYTES,
    // one request for all who wait for it, so that nobody's leaving ends it
    fetchMethod: async (_key, _stale, { options, context: { url, isDeclared } }) => {
      const image = (await remote.load(url, isDeclared, never)) ?? MISSED
      options.ttl = image === MISSED ? MISSED_MS : HOUR_MS
      return image
    },
  })
  return {
    find: async (portalId, services, url) => {
      const hosts = services.flatMap(({ mode, hosts: declared }) => (mode === 'proxy' ? declared : []))
      const isDeclared = (host: string): boolean => hosts.some(pattern => isHostOf(pattern, host))
      if (!isDeclared(url.host)) return null
      const image = await kept.fetch(`${portalId} ${url.href}`, { context: { url, isDeclared } })
      return image === undefined || image === MISSED ? null : image
    },
  }
}
