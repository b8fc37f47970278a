import type { Declaration } from '../../core/audit/declaration.ts'
import { type AuditPlan, PLAIN_PLAN } from '../../core/audit/plan.ts'
import { readDeclaration } from '../../core/audit/read-declaration.ts'
import { addressOf, readPages, readPlan, readSitemap } from '../../core/audit/read-plan.ts'
import { VitrineError } from '../../core/errors.ts'
import type { Parsed } from '../../core/parsed.ts'
import type { AuditBrowser } from '../ports/audit-browser.ts'

/** Where sites publish what they leave in browsers (privacy.md §3.3), and how they can be walked through. */
export const POLICY_PATH = '/.well-known/cookie-policy.json'
export const PLAN_PATH = '/.well-known/audit-plan.json'
const SITEMAP_PATH = '/sitemap.xml'
/** Sitemaps of an index that are read. */
const MOST_SITEMAPS = 10

/** A text that was handed in, with its name for faults. */
export interface NamedText {
  readonly name: string
  readonly text: string
}

/** What is known before the first visit; texts that are null are asked of the site. */
export interface AuditInputs {
  /** Origin of the site. */
  readonly site: string
  /** A file, or an address. */
  readonly declaration: NamedText | URL | null
  readonly plan: NamedText | null
  readonly pages: NamedText | null
}

export interface PreparedAudit {
  readonly declaration: Declaration
  readonly declaredAt: string
  readonly plan: AuditPlan
}

/**
 * Finds declaration, plan and pages. Faults: `audit_site_silent`, `audit_declaration_missing`; what is wrong in a file
 * is told in the answer.
 */
export async function prepareAudit(
  browser: AuditBrowser,
  inputs: AuditInputs,
): Promise<Parsed<PreparedAudit>> {
  const { site } = inputs
  const declared = await declarationText(browser, inputs)
  const declaration = readDeclaration(declared.name, declared.text, new URL(site).hostname)
  if (!declaration.ok) return declaration
  const plan = await planOf(browser, inputs)
  if (!plan.ok) return plan
  const pages = [
    ...plan.value.pages,
    ...(inputs.pages === null ? [] : readPages(inputs.pages.text, site)),
    ...(await sitemapPages(browser, site)),
  ]
  return {
    ok: true,
    value: {
      declaration: declaration.value,
      declaredAt: declared.name,
      plan: { ...plan.value, pages: [...new Set(pages)] },
    },
  }
}

async function declarationText(
  browser: AuditBrowser,
  { declaration, site }: AuditInputs,
): Promise<NamedText> {
  if (declaration !== null && !(declaration instanceof URL)) return declaration
  const address = declaration ?? new URL(POLICY_PATH, site)
  const answer = await browser.read(address.href)
  if (answer === null) throw new VitrineError('audit_site_silent', { url: address.href })
  if (answer.status !== 200) throw new VitrineError('audit_declaration_missing', { url: address.href })
  return { name: address.href, text: answer.text }
}

async function planOf(browser: AuditBrowser, { plan, site }: AuditInputs): Promise<Parsed<AuditPlan>> {
  if (plan !== null) return readPlan(plan.name, plan.text)
  const url = new URL(PLAN_PATH, site).href
  const answer = await browser.read(url)
  if (answer === null) throw new VitrineError('audit_site_silent', { url })
  // many sites answer any path with a page
  const isPlan = answer.status === 200 && answer.text.trimStart().startsWith('{')
  return isPlan ? readPlan(url, answer.text) : { ok: true, value: PLAIN_PLAN }
}

async function sitemapPages(browser: AuditBrowser, site: string): Promise<readonly string[]> {
  const read = async (path: string) => {
    const answer = await browser.read(addressOf(path, site))
    return readSitemap(answer?.status === 200 ? answer.text : '', site)
  }
  const { pages, sitemaps } = await read(SITEMAP_PATH)
  const more = await Promise.all(sitemaps.slice(0, MOST_SITEMAPS).map(read))
  return [...pages, ...more.flatMap(sitemap => sitemap.pages)]
}
