import type { PublishedDataset } from '../../app/ports/catalog-store.ts'
import { STATEMENTS } from '../../core/portal/statement.ts'
import { type Reply, text } from '../reply.ts'
import { updatedAt } from './load-cards.ts'
import { apiPageUrl, datasetUrl, exploreUrl, homeUrl, statementUrl } from './urls.ts'

/** Everything may be read; exports are large and the same as the pages. */
export const robotsTxt = (origin: string): Reply =>
  text(`User-agent: *\nDisallow: /api/\nDisallow: /*/account/\n\nSitemap: ${origin}/sitemap.xml\n`, {
    caching: 'revalidate',
  })

const escapeXml = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** Most addresses of one file (sitemaps.org protocol). */
const MOST = 50_000

interface Entry {
  readonly path: (language: string) => string
  readonly modified: string | null
}

/** One address a language, each naming its translations (sitemaps.org with `xhtml:link`). */
function entryXml(
  origin: string,
  languages: readonly string[],
  { path, modified }: Entry,
): readonly string[] {
  const links = languages
    .map(
      tag => `<xhtml:link rel="alternate" hreflang="${tag}" href="${escapeXml(`${origin}${path(tag)}`)}"/>`,
    )
    .join('')
  const changed = modified === null ? '' : `<lastmod>${new Date(modified).toISOString()}</lastmod>`
  return languages.map(tag => `<url><loc>${escapeXml(`${origin}${path(tag)}`)}</loc>${changed}${links}</url>`)
}

/** The sitemap of a portal: its pages and every published dataset, in every language. */
export function sitemapXml(
  origin: string,
  languages: readonly string[],
  datasets: readonly PublishedDataset[],
): Reply {
  const entries: readonly Entry[] = [
    ...[
      homeUrl,
      (tag: string) => exploreUrl(tag),
      apiPageUrl,
      ...STATEMENTS.map(statement => (tag: string) => statementUrl(tag, statement)),
    ].map(path => ({
      path,
      modified: null,
    })),
    ...datasets.map(published => ({
      path: (tag: string) => datasetUrl(tag, published.dataset.datasetId),
      modified: updatedAt(published),
    })),
  ]
  const urls = entries.flatMap(entry => entryXml(origin, languages, entry)).slice(0, MOST)
  const body = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ...urls,
    '</urlset>',
  ].join('\n')
  return text(body, { type: 'application/xml; charset=utf-8', caching: 'revalidate' })
}
