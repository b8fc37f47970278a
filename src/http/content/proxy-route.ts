import { createHash } from 'node:crypto'
import type { ProxiedImages } from '../../app/content/proxied-images.ts'
import { imageOfPath, PROXY_PATH } from '../../core/content/image-address.ts'
import { VitrineError } from '../../core/errors.ts'
import { servicesOf } from '../../core/privacy/services/services-of.ts'
import { portalKeys, type Secrets } from '../portal-keys.ts'
import type { Route } from '../route.ts'

interface ProxyServices {
  readonly secrets: Secrets
  readonly images: ProxiedImages
}

/**
 * `GET /proxy/{mac}/{address}`: an image of somebody else that a text of the portal names, asked for by the server, so that
 * its host learns nothing of the visitor (privacy.md §2.1, mode `proxy`).
 */
export const proxyRoute = ({ secrets, images }: ProxyServices): Route => ({
  name: 'content.proxy',
  path: `${PROXY_PATH}/:mac/:address`,
  surface: 'data',
  anyone: true,
  sessionless: true,
  handle: async ({ portal: { stored }, params }) => {
    const keys = portalKeys(secrets, 'embed', stored)
    const url = imageOfPath(keys, params.mac ?? '', params.address ?? '')
    const image = url === null ? null : await images.find(stored.id, servicesOf(stored.config), url)
    if (image === null) throw new VitrineError('uri_unknown')
    return {
      status: 200,
      type: image.type,
      body: image.bytes,
      tag: createHash('sha256').update(image.bytes).digest('base64url').slice(0, 22),
      caching: 'volatile',
      headers: { 'cross-origin-resource-policy': 'same-origin' },
    }
  },
})
