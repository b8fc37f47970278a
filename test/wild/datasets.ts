import type { World } from '../golden/odsql/oracle/answer.ts'
import type { OracleField, Refinement, Value } from '../golden/odsql/oracle/tree.ts'
import { valuesOf, type WildRequest } from './corpus.ts'
import { type Draft, satisfy, valueNear, type Wanted } from './near.ts'
import { Reader } from './read-clauses.ts'
import { Unread } from './tokens.ts'

/** Records of the product's own making, which no dataset declares. */
const TECHNICAL = new Set(['recordid', 'record_timestamp', 'datasetid', 'record_size'])
const DAY = 86_400_000

/** A dataset as the requests that name it need it. */
export interface WildDataset {
  readonly id: string
  readonly requests: readonly WildRequest[]
  readonly world: World
}

/** The fields that any request of a dataset names; where two guess another type, the more special one. */
function fieldsOf(requests: readonly WildRequest[]): readonly OracleField[] {
  const types = new Map<string, OracleField['type']>()
  for (const { fields } of requests)
    for (const [name, type] of Object.entries(fields)) {
      const known = types.get(name)
      if (!TECHNICAL.has(name) && (known === undefined || known === 'text')) types.set(name, type)
    }
  const lists = new Set(
    requests.flatMap(request =>
      valuesOf(request, 'where').flatMap(text =>
        [...text.matchAll(/["']\s+in\s+(\w+)/gi)].map(([, name]) => name),
      ),
    ),
  )
  for (const request of requests)
    for (const [name, text] of oldConditions(request))
      if (!types.has(name)) types.set(name, /^\[?\d{4}/.test(text) ? 'date' : 'text')
  if (
    requests.some(({ endpoint }) => /\/(?:geojson|shp|kml|gpx)/.test(endpoint)) &&
    ![...types.values()].some(type => type.startsWith('geo'))
  )
    types.set('some_place', 'geo_point_2d')
  const fields = [...types].map(
    ([name, type]): OracleField =>
      lists.has(name) && type === 'text' ? { name, type, isList: true } : { name, type },
  )
  return fields.some(({ type }) => type === 'text')
    ? fields
    : [...fields, { name: 'some_name', type: 'text' }]
}

/** Names in conditions of v1: `(date:[… TO …])`, `#null(name)`. */
const oldConditions = (request: WildRequest): readonly (readonly [name: string, text: string])[] =>
  [...valuesOf(request, 'q'), ...valuesOf(request, 'qv1')].flatMap(text =>
    [...text.matchAll(/(?:#\w+\((\w+)|(\w+)\s*(?::|[<>]=?|=)\s*"?([^)"]*))/g)].map(
      ([, called, name, said]) => [called ?? name ?? '', said ?? ''] as const,
    ),
  )

export function readRefinement(text: string): Refinement {
  const colon = text.indexOf(':')
  const value = text.slice(colon + 1)
  const bare = /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value
  return { name: text.slice(0, colon).replaceAll('`', ''), value: bare }
}

/** A record for one request: where its conditions hold. */
function draftFor(request: WildRequest, wanted: Wanted): Draft {
  const draft: Draft = new Map()
  for (const text of valuesOf(request, 'where'))
    try {
      if (text.trim() !== '') satisfy(new Reader(text).where(), draft, wanted)
    } catch (error) {
      if (!(error instanceof Unread)) throw error
    }
  for (const text of valuesOf(request, 'refine')) {
    const { name, value } = readRefinement(text)
    const field = wanted.fields.get(name)
    const near = field === undefined ? undefined : valueNear(field, value, [0, wanted.timezone])
    if (near !== undefined) draft.set(name, near)
  }
  for (const [name, said] of oldConditions(request)) {
    const field = wanted.fields.get(name)
    const near =
      field === undefined
        ? undefined
        : valueNear(field, said.replace(/^\[/, '').split(/ TO /i)[0] ?? '', [0, wanted.timezone])
    draft.set(name, said === '' ? null : (near ?? null))
    if (near !== undefined && typeof near === 'object' && near !== null && 'instant' in near)
      draft.set(name, { instant: near.instant + DAY })
  }
  for (const text of oldConditions(request).length > 0
    ? []
    : [...valuesOf(request, 'q'), ...valuesOf(request, 'qv1')])
    for (const [, number] of text.matchAll(/\b(\d+)\b/g)) {
      const [first] = [...wanted.fields.values()].filter(({ type }) => type === 'text')
      if (first !== undefined) draft.set(first.name, number ?? null)
    }
  return draft
}

const WORDS = ['rue de la Paix', 'Überlingen', 'Saint-Denis', 'market hall', 'école'] as const

/** A value for a field that no literal is near of. */
function filler({ name, type, isList }: OracleField, i: number): Value {
  const word = `${WORDS[i % WORDS.length]} ${i}`
  switch (type) {
    case 'text':
      return isList ? [word, `${name} ${i % 3}`] : word
    case 'int':
      return BigInt(10 + ((i * 7) % 50))
    case 'double':
      return 1.5 + ((i * 3) % 40) / 4
    case 'boolean':
      return i % 2 === 0
    case 'date':
      return { day: (18_000 + i * 37) * DAY }
    case 'datetime':
      return { instant: (18_000 + i * 37) * DAY + i * 3_700_000 }
    case 'geo_point_2d':
      return { lon: 2 + i / 50, lat: 48 + i / 70 }
    case 'geo_shape':
      return {
        type: 'Polygon',
        coordinates: [
          [
            [i, 1],
            [i + 1, 1],
            [i + 1, 2],
            [i, 1],
          ],
        ],
      }
    default:
      return i % 2 === 0 ? JSON.stringify({ note: i }) : null
  }
}

export const timezoneOf = (request: WildRequest): string => valuesOf(request, 'timezone')[0] ?? 'UTC'

const COPIES = 3
const OTHERS = 8
/** A page further down has to have something on it. */
const deepest = (requests: readonly WildRequest[]): number =>
  Math.min(
    1100,
    Math.max(0, ...requests.map(({ params }) => Number(params['offset'] ?? params['start'] ?? 0))),
  )

function worldOf(requests: readonly WildRequest[], now: number): World {
  const fields = fieldsOf(requests)
  const known = new Map(fields.map(field => [field.name, field]))
  const drafts = requests.flatMap(request => {
    const wanted: Wanted = { fields: known, now, timezone: timezoneOf(request) }
    const copies = COPIES + deepest([request])
    return Array.from({ length: copies }, () => draftFor(request, wanted))
  })
  const all: readonly Draft[] = [...drafts, ...Array.from({ length: OTHERS }, (): Draft => new Map())]
  const rows = all.map(
    (draft, i) =>
      new Map(
        fields.map(field => [
          field.name,
          draft.has(field.name) ? (draft.get(field.name) ?? null) : filler(field, i),
        ]),
      ),
  )
  return { fields, rows, now }
}

/** The datasets that requests name, each with records near the literals asked for. */
export function buildDatasets(requests: readonly WildRequest[], now: number): readonly WildDataset[] {
  const named = Map.groupBy(
    requests.filter(({ dataset }) => dataset !== null),
    ({ dataset }) => dataset ?? '',
  )
  return [...named].map(([id, own]) => ({
    id,
    requests: own,
    world: worldOf(
      own.filter(({ valid }) => valid !== false),
      now,
    ),
  }))
}
