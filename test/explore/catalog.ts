import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  city,
  counts,
  datasets,
  facetsOf,
  type Link,
  type Members,
  type Parameters,
  read,
} from './ask-city.ts'
import { CITY, DATASET, ROOT } from './city.ts'
import { TREE_COUNT } from './trees.ts'

const CATALOG = `${ROOT}/catalog`
/** Newest first by what publishers say. */
const BY_MODIFIED = ['city-trees', 'street-names', 'bike-counts']

const ids = async (parameters: Parameters = {}): Promise<readonly unknown[]> =>
  (await datasets(parameters)).results.map(({ dataset_id }) => dataset_id)

const origin = (): string => `http://${CITY}:${city().running.port}`

const paths = (links: readonly Link[]): Members =>
  Object.fromEntries(links.map(({ rel, href }) => [rel, href.replace(origin(), '')]))

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$/

/** What §9.3 lists in the template that is always there. */
const DEFAULT_MEMBERS = [
  ...['title', 'description', 'theme', 'keyword', 'license', 'license_url', 'language', 'metadata_languages'],
  ...['timezone', 'modified', 'modified_updates_on_metadata_change', 'modified_updates_on_data_change'],
  ...[
    'data_processed',
    'metadata_processed',
    'geographic_reference',
    'geographic_reference_auto',
    'territory',
  ],
  ...['geometry_types', 'bbox', 'publisher', 'references', 'records_count', 'attributions', 'source_domain'],
  ...['source_domain_title', 'source_domain_address', 'source_dataset', 'shared_catalog', 'federated'],
  ...['parent_domain', 'update_frequency'],
]

