import { foreignRules } from '../../../src/core/content/foreign-rules.ts'
import { describedText } from '../../../src/core/content/rich-text.ts'
import { consoleQuery, readConsole } from '../../../src/http/web/console-query.ts'
import { conditionExamples } from '../../../src/http/web/models/condition-examples.ts'
import { exampleLinks } from '../../../src/http/web/models/console-examples.ts'
import type { ConsoleModel } from '../../../src/http/web/models/console-model.ts'
import type {
  DatasetExportModel,
  DatasetHead,
  DatasetOverviewModel,
  DatasetTableModel,
  FieldView,
  Records,
} from '../../../src/http/web/models/dataset-model.ts'
import { type CountedFacet, facetGroups } from '../../../src/http/web/models/facet-group.ts'
import type { PageContext } from '../../../src/http/web/models/page-context.ts'
import { pagerOf } from '../../../src/http/web/models/pager.ts'
import { columnHeads, filterChips, TABLE_PAGE_SIZE } from '../../../src/http/web/models/table-state.ts'
import {
  DATASET_TABS,
  datasetApiUrl,
  datasetUrl,
  exploreUrl,
  NO_TABLE_PARAMS,
  type TableParams,
} from '../../../src/http/web/urls.ts'

const ID = 'bike-counters-hourly'

const field = (
  name: string,
  label: string,
  type: FieldView['type'],
  more: Partial<FieldView> = {},
): FieldView => ({
  name,
  label: { text: label, lang: 'en' },
  description: null,
  type,
  unit: null,
  decimals: null,
  id: false,
  multivalued: false,
  facet: false,
  ...more,
})

const FIELDS: readonly FieldView[] = [
  field('counter', 'Counter', 'text', {
    description: { text: 'Name of the counter, as on its plate.', lang: 'en' },
  }),
  field('hour', 'Hour', 'datetime', {
    description: { text: 'Beginning of the hour, local time.', lang: 'en' },
  }),
  field('count', 'Count', 'int', { unit: 'bicycles' }),
  field('speed', 'Mean speed', 'double', { unit: 'km/h', decimals: 1 }),
  field('district', 'District', 'text'),
  field('works', 'Works', 'boolean'),
  field('position', 'Position', 'geo_point_2d', {
    description: {
      text: 'Where the loop lies in the ground, to the metre. Counters that were moved keep their name and get a new position.',
      lang: 'en',
    },
  }),
  field('tags', 'Tags', 'text', { multivalued: true }),
  field('page', 'Page', 'text'),
]

const PLACES = ['Quai des Lumières', 'Pont Neuf', 'Boulevard Carnot', 'Place du Marché', 'Rue des Écoles']

const sampleRecords = (length: number): Records => ({
  fields: FIELDS,
  rows: Array.from({ length }, (_, index) => [
    PLACES[index % PLACES.length],
    `2026-11-21T${String(18 - (index % 10)).padStart(2, '0')}:00:00+00:00`,
    index === 3 ? null : 1240 - 173 * (index % 7),
    18.25 + index / 10,
    ['Centre', 'North', 'East'][index % 3],
    index % 4 === 0,
    { lon: 2.301 + index / 100, lat: 48.85 },
    index % 2 ? ['loop', 'two-way'] : [],
    index % 3 ? null : 'https://exville.example/counters/1',
  ]),
})

const FACETS: readonly CountedFacet[] = [
  {
    name: 'district',
    label: 'District',
    values: ['Centre', 'North', 'East', 'South', 'West'].map((value, index) => ({
      value,
      label: value,
      count: 90_210 - 9_000 * index,
    })),
  },
  {
    name: 'works',
    label: 'Works',
    values: [
      { value: 'true', label: 'yes', count: 812 },
      { value: 'false', label: 'no', count: 1_170_501 },
    ],
  },
]

export const FILTERED: TableParams = {
  ...NO_TABLE_PARAMS,
  refine: [{ facet: 'district', value: 'Centre' }],
  where: "count > 500 and counter like 'Pont'",
  sort: '-count',
  page: 3,
}

