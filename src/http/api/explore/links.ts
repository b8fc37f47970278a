/** Root of the API on a portal. */
export const apiRoot = (origin: string): string => `${origin}/api/explore/v2.1`

export interface ApiLink {
  readonly rel: string
  readonly href: string
}

/** Both spellings, since live servers and their own schema disagree (explore-api §19.2). */
export const bothLinks = (
  links: readonly ApiLink[],
): { readonly links: readonly ApiLink[]; readonly _links: readonly ApiLink[] } => ({ links, _links: links })

/** Parameters that a page link repeats, the window apart. */
export interface PageWindow {
  readonly limit: number
  readonly offset: number
  readonly totalCount: number
  /** Last record that pages reach (explore-api §5.2). */
  readonly reach: number
}

/** `self`, `first`, `last`, `prev`, `next` of a list (explore-api §9.5); `last` never points past the window. */
export function pageLinks(href: string, query: URLSearchParams, window: PageWindow): readonly ApiLink[] {
  const at = (offset: number): string => {
    const params = new URLSearchParams(query)
    for (const alias of ['rows', 'start', 'apikey', 'cursor']) params.delete(alias)
    params.set('limit', String(window.limit))
    params.set('offset', String(offset))
    return `${href}?${params}`
  }
  const { limit, offset } = window
  const links: ApiLink[] = [
    { rel: 'self', href: at(offset) },
    { rel: 'first', href: at(0) },
  ]
  if (limit <= 0) return links
  const reachable = Math.min(window.totalCount, window.reach)
  const last = Math.max(0, Math.ceil((reachable - limit) / limit) * limit)
  links.push({ rel: 'last', href: at(Math.min(last, Math.max(0, window.reach - limit))) })
  if (offset > 0) links.push({ rel: 'prev', href: at(Math.max(0, offset - limit)) })
  if (offset + limit < reachable) links.push({ rel: 'next', href: at(offset + limit) })
  return links
}
