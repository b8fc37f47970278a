import type { Actual } from '../golden/odsql/oracle/agree.ts'
import type { Question } from '../golden/odsql/oracle/tree.ts'
import { valuesOf, type WildRequest } from './corpus.ts'
import { readRefinement, timezoneOf } from './datasets.ts'
import { Reader } from './read-clauses.ts'
import { Unread } from './tokens.ts'

type Members = Readonly<Record<string, unknown>>

const isRows = (value: unknown): value is readonly Members[] => Array.isArray(value)
const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

/** How many rows an answer has; of a page without room, how many there are; of a file, its lines or bytes. */
export function rowsOf(body: string, { endpoint, params }: WildRequest): number {
  if (/\/(?:xlsx|shp|parquet|dcat|fgb)$/.test(endpoint)) return body.length > 100 ? 1 : 0
  if (/\/(?:csv|jsonl)$/.test(endpoint))
    return body.trim().split('\n').length - (endpoint.endsWith('csv') ? 1 : 0)
  const answer: unknown = JSON.parse(body)
  if (endpoint.endsWith('facets')) {
    const facets = memberOf(answer, 'facets')
    return isRows(facets)
      ? facets.filter(facet => isRows(facet['facets']) && facet['facets'].length > 0).length
      : 0
  }
  if (isRows(answer)) return answer.length
  const total = Number(memberOf(answer, 'total_count') ?? 0)
  if (params['limit'] === '0') return total
  const lists = ['results', 'records', 'datasets', 'features']
    .map(name => memberOf(answer, name))
    .filter(isRows)
  const [list] = lists
  return list === undefined ? Object.keys(answer as object).length : list.length
}

const COMPARED = new Set([
  'select',
  'where',
  'group_by',
  'order_by',
  'limit',
  'offset',
  'refine',
  'timezone',
  'lang',
])
/** Without a meaning for the rows, or without any at all. */
const IGNORED = new Set([
  'apikey',
  'include_links',
  'include_app_metas',
  'facet',
  'pretty',
  'rows',
  'start',
  'with_bom',
  'delimiter',
])

/** What a request asks, in the oracle's own words; null where those do not reach. */
export function questionOf(request: WildRequest): Question | null {
  const isExport = /^exports\/jsonl?$/.test(request.endpoint)
  if (request.version !== '2.1' || !(isExport || request.endpoint === 'records')) return null
  if (Object.keys(request.params).some(name => !COMPARED.has(name) && !IGNORED.has(name))) return null
  if (/recordid|record_timestamp|datasetid/.test(JSON.stringify(request.params))) return null
  const said = (name: string): readonly string[] => valuesOf(request, name).filter(text => text.trim() !== '')
  try {
    const groupBy = said('group_by').flatMap(text => new Reader(text).groupBy())
    const most = isExport ? Number.MAX_SAFE_INTEGER : groupBy.length > 0 ? 20_000 : 100
    const limit = Number(said('limit')[0] ?? said('rows')[0] ?? (isExport ? -1 : 10))
    return {
      where: said('where').map(text => new Reader(text).where()),
      select: said('select').flatMap(text => new Reader(text).select()),
      groupBy,
      orderBy: said('order_by').flatMap(text => new Reader(text).orderBy()),
      ...{ limit: limit === -1 ? most : limit, offset: Number(said('offset')[0] ?? said('start')[0] ?? 0) },
      ...{ refine: said('refine').map(readRefinement), exclude: [], facets: [] },
      ...{ timezone: timezoneOf(request), language: 'en', capitals: false },
    }
  } catch (error) {
    if (error instanceof Unread) return null
    throw error
  }
}

/** The rows of an answer that {@link questionOf} can be compared with; JSON of fields as the text it is stored as. */
export function actualOf(body: string, { endpoint, fields }: WildRequest): Actual {
  const isJson = (name: string): boolean => fields[name] === 'json_blob' || fields[name] === 'file'
  const shown = (row: Members): Members =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        isJson(name) && value !== null ? JSON.stringify(value) : value,
      ]),
    )
  if (endpoint === 'records') {
    const answer: unknown = JSON.parse(body)
    const rows = memberOf(answer, 'results')
    return { total: Number(memberOf(answer, 'total_count')), rows: isRows(rows) ? rows.map(shown) : [] }
  }
  const lines = endpoint.endsWith('jsonl')
    ? body
        .trim()
        .split('\n')
        .map(line => JSON.parse(line) as Members)
    : (JSON.parse(body) as Members[])
  return { total: lines.length, rows: lines.map(shown) }
}
