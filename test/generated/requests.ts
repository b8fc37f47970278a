import fc, { type Arbitrary } from 'fast-check'
import { ROOT } from '../explore/city.ts'
import { type Language, languageOf, named } from './expressions.ts'
import type { CatalogFacts, DatasetFacts, FieldFacts } from './facts.ts'

export type Pairs = readonly (readonly [name: string, value: string])[]

export interface GeneratedRequest {
  readonly operation: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly query: Pairs
}

/** The request line's target. */
export const targetOf = ({ path, query }: GeneratedRequest): string =>
  query.length === 0 ? path : `${path}?${new URLSearchParams(query.map(pair => [...pair]))}`

type Draw = Arbitrary<Pairs>

const maybe = (name: string, value: Arbitrary<string>, absent = 2): Draw =>
  fc.oneof(
    { weight: absent, arbitrary: fc.constant<Pairs>([]) },
    value.map((text): Pairs => [[name, text]]),
  )

const several = (name: string, value: Arbitrary<string>, most: number): Draw =>
  fc.array(value, { maxLength: most }).map((texts): Pairs => texts.map(text => [name, text]))

const together = (...draws: readonly Draw[]): Draw => fc.tuple(...draws).map(all => all.flat())

const flag = (name: string): Draw => maybe(name, fc.constantFrom('true', 'false', 'True', 'FALSE'), 4)

const place: Draw = together(
  maybe('lang', fc.constantFrom('en', 'fr', 'de', 'nl', 'ar', 'xx'), 4),
  maybe('timezone', fc.constantFrom('UTC', 'Europe/Paris', 'US/Eastern', 'Asia/Kathmandu'), 4),
)

const windowUpTo = (most: number): Draw =>
  together(
    maybe('limit', fc.oneof(fc.integer({ min: -1, max: most }), fc.integer({ min: 0, max: 5 })).map(String)),
    maybe(
      'offset',
      fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom(0, 399, 500, 9_000)).map(String),
      4,
    ),
  )

const facetFields = (fields: readonly FieldFacts[]): readonly FieldFacts[] =>
  fields.filter(({ facets }) => facets.length > 0)

function refinements(name: 'refine' | 'exclude', fields: readonly FieldFacts[]): Draw {
  const known = facetFields(fields)
  if (known.length === 0) return fc.constant([])
  const pair = fc
    .constantFrom(...known)
    .chain(field => fc.constantFrom(...field.facets).map(value => `${field.name}:${value}`))
  return fc.oneof({ weight: 3, arbitrary: fc.constant<Pairs>([]) }, several(name, pair, 2))
}

const filters = (language: Language, fields: readonly FieldFacts[]): Draw =>
  together(
    fc.oneof({ weight: 2, arbitrary: fc.constant<Pairs>([]) }, several('where', language.condition, 2)),
    refinements('refine', fields),
    refinements('exclude', fields),
  )

const LABELS = ['a', 'b2', 'Total', '`Height (m)`', 'été'] as const

const labelled = (expression: Arbitrary<string>): Arbitrary<string> =>
  fc.tuple(expression, fc.constantFrom(...LABELS)).map(([text, label]) => `${text} as ${label}`)

const listed = (item: Arbitrary<string>, most: number): Arbitrary<string> =>
  fc.array(item, { minLength: 1, maxLength: most }).map(items => items.join(', '))

const directed = (item: Arbitrary<string>): Arbitrary<string> =>
  fc.tuple(item, fc.constantFrom('', ' asc', ' desc', ' DESC')).map(parts => parts.join(''))

/** `select`, `order_by` of questions that do not group. */
const plain = (language: Language, fields: readonly FieldFacts[]): Draw => {
  const field = fc.constantFrom(...fields).chain(({ name }) => named(name))
  const patterns = fc.constantFrom(
    '*',
    'include(t*)',
    'exclude(n*)',
    ...fields.map(({ name }) => `exclude(${name})`),
  )
  const select = fc.oneof(
    listed(fc.oneof(field, language.scalar, labelled(language.scalar)), 4),
    patterns,
    fc.tuple(fc.constant('*'), labelled(language.scalar)).map(parts => parts.join(', ')),
    listed(fc.oneof(language.aggregate, labelled(language.aggregate)), 2),
  )
  const order = fc.oneof(listed(directed(language.sortable), 2), fc.constantFrom('random(7)', 'random()'))
  return together(maybe('select', select), maybe('order_by', order))
}

