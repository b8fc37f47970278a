import type { BlobStore } from '../../app/ports/blob-store.ts'
import type { StoredPortal } from '../../app/ports/catalog-store.ts'
import type { Attachment } from '../../core/dataset/attachment.ts'
import { fileAddressEnd, fileOfPath, filePath, portalOfFilePath } from '../../core/privacy/file-address.ts'
import { attachmentHeader } from '../content-disposition.ts'
import { portalKeys, type Secrets } from '../portal-keys.ts'
import { text } from '../reply.ts'
import type { HostlessRoute } from '../route.ts'
import { CORS_HEADERS } from '../security-headers.ts'
import { fileBody } from './file-body.ts'

/** Where files of publishers are served: the host of files of the deployment. */
export interface FilesHost {
  readonly secrets: Secrets
  /** Its name, with its port where it is not that of the portals. */
  readonly host: string
  readonly now: () => number
}

/** Sends whoever may have a file there: its address on the host of files, good for some minutes. `origin` is the portal's. */
export function fileAddress(
  { secrets, host, now }: FilesHost,
  { portal, origin }: { readonly portal: StoredPortal; readonly origin: string },
  {
    file: { sha256, name, mimetype },
    modified,
  }: { readonly file: Pick<Attachment, 'sha256' | 'name' | 'mimetype'>; readonly modified: Date },
): string {
  const { protocol, port } = new URL(origin)
  const [key] = portalKeys(secrets, 'embed', portal)
  const seconds = Math.floor(modified.getTime() / 1000)
  const file = { sha256, name, mimetype, modified: seconds * 1000, until: fileAddressEnd(now()) }
  const own = host.includes(':') || port === '' ? host : `${host}:${port}`
  return `${protocol}//${own}${filePath(key, `p_${portal.id}`, file)}`
}

interface FileSources {
  readonly portals: () => readonly StoredPortal[]
  readonly blobs: Pick<BlobStore, 'open' | 'has'>
}

/**
 * `/files/…` under the host of files and no other: what publishers gave, to keep and not to show, on a domain that has no
 * cookie of any portal (privacy.md I6).
 */
export const filesRoute = (files: FilesHost, { portals, blobs }: FileSources): HostlessRoute => ({
  name: 'files',
  path: '/files/*',
  handle: async ({ host, path }) => {
    const missing = text('', { status: 404 })
    if (host !== files.host.replace(/:\d+$/, '').toLowerCase()) return missing
    const named = portalOfFilePath(path)
    const portal = portals().find(({ id }) => `p_${id}` === named)
    if (portal === undefined) return missing
    const file = fileOfPath(portalKeys(files.secrets, 'embed', portal), path, files.now())
    const found = file === null ? null : await blobs.has(file.sha256)
    if (file === null || found !== true) return missing
    await using blob = await blobs.open(file.sha256)
    return {
      status: 200,
      type: file.mimetype,
      body: fileBody({ sha256: file.sha256, bytes: blob.size }, new Date(file.modified), blobs),
      caching: 'volatile',
      headers: { ...CORS_HEADERS, 'content-disposition': attachmentHeader(file.name) },
    }
  },
})
