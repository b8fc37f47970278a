import type { Statement } from '../../core/portal/statement.ts'

/** State of a catalogue page, as its URL writes it. */
export interface CatalogParams {
  readonly q: string
  /** Facet and value pairs, `refine=facet:value`, in the order of the URL. */
  readonly refine: readonly Refinement[]
  readonly sort: string
  /** 1-based. */
  readonly page: number
  /** Facet shown with all its values; empty for none. */
  readonly all: string
}

export interface Refinement {
  readonly facet: string
  readonly value: string
}

/** State of the pages about one dataset: the filter is kept from tab to tab, sort and page belong to the table. */
export interface TableParams extends CatalogParams {
  /** Condition in the query language, as typed. */
  readonly where: string
}

/** Pages of one dataset. */
export const DATASET_TABS = ['overview', 'table', 'export', 'api'] as const
export type DatasetTab = (typeof DATASET_TABS)[number]

export const NO_CATALOG_PARAMS: CatalogParams = { q: '', refine: [], sort: '', page: 1, all: '' }
export const NO_TABLE_PARAMS: TableParams = { ...NO_CATALOG_PARAMS, where: '' }

const MAX_TEXT = 2000

/** Reads the state of a catalogue page; what cannot be read is as if absent, so that no link is ever an error. */
export function readCatalogParams(query: URLSearchParams): CatalogParams {
  const text = (name: string) => (query.get(name) ?? '').trim().slice(0, MAX_TEXT)
  const page = Number(query.get('page'))
  return {
    q: text('q'),
    refine: query.getAll('refine').flatMap(readRefinement),
    sort: text('sort'),
    page: Number.isSafeInteger(page) && page > 1 ? page : 1,
    all: text('all'),
  }
}

export const readTableParams = (query: URLSearchParams): TableParams => ({
  ...readCatalogParams(query),
  where: (query.get('where') ?? '').trim().slice(0, MAX_TEXT),
})

function readRefinement(text: string): Refinement[] {
  const colon = text.indexOf(':')
  if (colon < 1 || text.length > MAX_TEXT) return []
  return [{ facet: text.slice(0, colon), value: text.slice(colon + 1) }]
}

/** The query string of a state, `''` or `?…`; names that are empty or at their default are left out. */
export function paramsQuery(params: Partial<TableParams>): string {
  const query = new URLSearchParams()
  if (params.q) query.append('q', params.q)
  if (params.where) query.append('where', params.where)
  for (const { facet, value } of params.refine ?? []) query.append('refine', `${facet}:${value}`)
  if (params.sort) query.append('sort', params.sort)
  if (params.all) query.append('all', params.all)
  if (params.page && params.page > 1) query.append('page', String(params.page))
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** The same state with a refinement added, or taken away when it was there; always from the first page. */
export function toggleRefinement<T extends CatalogParams>(params: T, facet: string, value: string): T {
  const others = params.refine.filter(entry => entry.facet !== facet || entry.value !== value)
  const refine = others.length < params.refine.length ? others : [...params.refine, { facet, value }]
  return { ...params, refine, page: 1 }
}

export const isRefined = (params: CatalogParams, facet: string, value: string): boolean =>
  params.refine.some(entry => entry.facet === facet && entry.value === value)

export const homeUrl = (language: string): string => `/${language}/`

export const exploreUrl = (language: string, params: Partial<CatalogParams> = {}): string =>
  `/${language}/explore/${paramsQuery(params)}`

export const datasetUrl = (
  language: string,
  id: string,
  tab: DatasetTab = 'overview',
  params: Partial<TableParams> = {},
): string =>
  `/${language}/explore/dataset/${encodeURIComponent(id)}/${tab === 'overview' ? '' : `${tab}/`}${paramsQuery(params)}`

export const legalUrl = (language: string): string => `/${language}/legal/`

/** What the portal says of itself; each statement is a page under its own name. */
export const statementUrl = (language: string, statement: Statement): string => `/${language}/${statement}/`

/** A version of a statement, for ever. */
export const versionUrl = (language: string, statement: Statement, name: string): string =>
  `${statementUrl(language, statement)}v/${name}/`

export const cookiesUrl = (language: string): string => statementUrl(language, 'cookies')

/** Where visitors see and change what they decided. */
export const preferencesUrl = (language: string): string => `${cookiesUrl(language)}preferences/`

export const changesFeedUrl = (language: string): string => `${cookiesUrl(language)}changes.atom`
export const POLICY_JSON_URL = '/.well-known/cookie-policy.json'
export const POLICY_SCHEMA_URL = '/.well-known/cookie-policy.schema.json'

/** The stylesheet of documents that were kept; its number is part of them, so another look has another number. */
export const archiveStylesUrl = (): string => '/statements/1.css'

export const apiPageUrl = (language: string): string => `/${language}/api/`

/** Root of the public API; not prefixed by a language. */
export const API_ROOT = '/api/explore/v2.1'

export const datasetApiUrl = (id: string): string => `${API_ROOT}/catalog/datasets/${encodeURIComponent(id)}`

/** A prefixed path in another language: `/fr/explore/` → `/nl/explore/`. */
export const inLanguage = (path: string, language: string): string => path.replace(/^\/[^/]*/, `/${language}`)

/** An address that may stand in `href`: http(s), mailto, or a path of ours; anything else gives `undefined`. */
export function safeUrl(address: string): string | undefined {
  if (/^\/(?![/\\])/.test(address)) return address
  return /^(?:https?:\/\/|mailto:)[^\s"'<>]+$/i.test(address) ? address : undefined
}
