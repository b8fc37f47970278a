import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { AttachmentKind } from '../../../core/dataset/attachment.ts'
import { VitrineError } from '../../../core/errors.ts'
import { resolveText } from '../../../core/i18n/language-map.ts'
import { seesAll } from '../../../core/permission/decide.ts'
import type { RequestContext } from '../../context.ts'
import { keptFile } from '../../files/kept-file.ts'
import { json, type Reply } from '../../reply.ts'
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

/**
 * `GET …/attachments/{id}`, `GET …/alternative_exports/{id}`: the file as it was published. Whoever sees but part of the
 * records gets none of the files.
 */
export const attachmentFile =
  (kind: AttachmentKind) =>
  async (
    context: RequestContext,
    { revision, access }: PublishedDataset,
    services: ExploreServices,
  ): Promise<Reply> => {
    const asked = context.params.attachment ?? ''
    const found = revision.metadata.attachments.find(one => one.kind === kind && one.id === asked)
    if (found === undefined) throw new VitrineError('attachment_unknown', { attachment: asked })
    if (!seesAll(access)) throw new VitrineError('access_forbidden')
    if (!(await services.blobs.has(found.sha256)))
      throw new VitrineError('attachment_unknown', { attachment: asked })
    const modified = new Date(revision.publishedAt ?? revision.createdAt)
    return keptFile(context, { file: found, modified }, services)
  }