export const sampleHead = (ctx: PageContext, params: TableParams = NO_TABLE_PARAMS): DatasetHead => ({
  id: ID,
  title: { text: 'Bike counters, hourly', lang: 'en' },
  summary: { text: 'Hourly counts of bicycles on 62 permanent counters across the city.', lang: 'en' },
  publisher: {
    label: 'Exville Métropole',
    href: exploreUrl(ctx.language, { refine: [{ facet: 'publisher', value: 'Exville Métropole' }] }),
  },
  theme: {
    label: 'Mobility',
    href: exploreUrl(ctx.language, { refine: [{ facet: 'theme', value: 'Mobility' }] }),
  },
  license: { label: 'Licence Ouverte 2.0', href: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence' },
  updatedAt: '2026-11-21T18:20:00Z',
  freshness: 'on_time',
  frequency: 'HOURLY',
  records: 1_171_313,
  revision: { number: 214, publishedAt: '2026-11-21T18:21:07Z' },
  quarantined: 12,
  tabs: DATASET_TABS,
  params,
  download: { label: 'CSV', href: `${datasetApiUrl(ID)}/exports/csv`, bytes: 48_212_000 },
})

export const sampleOverview = (ctx: PageContext): DatasetOverviewModel => ({
  head: sampleHead(ctx),
  description: {
    html: describedText(
      'Hourly counts of bicycles on 62 permanent counters across the city. Each row is one counter and one hour, with the **state of the sensor**. Counts are published 20 minutes after the hour and corrected every night.\n\n## How it is counted\n\n- loops in the ground, both directions\n- a camera where the ground is *cobbled*, see https://exville.example/counting\n',
      foreignRules({ services: [], language: ctx.language, key: new Uint8Array(32) }),
    ).html,
    lang: 'en',
  },
  sample: sampleRecords(5),
  fields: FIELDS,
  keywords: ['bicycle', 'traffic', 'sensors', 'open mobility'].map(label => ({
    label,
    href: exploreUrl(ctx.language, { refine: [{ facet: 'keyword', value: label }] }),
  })),
  territory: ['Exville (city)'],
  attributions: ['Vélo en ville'],
  references: ['https://exville.example/counting/method.html', 'Council decision 2019-114'],
  attachments: [
    {
      title: { text: 'How bicycles are counted', lang: 'en' },
      href: `/api/explore/v2.1/catalog/datasets/${ID}/attachments/method_pdf`,
      bytes: 184_320,
    },
  ],
})

const filters = (ctx: PageContext, tab: 'table' | 'export' | 'api', params: TableParams) =>
  filterChips(ctx, { id: ID, tab, params, facets: FACETS })

export function sampleTable(ctx: PageContext, params: TableParams = NO_TABLE_PARAMS): DatasetTableModel {
  const href = (state: TableParams) => datasetUrl(ctx.language, ID, 'table', state)
  const total = params.where === '' ? 1_171_313 : 48_210
  return {
    head: sampleHead(ctx, params),
    total,
    columns: columnHeads(ctx, ID, params, FIELDS),
    records: sampleRecords(TABLE_PAGE_SIZE),
    facets: facetGroups(FACETS, params, href),
    ...filters(ctx, 'table', params),
    pager: pagerOf({
      page: params.page,
      size: TABLE_PAGE_SIZE,
      total,
      reach: 10_000,
      href: page => href({ ...params, page }),
    }),
    where: params.where,
    fault: params.where === '' ? null : 'Unknown field: counte. Did you mean counter?',
    examples: conditionExamples(sampleRecords(5)).map(text => ({
      text,
      href: href({ ...params, where: text }),
    })),
    reach: 10_000,
  }
}

export const sampleExport = (
  ctx: PageContext,
  params: TableParams = NO_TABLE_PARAMS,
): DatasetExportModel => ({
  head: sampleHead(ctx, params),
  total: params.where === '' ? 1_171_313 : 48_210,
  ...filters(ctx, 'export', params),
  fault: null,
  groups: [
    {
      use: 'table',
      formats: [
        {
          name: 'csv',
          label: 'CSV',
          href: `${datasetApiUrl(ID)}/exports/csv?where=count%20%3E%20500`,
          bytes: 48_212_000,
          limit: null,
        },
        {
          name: 'xlsx',
          label: 'Excel',
          href: `${datasetApiUrl(ID)}/exports/xlsx`,
          bytes: null,
          limit: 1_048_575,
        },
        {
          name: 'parquet',
          label: 'Parquet',
          href: `${datasetApiUrl(ID)}/exports/parquet`,
          bytes: 7_900_000,
          limit: null,
        },
      ],
    },
    {
      use: 'map',
      formats: [
        {
          name: 'geojson',
          label: 'GeoJSON',
          href: `${datasetApiUrl(ID)}/exports/geojson`,
          bytes: null,
          limit: null,
        },
      ],
    },
  ],
})

export const sampleApi = (ctx: PageContext, params: TableParams = NO_TABLE_PARAMS): ConsoleModel => {
  const action = datasetUrl(ctx.language, ID, 'api')
  const state = readConsole(
    new URLSearchParams(`select=counter, count, hour&where=${params.where}&order_by=count desc`),
  )
  const results = [{ counter: 'Pont Neuf', hour: '2026-11-21T18:00:00+00:00', count: 1240 }]
  return {
    head: sampleHead(ctx, params),
    ...{
      state,
      action,
      faults: new Map(),
      examples: exampleLinks(ctx, action, FIELDS),
      facetNames: ['counter'],
    },
    request: `${ctx.origin}${datasetApiUrl(ID)}/records?${consoleQuery(state)}`,
    answer: { status: 200, text: JSON.stringify({ total_count: 48_210, results }, null, 2), isCut: true },
    words: FIELDS.map(({ name, label, type }) => ({
      label: name,
      kind: 'field',
      detail: type,
      info: label.text,
    })),
    openApiHref: `${datasetApiUrl(ID)}/openapi.json`,
  }
}

/** The same when the API refuses what was typed. */
export const sampleRefused = (ctx: PageContext): ConsoleModel => {
  const told = {
    error_code: 'ODSQLError',
    message: 'ODSQL query is malformed: Unknown field: cuont.',
    hint: 'Did you mean count?',
  }
  return {
    ...sampleApi(ctx, { ...NO_TABLE_PARAMS, where: 'cuont > 3' }),
    answer: { status: 400, text: JSON.stringify(told, null, 2), isCut: false },
    faults: new Map([
      [
        'where',
        [
          ctx.t('error.odsql_unknown_field', { name: 'cuont' }),
          ctx.t('filter.did-you-mean', { name: 'count' }),
        ],
      ],
    ]),
  }
}