/** §6 and §9.1 to §9.3: the catalogue. */
export function catalogRows(): void {
  test('§6.1 entry points are links', async () => {
    const root = await read<{ links: readonly Link[] }>(ROOT)
    assert.deepEqual(paths(root.links), { self: `${ROOT}/`, catalog: CATALOG })
    const catalog = await read<{ links: readonly Link[] }>(CATALOG)
    assert.deepEqual(paths(catalog.links), {
      ...{ self: CATALOG, datasets: `${CATALOG}/datasets`, exports: `${CATALOG}/exports` },
      facets: `${CATALOG}/facets`,
      metadata_templates: `${CATALOG}/metadata_templates`,
    })
  })

  test('§6.2 envelope: all datasets of this portal, newest first, no links unless asked', async () => {
    const page = await datasets()
    assert.deepEqual(Object.keys(page), ['total_count', 'results'])
    assert.equal(page.total_count, BY_MODIFIED.length)
    assert.deepEqual(await ids(), BY_MODIFIED)
    assert.ok(page.results.every(result => !('_links' in result)))
  })

  test('§6.2 the count does not depend on the page', async () => {
    assert.deepEqual(await datasets({ limit: 0 }), { total_count: 3, results: [] })
    assert.deepEqual(
      [(await datasets({ offset: 2 })).total_count, await ids({ offset: 2 })],
      [3, ['bike-counts']],
    )
    assert.deepEqual(await ids({ limit: -1 }), BY_MODIFIED)
  })

  test('§9.5 include_links: on the envelope and on each dataset', async () => {
    const page = await datasets({ include_links: true, limit: 1, offset: 1 })
    const list = `${CATALOG}/datasets?include_links=true&limit=1&offset=`
    assert.deepEqual(paths(page._links ?? []), {
      ...{ self: `${list}1`, first: `${list}0`, last: `${list}2`, prev: `${list}0`, next: `${list}2` },
    })
    const [dataset] = page.results
    const own = `${CATALOG}/datasets/street-names`
    assert.deepEqual(paths(dataset?._links as readonly Link[]), {
      ...{ self: own, catalog: CATALOG, records: `${own}/records`, exports: `${own}/exports` },
      ...{ facets: `${own}/facets`, attachments: `${own}/attachments` },
    })
  })

  test('§6.2 select of metadata: flat objects, keys as they were written', async () => {
    const { results } = await datasets({
      ...{ select: 'dataset_id, records_count, title, default.publisher, has_records', limit: 1 },
    })
    assert.deepEqual(results, [
      {
        ...{ dataset_id: 'city-trees', records_count: TREE_COUNT, title: 'City trees' },
        ...{ 'default.publisher': 'City', has_records: true },
      },
    ])
    const [processed] = (await datasets({ select: 'default.data_processed', limit: 1 })).results
    assert.match(String(processed?.['default.data_processed']), INSTANT)
  })

  test('§6.2 select of structures: as in the whole object, under any key', async () => {
    const whole = (await datasets()).results
    for (const name of ['fields', 'metas', 'visibility', 'attachments', 'alternative_exports'])
      assert.deepEqual(
        (await datasets({ select: `dataset_id, ${name}, ${name} as other` })).results,
        whole.map(({ dataset_id, [name]: part }) => ({ dataset_id, [name]: part, other: part })),
      )
    assert.deepEqual(await datasets({ select: '*' }), await datasets())
  })

  const WHERE: readonly [where: string, found: readonly string[]][] = [
    ["features='geo'", ['city-trees']],
    ['features:"timeserie"', ['city-trees', 'bike-counts']],
    ['datasetid:"bike-counts"', ['bike-counts']],
    ['dataset_id="bike-counts" or dataset_id="nope"', ['bike-counts']],
    ['publisher="City"', ['city-trees', 'street-names']],
    ['default.publisher="City"', ['city-trees', 'street-names']],
    ['modified>2020', ['city-trees', 'street-names']],
    ["modified in [date'2019'..date'2021']", ['street-names', 'bike-counts']],
    ['records_count>2', ['city-trees', 'bike-counts']],
    ['"velos"', ['bike-counts']],
    ['"every tree"', ['city-trees']],
    ['"street" or "bikes"', ['street-names', 'bike-counts']],
    ['suggest("stre")', ['street-names']],
    ['search(title, "bike count")', ['bike-counts']],
    ['theme="Environment"', ['city-trees', 'bike-counts']],
    ['has_records is true and not features="geo"', ['street-names', 'bike-counts']],
    ['license is null', []],
  ]
  for (const [where, found] of WHERE)
    test(`§6.2 where=${where}`, async () => assert.deepEqual(await ids({ where }), found))

  test('§6.2 a repeated where, as the QGIS plugin sends it (§16)', async () => {
    assert.deepEqual(await ids({ where: ['"trees"', "features='geo'"], select: 'dataset_id' }), [
      'city-trees',
    ])
  })

  test('§6.2 order_by', async () => {
    assert.deepEqual(await ids({ order_by: 'title' }), ['bike-counts', 'city-trees', 'street-names'])
    assert.deepEqual(await ids({ order_by: '-records_count' }), ['city-trees', 'bike-counts', 'street-names'])
    assert.deepEqual(await ids({ sort: 'modified' }), BY_MODIFIED.toReversed())
  })

  test('§6.2 group_by: a dataset of several themes is in several groups', async () => {
    const { total_count, results } = await datasets({ group_by: 'theme', select: 'count(*) as n' })
    assert.deepEqual(results, [
      { theme: 'Environment', n: 2 },
      { theme: 'Mobility', n: 1 },
      { theme: null, n: 1 },
    ])
    assert.equal(total_count, 3)
    const features = await datasets({ group_by: 'features', select: 'count(*) as n', order_by: 'n desc' })
    assert.deepEqual(features.results, [
      { features: 'analyze', n: 3 },
      { features: 'timeserie', n: 2 },
      { features: 'geo', n: 1 },
    ])
  })

  test('§6.4 facets: the seven by default, on the wire’s keys', async () => {
    const body = await read<{ links: readonly Link[]; _links: readonly Link[]; facets: Members[] }>(
      `${CATALOG}/facets`,
    )
    assert.deepEqual(paths(body.links), { self: `${CATALOG}/facets`, source: CATALOG })
    assert.deepEqual(body._links, body.links)
    assert.deepEqual(
      body.facets.map(({ name }) => name),
      ['features', 'modified', 'publisher', 'keyword', 'theme', 'license', 'language'],
    )
    assert.deepEqual(body.facets[5], {
      name: 'license',
      facets: [
        { name: 'CC BY 4.0', count: 2, state: 'displayed', value: 'CC BY 4.0' },
        { name: 'ODbL', count: 1, state: 'displayed', value: 'ODbL' },
      ],
    })
  })

  test('§6.4 facets under filters, in a language, by name', async () => {
    const french = await facetsOf(CATALOG, { facet: 'theme', lang: 'fr' })
    assert.deepEqual(counts(french.get('theme')), ['Environnement 2', 'Mobilité 1'])
    const refined = await facetsOf(CATALOG, { facet: ['publisher', 'license'], refine: 'publisher:City' })
    assert.deepEqual(counts(refined.get('publisher')), ['City 2'])
    assert.deepEqual(counts(refined.get('license')), ['CC BY 4.0 1', 'ODbL 1'])
    const dated = await facetsOf(CATALOG, { facet: 'modified', refine: 'modified:2026' })
    assert.deepEqual(counts(dated.get('modified')?.[0]?.facets), ['2026/01 1'])
    assert.deepEqual(await ids({ refine: 'theme:Environment', exclude: 'publisher:City' }), ['bike-counts'])
  })

  test('§9.1 the dataset object, member by member', async () => {
    const dataset = await read(DATASET)
    const { fields: _fields, metas, dataset_uid, ...rest } = dataset
    assert.match(String(dataset_uid), /^da_[0-9a-z]{6}$/)
    assert.deepEqual(rest, {
      ...{ visibility: 'domain', dataset_id: 'city-trees', has_records: true, data_visible: true },
      ...{ features: ['analyze', 'geo', 'timeserie'], attachments: [], alternative_exports: [] },
    })
    assert.deepEqual(Object.keys(metas as Members), ['default'])
    assert.deepEqual(dataset, (await datasets({ where: 'dataset_id="city-trees"' })).results[0])
  })

  test('§9.1 §9.2 fields in order, annotations as scalars', async () => {
    const { fields } = await read<{ fields: readonly Members[] }>(DATASET)
    const field = (
      name: string,
      label: string,
      type: string,
      annotations: Members = {},
      description: string | null = null,
    ) => ({
      ...{ name, description, annotations, label, type },
    })
    assert.deepEqual(fields, [
      field('tree_id', 'Tree', 'text', { id: true }),
      field('species', 'Species', 'text', { facet: true, disjunctive: true }, 'Common name'),
      field('taxonomy', 'taxonomy', 'text', { facet: true, hierarchical: '/' }),
      field('tags', 'tags', 'text', { facet: true, multivalued: ',' }),
      field('height', 'Height; m', 'double', { unit: 'm', decimals: 1 }),
      field('age', 'age', 'int'),
      field('remarkable', 'remarkable', 'boolean', { facet: true }),
      field('planted_on', 'planted_on', 'date', { facet: true }),
      field('last_visit', 'last_visit', 'datetime'),
      field('position', 'position', 'geo_point_2d'),
      field('crown', 'crown', 'geo_shape'),
      field('photo', 'photo', 'file'),
      field('survey', 'survey', 'json_blob'),
    ])
  })

  test('§9.1 select filters a lookup as it filters lists', async () => {
    const whole = await read(DATASET)
    assert.deepEqual(await read(DATASET, { select: 'dataset_id, fields' }), {
      ...{ dataset_id: 'city-trees', fields: whole.fields },
    })
    assert.deepEqual(await read(DATASET, { select: 'title', lang: 'fr' }), { title: 'Arbres de la ville' })
  })

  test('§9.3 the default template: every member, null when unknown, instants to the microsecond', async () => {
    const { metas } = await read<{ metas: { default: Members } }>(DATASET)
    const { data_processed, metadata_processed, ...said } = metas.default
    for (const instant of [data_processed, metadata_processed]) assert.match(String(instant), INSTANT)
    assert.deepEqual(new Set(Object.keys(metas.default)), new Set(DEFAULT_MEMBERS))
    const unknown = DEFAULT_MEMBERS.filter(name => said[name] === null)
    assert.deepEqual(unknown, [
      ...['geographic_reference', 'geographic_reference_auto', 'geometry_types', 'bbox', 'source_domain'],
      ...[
        'source_domain_title',
        'source_domain_address',
        'source_dataset',
        'shared_catalog',
        'parent_domain',
      ],
    ])
    assert.deepEqual(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)), {
      ...{ title: 'City trees', description: '<p>Every tree of the city</p>', theme: ['Environment'] },
      ...{
        keyword: ['trees', 'city'],
        license: 'CC BY 4.0',
        language: 'en',
        metadata_languages: ['en', 'fr'],
      },
      ...{ license_url: 'https://creativecommons.org/licenses/by/4.0/', timezone: 'Europe/Paris' },
      ...{ modified: '2026-01-04T11:22:14.440000+00:00', modified_updates_on_metadata_change: false },
      ...{ modified_updates_on_data_change: false, territory: ['France'], publisher: 'City' },
      ...{ references: 'https://example.org/a;https://example.org/b', records_count: TREE_COUNT },
      ...{ attributions: ['Gardens'], federated: false, update_frequency: 'ANNUAL' },
    })
    const bare = await read<{ metas: { default: Members } }>(`${CATALOG}/datasets/street-names`)
    assert.deepEqual(
      [bare.metas.default.theme, bare.metas.default.modified],
      [null, '2021-07-14T00:00:00+00:00'],
    )
  })

  test('§9.3 include_app_metas adds the templates of the application', async () => {
    const { metas } = await read<{ metas: Members }>(DATASET, { include_app_metas: 'True' })
    assert.deepEqual(Object.keys(metas), [
      ...['default', 'explore', 'processing', 'visualization', 'asset_content_configuration', 'internal'],
    ])
    const [listed] = (await datasets({ include_app_metas: true, limit: 1 })).results
    assert.deepEqual(listed?.metas, metas)
  })
}
