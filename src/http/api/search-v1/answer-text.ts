import type { Prepared } from '../../../app/explore/explorer.ts'
import type { RequestContext } from '../../context.ts'
import { tagMatches, tagOf } from '../../entity-tag.ts'
import { type Reply, unchanged } from '../../reply.ts'

/** What an answer is written as, and what decides it beside its question. */
interface TextVariant {
  /** Media type with its parameters. */
  readonly type: string
  readonly language: string
  readonly variants: readonly string[]
}

/** Answers a prepared question with a text that is no JSON: a table, a feed. */
export async function answerText<T>(
  { ifNoneMatch, origin, signal }: RequestContext,
  { identity, run }: Prepared<T>,
  { type, language, variants }: TextVariant,
  write: (answer: T) => { readonly body: string; readonly headers?: Readonly<Record<string, string>> },
): Promise<Reply> {
  const tag = identity === null ? undefined : tagOf(identity, language, origin, type, ...variants)
  if (tag !== undefined && tagMatches(ifNoneMatch, tag)) return unchanged(tag)
  const { body, headers = {} } = write(await run(signal))
  return {
    ...{ status: 200, type, body, language, headers },
    caching: tag === undefined ? 'volatile' : 'revalidate',
    ...(tag === undefined ? {} : { tag }),
  }
}
