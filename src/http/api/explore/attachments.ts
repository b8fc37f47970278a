import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { Attachment, AttachmentKind } from '../../../core/dataset/attachment.ts'
import { VitrineError } from '../../../core/errors.ts'
import { resolveText } from '../../../core/i18n/language-map.ts'
import { seesAll } from '../../../core/permission/decide.ts'
import { attachmentHeader } from '../../content-disposition.ts'
import type { RequestContext } from '../../context.ts'
import { type FileBody, json, type Reply } from '../../reply.ts'
import { attachmentHref, datasetHref } from './dataset-object.ts'
import { apiLanguage } from './language.ts'
import { bothLinks } from './links.ts'
import { readExploreParams } from './params.ts'
import type { ExploreServices } from './routes.ts'

/** `GET …/attachments` (explore-api §7.5): the hyphen in `mime-type` is the wire's. */
export function attachmentList(context: RequestContext, { dataset, revision }: PublishedDataset): Reply {
  const language = apiLanguage(context, readExploreParams(context.query).lang)
  const { metadata } = revision
  const attachments = metadata.attachments
    .filter(({ kind }) => kind === 'attachment')
    .map(attachment => {
      const url = attachmentHref(context.origin, dataset.datasetId, attachment)
      const title = resolveText(attachment.title, language, metadata.language)
      return { href: url, metas: { id: attachment.id, title, 'mime-type': attachment.mimetype, url } }
    })
  const self = `${datasetHref(context.origin, dataset.datasetId)}/attachments`
  return json({ ...bothLinks([{ rel: 'self', href: self }]), attachments }, { language })
}

/** Bytes that leave at a time. */
const CHUNK = 256 * 1024

/**
 * `GET …/attachments/{id}`, `GET …/alternative_exports/{id}`: the file as it was published, by ranges, under a strong
 * tag. Always one to keep, never one to show: what it holds is its publisher's, and its address the portal's. Whoever
 * sees but part of the records gets none of the files.
 */
export const attachmentFile =
  (kind: AttachmentKind) =>
  async (
    { params }: RequestContext,
    { revision, access }: PublishedDataset,
    { blobs }: ExploreServices,
  ): Promise<Reply> => {
    const asked = params.attachment ?? ''
    const found = revision.metadata.attachments.find(one => one.kind === kind && one.id === asked)
    if (found === undefined) throw new VitrineError('attachment_unknown', { attachment: asked })
    if (!seesAll(access)) throw new VitrineError('access_forbidden')
    if (!(await blobs.has(found.sha256))) throw new VitrineError('attachment_unknown', { attachment: asked })
    return {
      status: 200,
      type: found.mimetype,
      body: fileBody(found, new Date(revision.publishedAt ?? revision.createdAt), blobs),
      caching: 'volatile',
      headers: { 'content-disposition': attachmentHeader(found.name) },
    }
  }

const fileBody = (
  { sha256, bytes: size }: Attachment,
  modified: Date,
  blobs: ExploreServices['blobs'],
): FileBody => ({
  ...{ sha256, size, modified },
  bytes: async function* (start, end) {
    await using blob = await blobs.open(sha256)
    for (let at = start; at < end; at += CHUNK) yield await blob.read(at, Math.min(CHUNK, end - at))
  },
})
