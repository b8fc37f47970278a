import { VitrineError } from '../../../core/errors.ts'
import { readTimezone as canonicalTimezone } from '../../../core/odsql/civil.ts'

/** Parameters that several spellings stand for (explore-api §1.4). */
const ALIASES: Readonly<Record<string, string>> = { rows: 'limit', start: 'offset', sort: 'order_by' }

/** Parameters that add up when they are repeated; of all others the last one wins (explore-api §1.3). */
const REPEATED = new Set(['where', 'refine', 'exclude', 'facet', 'search', 'qv1'])
const JOINED = new Set(['select', 'group_by', 'order_by'])

/** Every parameter of an Explore request, typed once. Empty values count as absent (explore-api §1.2). */
export interface ExploreParams {
  readonly select: string | undefined
  readonly where: readonly string[]
  /** Old ways to filter, joined to `where` (explore-api §1.4). */
  readonly search: readonly string[]
  readonly qv1: readonly string[]
  readonly group_by: string | undefined
  readonly order_by: string | undefined
  readonly refine: readonly string[]
  readonly exclude: readonly string[]
  readonly facet: readonly string[]
  /** As received; `readWindow` knows the bounds of each door. */
  readonly limit: string | undefined
  readonly offset: string | undefined
  readonly lang: string | undefined
  readonly timezone: string
  readonly includeLinks: boolean
  readonly includeAppMetas: boolean
  /** Everything else, last value wins: options of export formats. */
  readonly other: Readonly<Record<string, string>>
}

function collect(query: URLSearchParams): Map<string, readonly string[]> {
  const values = new Map<string, readonly string[]>()
  for (const [sent, value] of query) {
    if (value === '') continue
    const name = ALIASES[sent] ?? sent
    const before = values.get(name) ?? []
    values.set(name, REPEATED.has(name) || JOINED.has(name) ? [...before, value] : [value])
  }
  return values
}

const invalid = (parameter: string, found: string, expected: string): VitrineError =>
  new VitrineError('parameter_invalid', { parameter, found, expected })

/** `true` or `false`, in any letter case; absent is false. */
export function readBoolean(name: string, text: string | undefined): boolean {
  const lower = text?.toLowerCase()
  if (lower === undefined || lower === 'false') return false
  if (lower === 'true') return true
  throw invalid(name, text ?? '', 'true or false')
}

const zones = new Map<string, string | null>([['UTC', 'UTC']])
const MOST_ZONES = 1000

/** The canonical zone of a name; the answers are few and kept. */
function zoneOf(name: string): string | null {
  const known = zones.get(name)
  if (known !== undefined) return known
  const zone = canonicalTimezone(name)
  if (zones.size < MOST_ZONES) zones.set(name, zone)
  return zone
}

function readTimezone(text: string | undefined): string {
  if (text === undefined) return 'UTC'
  const zone = zoneOf(text)
  if (zone !== null) return zone
  throw invalid('timezone', text, 'a time zone such as Europe/Paris')
}

const NAMED = new Set([
  ...['select', 'where', 'group_by', 'order_by', 'refine', 'exclude', 'facet', 'limit', 'offset'],
  ...['search', 'qv1', 'lang', 'timezone', 'include_links', 'include_app_metas', 'apikey'],
])

/**
 * Reads the parameters of an Explore request (explore-api §5.1). Unknown ones are kept for the formats and
 * otherwise ignored, as clients expect. Rejects with `parameter_invalid`.
 */
export function readExploreParams(query: URLSearchParams): ExploreParams {
  const values = collect(query)
  const last = (name: string): string | undefined => values.get(name)?.at(-1)
  const joined = (name: string): string | undefined => values.get(name)?.join(',')
  return {
    select: joined('select'),
    where: values.get('where') ?? [],
    search: values.get('search') ?? [],
    qv1: values.get('qv1') ?? [],
    group_by: joined('group_by'),
    order_by: joined('order_by'),
    refine: values.get('refine') ?? [],
    exclude: values.get('exclude') ?? [],
    facet: values.get('facet') ?? [],
    limit: last('limit'),
    offset: last('offset'),
    lang: last('lang'),
    timezone: readTimezone(last('timezone')),
    includeLinks: readBoolean('include_links', last('include_links')),
    includeAppMetas: readBoolean('include_app_metas', last('include_app_metas')),
    other: Object.fromEntries(
      [...values].flatMap(([name, all]) => (NAMED.has(name) ? [] : [[name, all.at(-1) ?? '']])),
    ),
  }
}
