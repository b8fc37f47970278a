import type { ExploreQuery, Prepared } from '../../../app/explore/explorer.ts'
import type { PreparedExports } from '../../../app/explore/prepared-exports.ts'
import type { Revision } from '../../../core/dataset/revision.ts'
import type { Reply } from '../../reply.ts'

/** The export of a whole revision, which may become a file. */
export interface WholeRevision {
  readonly files: PreparedExports
  readonly revision: Revision
}

/** Whether a question asks for everything, as it is. */
export const asksForAll = (query: ExploreQuery): boolean =>
  [query.select, query.group_by, query.order_by].every(clause => clause === undefined) &&
  [query.where, query.search, query.qv1, query.refine, query.exclude].every(
    list => (list ?? []).length === 0,
  ) &&
  query.limit === null &&
  query.offset === 0

/** A reply about to be made: its parts but the body, and what names its very bytes. */
interface Making {
  readonly reply: Omit<Reply, 'body'>
  readonly name: string
  readonly prepared: Prepared<AsyncIterable<Uint8Array>>
}

/**
 * The file of a whole revision, by ranges and with its digest; null when there is none yet, and then the question is
 * counted, so that a file is made of what is asked for again.
 */
export async function fileReply(
  { files, revision }: WholeRevision,
  { reply, name, prepared }: Making,
  written: (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
): Promise<Reply | null> {
  const key = { revisionId: revision.id, name }
  const file = await files.find(key)
  if (file !== null) {
    const modified = new Date(revision.publishedAt ?? revision.createdAt)
    return { ...reply, body: { ...file, modified } }
  }
  files.asked(key, async signal => written(await prepared.run(signal)))
  return null
}
