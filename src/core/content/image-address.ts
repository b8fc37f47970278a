import { createHmac, timingSafeEqual } from 'node:crypto'

const MAC_BYTES = 16
const MAX_ADDRESS = 2000

/** Where the portal asks for images of others in its visitors' place. */
export const PROXY_PATH = '/proxy'

const macOf = (key: Uint8Array, address: string): Buffer =>
  createHmac('sha256', key).update(`image/1\n${address}`).digest().subarray(0, MAC_BYTES)

/**
 * The address under which the portal asks for an image of somebody else: signed, so that it asks for nothing but what its
 * own texts name. `key` is `portalKey` for `embed`. Null for an address that is too long.
 */
export function imagePath(key: Uint8Array, url: URL): string | null {
  if (url.href.length > MAX_ADDRESS) return null
  const address = Buffer.from(url.href).toString('base64url')
  return `${PROXY_PATH}/${macOf(key, url.href).toString('base64url')}/${address}`
}

/** The image that such an address stands for; null when none of the keys signed it. */
export function imageOfPath(keys: readonly Uint8Array[], mac: string, address: string): URL | null {
  const said = Buffer.from(mac, 'base64url')
  const href = Buffer.from(address, 'base64url').toString()
  if (said.byteLength !== MAC_BYTES || !URL.canParse(href)) return null
  return keys.some(key => timingSafeEqual(said, macOf(key, href))) ? new URL(href) : null
}
