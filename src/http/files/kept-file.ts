import type { BlobStore } from '../../app/ports/blob-store.ts'
import type { Attachment } from '../../core/dataset/attachment.ts'
import { attachmentHeader } from '../content-disposition.ts'
import type { RequestContext } from '../context.ts'
import { type Reply, redirect } from '../reply.ts'
import { fileBody } from './file-body.ts'
import { type FilesHost, fileAddress } from './files-host.ts'

/** A file that a publisher gave, kept in the blob store. */
export type GivenFile = Pick<Attachment, 'name' | 'mimetype' | 'sha256' | 'bytes'>

/** Where files are kept, and where they are served: null for the host that they are asked for. */
export interface KeptIn {
  readonly blobs: Pick<BlobStore, 'open'>
  readonly filesHost: FilesHost | null
}

/**
 * A file as it was given, by ranges, under a strong tag. Always one to keep, never one to show: what it holds is its
 * publisher's, and its address the portal's (privacy.md I6). Where the deployment has a host of files, it is served
 * there.
 */
export function keptFile(
  { portal, origin }: Pick<RequestContext, 'portal' | 'origin'>,
  { file, modified }: { readonly file: GivenFile; readonly modified: Date },
  { blobs, filesHost }: KeptIn,
): Reply {
  if (filesHost !== null)
    return redirect(fileAddress(filesHost, { portal: portal.stored, origin }, { file, modified }), 307)
  return {
    status: 200,
    type: file.mimetype,
    body: fileBody(file, modified, blobs),
    caching: 'volatile',
    headers: { 'content-disposition': attachmentHeader(file.name) },
  }
}
