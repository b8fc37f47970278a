import type { RecordThumbnails } from '../../../app/explore/record-thumbnails.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { RecordFile, RecordFileStore } from '../../../app/ports/record-file-store.ts'
import { VitrineError } from '../../../core/errors.ts'
import { type FileHead, isRecordFileId, readFileText } from '../../../core/record/file-value.ts'
import { readThumbnailSize, THUMBNAIL_SIZES } from '../../../core/record/thumbnail-size.ts'
import { attachmentHeader } from '../../content-disposition.ts'
import type { RequestContext } from '../../context.ts'
import { keptFile } from '../../files/kept-file.ts'
import type { Reply } from '../../reply.ts'
import type { ExploreServices } from './routes.ts'

/** Files that records name, and small pictures of them. */
export interface RecordFileServices {
  readonly recordFiles: Pick<RecordFileStore, 'find'>
  readonly thumbnails: Pick<RecordThumbnails, 'find'>
}

interface SeenFile {
  readonly file: RecordFile
  readonly head: FileHead
}

/**
 * The file of an identifier, for whoever sees a record that has it in a field that they see; for everyone else there is
 * no such file. Records are asked first: what is kept would tell by its time what is hidden.
 */
async function seenFile(
  { params, signal }: RequestContext,
  published: PublishedDataset,
  { explorer, recordFiles, blobs }: ExploreServices,
): Promise<SeenFile> {
  const asked = params.file ?? ''
  const missing = new VitrineError('file_unknown', { file: asked })
  const prepared = explorer.file(published, asked)
  if (!isRecordFileId(asked)) throw missing
  const { text } = await prepared.run(signal)
  const file = text === null ? null : await recordFiles.find(published.revision.id, asked)
  if (text === null || file === null || !(await blobs.has(file.sha256))) throw missing
  return { file, head: readFileText(text) }
}

const modifiedOf = ({ revision }: PublishedDataset): Date =>
  new Date(revision.publishedAt ?? revision.createdAt)

/** `GET …/files/{file_id}` (explore-api §7.6). */
export async function recordFile(
  context: RequestContext,
  published: PublishedDataset,
  services: ExploreServices,
): Promise<Reply> {
  const { file, head } = await seenFile(context, published, services)
  const given = { sha256: file.sha256, bytes: file.bytes, name: head.filename, mimetype: head.mimetype }
  return keptFile(context, { file: given, modified: modifiedOf(published) }, services)
}

/** Small pictures of these formats stay what they are; those of others are PNG. */
const SAME_FORMAT: ReadonlySet<string> = new Set(['image/jpeg', 'image/webp'])

/** `GET …/files/{file_id}/{size}` (explore-api §7.6): the picture with its longer side at most so many pixels. */
export async function recordThumbnail(
  context: RequestContext,
  published: PublishedDataset,
  services: ExploreServices,
): Promise<Reply> {
  const { file, head } = await seenFile(context, published, services)
  const found = context.params.size ?? ''
  const size = readThumbnailSize(found)
  if (size === null) {
    const expected = `a number of pixels from ${THUMBNAIL_SIZES[0]}`
    throw new VitrineError('parameter_invalid', { parameter: 'size', found, expected })
  }
  const revisionId = published.revision.id
  const small = head.thumbnail ? await services.thumbnails.find({ revisionId, file, size }) : null
  if (small === null) throw new VitrineError('thumbnail_unknown', { file: file.id })
  return {
    status: 200,
    type: SAME_FORMAT.has(head.mimetype) ? head.mimetype : 'image/png',
    body: { ...small, modified: modifiedOf(published) },
    caching: 'volatile',
    headers: { 'content-disposition': attachmentHeader(head.filename) },
  }
}