/** `select`, `group_by`, `order_by` of questions that do. */
const grouped = (language: Language): Draw =>
  fc.tuple(language.group, fc.option(language.group), fc.boolean()).chain(([first, second, isNamed]) => {
    const key = isNamed ? `${first} as g` : first
    const keys = second === null || second === first ? key : `${key}, ${second}`
    const counted = fc.oneof(language.aggregate, labelled(language.aggregate))
    const order = isNamed
      ? fc.constantFrom('count(*) desc', 'g', 'g desc', 'count(*) asc, g', 'random(7)')
      : fc.constantFrom('count(*) desc', 'count(*)')
    const orderable = !/^geo_cluster/.test(first)
    return together(
      fc.constant<Pairs>([['group_by', keys]]),
      maybe('select', listed(counted, 3), 1),
      orderable ? maybe('order_by', order) : fc.constant([]),
    )
  })

const facetCall = (field: FieldFacts): Arbitrary<string> =>
  fc.constantFrom(
    field.name,
    `facet(name="${field.name}", limit=2)`,
    `facet(name="${field.name}", sort="-count")`,
    `facet(name="${field.name}", disjunctive=true)`,
  )

const TECHNICAL: Draw = together(flag('include_links'), flag('include_app_metas'), flag('pretty'))

const CSV: Draw = together(
  maybe('delimiter', fc.constantFrom(';', ',', '\t', '|')),
  maybe('list_separator', fc.constantFrom(',', '/', ' - ')),
  flag('quote_all'),
  flag('with_bom'),
  flag('use_labels'),
  flag('compressed'),
)

interface Shape {
  readonly operation: string
  readonly path: Arbitrary<string>
  readonly query: Draw
}

/** Questions about a dataset that it can answer. */
function datasetShapes({ id, fields, recordIds, formats }: DatasetFacts): readonly Shape[] {
  const root = `${ROOT}/catalog/datasets/${id}`
  const language = languageOf(fields)
  const filtered = filters(language, fields)
  const facet =
    facetFields(fields).length === 0
      ? fc.constant(fields[0]?.name ?? '')
      : fc.constantFrom(...facetFields(fields)).chain(facetCall)
  const at = (path: string): Arbitrary<string> => fc.constantFrom(`${root}${path}`, `${root}${path}/`)
  const records = (operation: string, query: Draw): Shape => ({
    operation,
    path: at('/records'),
    query: together(query, filtered, place, TECHNICAL),
  })
  const format = fc.constantFrom(...formats).chain(name => at(`/exports/${name}`))
  return [
    records('getRecords', together(plain(language, fields), windowUpTo(100))),
    records('getRecords', together(plain(language, fields), windowUpTo(100))),
    records('getRecords, grouped', together(grouped(language), windowUpTo(2_000))),
    {
      operation: 'getRecordsFacets',
      path: at('/facets'),
      query: together(several('facet', facet, 3), filtered, place),
    },
    {
      operation: 'getRecord',
      path: fc.constantFrom(...recordIds).chain(record => at(`/records/${record}`)),
      query: together(place, TECHNICAL),
    },
    {
      operation: 'exportRecords',
      path: format,
      query: together(filtered, place, maybe('limit', fc.integer({ min: -1, max: 50 }).map(String), 1), CSV),
    },
    {
      operation: 'exportRecords, grouped',
      path: fc.constantFrom('csv', 'json', 'jsonl').chain(name => at(`/exports/${name}`)),
      query: together(
        grouped(language),
        filtered,
        place,
        fc.constantFrom('1', '50', '20000').map((n): Pairs => [['limit', n]]),
      ),
    },
    { operation: 'getDataset', path: at(''), query: together(place, TECHNICAL) },
    { operation: 'listDatasetExportFormats', path: at('/exports'), query: place },
    { operation: 'getDatasetDocument', path: at('/openapi.json'), query: place },
  ]
}

