import { type Attachment, type AttachmentWords, attachmentOf } from '../../core/dataset/attachment.ts'
import type { BlobStore } from '../ports/blob-store.ts'

/** A file that a publisher hands over beside the data. */
export interface AttachmentToKeep {
  readonly words: AttachmentWords
  /** Opens it when its turn has come: its name without any path, its bytes. */
  open(signal: AbortSignal): Promise<{ readonly name: string; readonly bytes: AsyncIterable<Uint8Array> }>
}

/** Keeps files under their hashes, one after another; the same bytes twice are stored once. */
export async function keepAttachments(
  blobs: Pick<BlobStore, 'put'>,
  files: readonly AttachmentToKeep[],
  signal: AbortSignal,
): Promise<readonly Attachment[]> {
  const kept: Attachment[] = []
  for (const { words, open } of files) {
    const { name, bytes } = await open(signal)
    const blob = await blobs.put(bytes, signal)
    kept.push(attachmentOf(words, { name, ...blob }, new Set(kept.map(({ id }) => id))))
  }
  return kept
}
