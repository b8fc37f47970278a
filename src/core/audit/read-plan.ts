import { type Parsed, parsed } from '../parsed.ts'
import { readJsonFile, schemaOf } from '../portal/json-file.ts'
import planSchema from './plan.schema.json' with { type: 'json' }
import { type AuditPlan, PLAIN_PLAN } from './plan.ts'

const planFile = schemaOf<Partial<AuditPlan> & { readonly $schema?: string; readonly format?: string }>(
  planSchema,
)

/** Reads a plan (docs/schemas/plan.schema.json); what it leaves out is as for a site of which nothing is known. */
export function readPlan(file: string, text: string): Parsed<AuditPlan> {
  const read = readJsonFile(file, text, planFile)
  if (!read.ok) return read
  const { $schema: _schema, format: _format, ...plan } = read.value
  return parsed({ ...PLAIN_PLAN, ...plan })
}

/** Reads a list of pages: a path or an address of the site in each line, `#` before remarks. */
export const readPages = (text: string, origin: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
    .flatMap(line => pageOf(line, origin) ?? [])

/** Path and query of an address of the site; undefined for another site. */
export function pageOf(address: string, origin: string): string | undefined {
  if (!URL.canParse(address, origin)) return undefined
  const url = new URL(address, origin)
  return url.origin === new URL(origin).origin ? `${url.pathname}${url.search}` : undefined
}

/** Address of a page of a site: `//other.example/` is a path of it too, when a link says so. `origin` is that of the site. */
export const addressOf = (page: string, origin: string): string => `${new URL(origin).origin}${page}`

/** Pages that a sitemap names (sitemaps.org), and sitemaps that an index of them names. */
export function readSitemap(
  text: string,
  origin: string,
): { readonly pages: readonly string[]; readonly sitemaps: readonly string[] } {
  const places = [...text.matchAll(/<(?:\w+:)?loc>\s*([^<]+?)\s*</g)].flatMap(
    ([, place = '']) => pageOf(place.replaceAll('&amp;', '&'), origin) ?? [],
  )
  return /<(?:\w+:)?sitemapindex[\s>]/.test(text)
    ? { pages: [], sitemaps: places }
    : { pages: places, sitemaps: [] }
}
