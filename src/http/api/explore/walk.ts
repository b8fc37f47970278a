import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { VitrineError } from '../../../core/errors.ts'
import { type Cursor, readCursor } from '../../../core/record/cursor.ts'
import type { ApiLink } from './links.ts'
import type { ExploreParams } from './params.ts'
import type { ExploreServices } from './routes.ts'

const invalid = (parameter: string, found: string, expected: string): VitrineError =>
  new VitrineError('parameter_invalid', { parameter, found, expected })

/** Where a request goes on with a walk: `cursor`, as the page before gave it; without an offset of its own. */
export function cursorOf({ other, offset }: ExploreParams): Cursor | undefined {
  const text = other.cursor
  if (text === undefined) return undefined
  if (offset !== undefined) throw invalid('offset', offset, 'no offset beside cursor')
  const cursor = readCursor(text)
  if (cursor === null) throw invalid('cursor', text.slice(0, 200), 'the cursor of a page before')
  return cursor
}

/** The revision that a walk began with, whatever was published since; `cursor_gone` when its records are not kept. */
export async function walkedRevision(
  published: PublishedDataset,
  cursor: Cursor,
  { pinned }: ExploreServices,
): Promise<PublishedDataset> {
  try {
    return await pinned(published, cursor.version)
  } catch (thrown) {
    if (thrown instanceof VitrineError && thrown.code === 'revision_unknown')
      throw new VitrineError('cursor_gone')
    throw thrown
  }
}

/** The address of the next page: the request as it was, with the cursor in place of any offset. */
export function nextPage(href: string, query: URLSearchParams, cursor: string): ApiLink {
  const params = new URLSearchParams(query)
  for (const name of ['offset', 'start', 'cursor', 'apikey']) params.delete(name)
  params.append('cursor', cursor)
  return { rel: 'next', href: `${href}?${params}` }
}

/** Longest `Link`: what proxies and clients take as a head, with room for the rest of it. */
const LONGEST_LINK = 4000

/** `Link` of a page (RFC 8288); none at the end, nor where a long question would make the head of the answer unreadable. */
export function linkHeader(
  href: string,
  query: URLSearchParams,
  next: string | null,
): Readonly<Record<string, string>> {
  const link = next === null ? '' : `<${nextPage(href, query, next).href}>; rel="next"`
  return link === '' || link.length > LONGEST_LINK ? {} : { link }
}
