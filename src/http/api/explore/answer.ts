import type { Prepared } from '../../../app/explore/explorer.ts'
import type { RequestContext } from '../../context.ts'
import { tagMatches, tagOf } from '../../entity-tag.ts'
import { json, type Reply, unchanged } from '../../reply.ts'

/**
 * Answers a prepared question: the tag is known before any query runs, so a caller who has the answer already
 * costs none (style.md §3d, step 9). Volatile questions have no tag.
 */
export async function answerPrepared<T>(
  context: RequestContext,
  prepared: Prepared<T>,
  language: string,
  write: (answer: T) => unknown,
  ...variants: readonly string[]
): Promise<Reply> {
  return answerPage(context, prepared, { language, variants }, answer => ({ body: write(answer) }))
}

/** What decides an answer beside its question. */
interface Variant {
  readonly language: string
  readonly variants: readonly string[]
}

/** The same for answers that also say something in their headers. */
export async function answerPage<T>(
  context: RequestContext,
  prepared: Prepared<T>,
  { language, variants }: Variant,
  write: (answer: T) => { readonly body: unknown; readonly headers?: Readonly<Record<string, string>> },
): Promise<Reply> {
  const { identity } = prepared
  const tag = identity === null ? undefined : tagOf(identity, language, context.origin, ...variants)
  if (tag !== undefined && tagMatches(context.ifNoneMatch, tag)) return unchanged(tag)
  const { body, headers = {} } = write(await prepared.run(context.signal))
  return json(body, {
    language,
    headers,
    caching: tag === undefined ? 'volatile' : 'revalidate',
    ...(tag === undefined ? {} : { tag }),
  })
}