const CATALOG_CONDITIONS = [
  ...['title like "tree"', 'records_count > 2', 'modified > 2020', "features = 'geo'", 'license is not null'],
  ...[
    '"bike"',
    'search(title, "tre")',
    'suggest(*, "na")',
    'not publisher = "City"',
    'dataset_id in ("city-trees", "x")',
  ],
  ...[
    "modified in [date'2019' .. date'2022']",
    'default.language = "fr" or has_records is true',
    'datasetid:"city-trees"',
  ],
] as const

/** Questions about the catalogue. */
function catalogShapes({ formats, datasetIds }: CatalogFacts): readonly Shape[] {
  const root = `${ROOT}/catalog`
  const facets = ['features', 'modified', 'publisher', 'keyword', 'theme', 'license', 'language'] as const
  const refinement = fc.constantFrom(
    'theme:Environment',
    'publisher:City',
    'features:geo',
    'modified:2019',
    'keyword:trees',
  )
  const filtered = together(
    several('where', fc.constantFrom(...CATALOG_CONDITIONS), 2),
    maybe('refine', refinement),
    maybe('exclude', refinement, 4),
  )
  const select = fc.constantFrom(
    'dataset_id',
    'dataset_id, title',
    'title as t, records_count',
    'dataset_id, fields',
    'metas',
    'default.data_processed',
  )
  const group = fc.constantFrom('publisher', 'theme', 'license as l', 'keyword', 'features', 'year(modified)')
  const fixed = (operation: string, path: string): Shape => ({
    operation,
    path: fc.constant(path),
    query: place,
  })
  return [
    {
      operation: 'getDatasets',
      path: fc.constant(`${root}/datasets`),
      query: together(
        filtered,
        place,
        TECHNICAL,
        windowUpTo(100),
        maybe('select', select),
        maybe(
          'order_by',
          fc.constantFrom('title', 'modified desc', 'records_count, dataset_id', 'random(3)'),
        ),
      ),
    },
    {
      operation: 'getDatasets, grouped',
      path: fc.constant(`${root}/datasets`),
      query: together(
        filtered,
        place,
        group.map((text): Pairs => [['group_by', text]]),
        maybe('select', fc.constantFrom('count(*)', 'count(*) as n, max(records_count) as m'), 1),
      ),
    },
    {
      operation: 'getDatasetsFacets',
      path: fc.constant(`${root}/facets`),
      query: together(filtered, several('facet', fc.constantFrom(...facets), 2), place),
    },
    {
      operation: 'exportDatasets',
      path: fc.constantFrom(...formats).map(name => `${root}/exports/${name}`),
      query: together(filtered, place, maybe('limit', fc.constantFrom('1', '-1'))),
    },
    {
      operation: 'getDataset',
      path: fc.constantFrom(...datasetIds).map(id => `${root}/datasets/${id}`),
      query: maybe('select', select),
    },
    fixed('listExportFormats', `${root}/exports`),
    fixed('getCatalog', root),
    fixed('getEntryPoint', `${ROOT}/`),
    fixed('getDocument', `${ROOT}/openapi.json`),
  ]
}

/** Requests that are right, half of them about records. */
export function validRequests(
  catalog: CatalogFacts,
  datasets: readonly DatasetFacts[],
): Arbitrary<GeneratedRequest> {
  const [records, rest] = [datasets.flatMap(facts => datasetShapes(facts)), catalogShapes(catalog)]
  const drawn = ({ operation, path, query }: Shape): Arbitrary<GeneratedRequest> =>
    fc.record({
      ...{ operation: fc.constant(operation), path, query },
      method: fc.oneof({ weight: 9, arbitrary: fc.constant('GET' as const) }, fc.constant('POST' as const)),
    })
  return fc.oneof(
    { weight: 4, arbitrary: fc.oneof(...records.map(drawn)) },
    { weight: 1, arbitrary: fc.oneof(...rest.map(drawn)) },
  )
}
