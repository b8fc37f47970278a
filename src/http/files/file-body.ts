import type { BlobStore } from '../../app/ports/blob-store.ts'
import type { Attachment } from '../../core/dataset/attachment.ts'
import type { FileBody } from '../reply.ts'

/** Bytes that leave at a time. */
const CHUNK = 256 * 1024

/** A file of a publisher as a reply sends it. */
export const fileBody = (
  { sha256, bytes: size }: Pick<Attachment, 'sha256' | 'bytes'>,
  modified: Date,
  blobs: Pick<BlobStore, 'open'>,
): FileBody => ({
  ...{ sha256, size, modified },
  bytes: async function* (start, end) {
    await using blob = await blobs.open(sha256)
    for (let at = start; at < end; at += CHUNK) yield await blob.read(at, Math.min(CHUNK, end - at))
  },
})
