import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Members, type Parameters, queryString, read, send } from './ask-city.ts'
import { CITY, DATASET as DATASET_21 } from './city.ts'
import { V1_QUERIES } from './legacy.ts'
import { readSpreadsheet } from './spreadsheet.ts'
import { TREE_COUNT, TREES, type Tree } from './trees.ts'

const SEARCH = '/api/records/1.0/search/'
const DOWNLOAD = '/api/records/1.0/download/'
const DATASETS = '/api/datasets/1.0'
const TREE = { dataset: 'city-trees' }

interface V1Record {
  readonly datasetid: string
  readonly recordid: string
  readonly fields: Members
  readonly geometry?: { readonly type: string; readonly coordinates: readonly number[] }
  readonly record_timestamp: string
}

interface V1Facet {
  readonly name: string
  readonly path: string
  readonly count?: number
  readonly state: string
  readonly facets?: readonly V1Facet[]
}

interface Found {
  readonly nhits: number
  readonly parameters: Members
  readonly records: readonly V1Record[]
  readonly facet_groups?: readonly { name: string; count: number; facets: readonly V1Facet[] }[]
}

const search = (parameters: Parameters = {}): Promise<Found> => read(SEARCH, { ...TREE, ...parameters })
const count = (test: (tree: Tree) => boolean): number => TREES.filter(test).length
const text = async (path: string, parameters: Parameters = {}): Promise<string> => {
  const { status, bytes } = await send(`${path}${queryString(parameters)}`)
  assert.equal(status, 200, `${path} ${bytes}`)
  return bytes.toString()
}
const fault = async (path: string, parameters: Parameters = {}): Promise<readonly unknown[]> => {
  const { status, bytes } = await send(`${path}${queryString(parameters)}`)
  const body = JSON.parse(bytes.toString()) as Members
  return [status, body.errorcode, body.error]
}

function recordRows(): void {
  test('§14.2 a record: its fields in the shapes of v1, nulls left out', async () => {
    const { nhits, records, facet_groups } = await search({
      q: 'tree_id:T-001',
      fields: 'tree_id,tags,position,crown,age',
    })
    assert.deepEqual([nhits, facet_groups], [1, undefined])
    const [record] = records
    assert.ok(record !== undefined)
    assert.equal(record.datasetid, 'city-trees')
    assert.match(record.recordid, /^[0-9a-f]{40}$/)
    assert.match(record.record_timestamp, /^\d{4}-\d\d-\d\dT/)
    const tree = TREES[0]
    assert.deepEqual(record.fields, {
      ...{ tree_id: 'T-001', tags: 'old,listed', age: 0, position: [48, 2] },
      crown: tree?.crown,
    })
    assert.deepEqual(record.geometry, { type: 'Point', coordinates: [2, 48] })
    const [bare] = (await search({ q: 'tree_id:T-020' })).records
    assert.deepEqual(
      ['age', 'crown', 'photo', 'survey'].filter(name => name in (bare?.fields ?? {})),
      [],
    )
    assert.equal('geometry' in ((await search({ q: '#null(position)' })).records[0] ?? {}), false)
  })

  test('§14.2 the place comes along when it is not asked for', async () => {
    const [record] = (await search({ q: 'tree_id:T-001', fields: 'age' })).records
    assert.deepEqual([record?.fields, record?.geometry?.coordinates], [{ age: 0 }, [2, 48]])
  })

  test('§14.2 the identifiers are those of later versions', async () => {
    const [record] = (await search({ q: 'tree_id:T-007' })).records
    const later = await read(`${DATASET_21}/records/${record?.recordid}`)
    assert.equal(later.tree_id, 'T-007')
    assert.deepEqual(await read(`${DATASETS}/city-trees/records/${record?.recordid}`), record)
  })

  test('§14.2 rows and start', async () => {
    const ids = async (parameters: Parameters) =>
      (await search({ sort: '-tree_id', ...parameters })).records.map(({ fields }) => fields.tree_id)
    assert.equal((await ids({})).length, 10)
    assert.deepEqual(await ids({ rows: 2, start: 3 }), ['T-004', 'T-005'])
    assert.equal((await ids({ rows: 0 })).length, 0)
    assert.equal((await ids({ rows: 10_000 })).length, TREE_COUNT)
  })

  test('§14.2 sort: downwards, with a minus upwards', async () => {
    const first = async (sort: string) => (await search({ sort, rows: 1 })).records[0]?.fields.tree_id
    assert.equal(await first('tree_id'), 'T-400')
    assert.equal(await first('-tree_id'), 'T-001')
    assert.equal(await first('age,-tree_id'), 'T-199')
  })

  test('§14.2 several queries: all of them', async () => {
    const both = count(t => t.species === 'elm' && t.age !== null && t.age < 50)
    assert.equal((await search({ q: 'elm', 'q.age': 'age<50' })).nhits, both)
    assert.equal((await search({ q: 'elm', rq: 'age<50' })).nhits, both)
  })

  test('§14.6 q is the language of qv1', async () => {
    for (const [query, expected] of V1_QUERIES.filter((_, index) => index % 4 === 0))
      assert.equal((await search({ q: query, rows: 0 })).nhits, expected, query)
  })

  test('§14.2 geojson: features with the values of v1', async () => {
    const found = await read<{ type: string; features: Members[] }>(SEARCH, {
      ...{ ...TREE, format: 'geojson', q: 'tree_id:T-001', fields: 'position,age' },
    })
    assert.equal(found.type, 'FeatureCollection')
    assert.deepEqual(
      found.features.map(({ properties, geometry }) => ({ properties, geometry })),
      [{ properties: { position: [48, 2], age: 0 }, geometry: { type: 'Point', coordinates: [2, 48] } }],
    )
  })
}

function tableRows(): void {
  test('§14.2 csv: the page of records as a download writes it', async () => {
    const asked = { ...TREE, fields: 'tree_id,age', sort: '-tree_id' }
    const page = await text(SEARCH, { ...asked, format: 'csv', rows: 2, start: 3 })
    assert.equal(page, 'tree_id;age\r\nT-004;3\r\nT-005;4\r\n')
    const whole = (await text(DOWNLOAD, { ...asked, format: 'csv' })).split('\r\n')
    assert.deepEqual(
      (await text(SEARCH, { ...asked, format: 'csv' })).trimEnd().split('\r\n'),
      whole.slice(0, 11),
    )
    const several = { ...asked, format: 'csv', dataset: 'city-trees,bike-counts' }
    assert.deepEqual((await fault(SEARCH, several)).slice(0, 2), [400, 40_000])
  })
}

function filterRows(): void {
  const GEO: readonly [parameters: Parameters, expected: number][] = [
    [{ 'geofilter.distance': '48,2,1000' }, 1],
    [{ 'geofilter.distance': '48, 2, 10000' }, 3],
    [{ 'geofilter.polygon': '(47.99,1.99),(48.01,1.99),(48.01,2.01),(47.99,2.01)' }, 1],
    [{ 'geofilter.polygon': '((47.99,1.99),(48.01,1.99),(48.01,2.01),(47.99,2.01))' }, 1],
    [{ 'geofilter.bbox': '47.9,1.9,48.01,2.15' }, 2],
    [{ 'geofilter.bbox': '48.01,2.15,47.9,1.9' }, 2],
  ]
  for (const [parameters, expected] of GEO)
    test(`§14.2 ${JSON.stringify(parameters)}: ${expected}`, async () =>
      assert.equal((await search(parameters)).nhits, expected))

  test('§14.2 within a distance, records say how far; -dist brings the nearest first', async () => {
    const { records } = await search({ 'geofilter.distance': '48,2,20000', sort: '-dist' })
    const distances = records.map(({ fields }) => fields.dist)
    assert.ok(distances.length > 3 && distances.every(dist => typeof dist === 'string'))
    assert.deepEqual(
      distances,
      distances.toSorted((a, b) => Number(a) - Number(b)),
    )
  })

  test('§14.2 refine and exclude', async () => {
    const total = async (parameters: Parameters) => (await search({ rows: 0, ...parameters })).nhits
    assert.equal(await total({ 'refine.species': 'oak' }), 50)
    assert.equal(await total({ 'exclude.species': 'oak' }), 350)
    assert.equal(await total({ 'refine.species': ['oak', 'ash'] }), 0, 'and, whatever the field says')
    assert.equal(await total({ 'refine.species': ['oak', 'ash'], 'disjunctive.species': 'true' }), 100)
    assert.equal(await total({ 'refine.planted_on': '1850/06' }), 1)
    assert.equal(await total({ 'refine.taxonomy': 'plant/fagaceae' }), 160)
    assert.equal(await total({ 'refine.species': 'a "b"; c, d|e\tf\ng' }), 50)
  })

  test('§14.2 facets: values with paths, counts and states', async () => {
    const { facet_groups } = await search({
      facet: ['species', 'remarkable'],
      'refine.species': 'oak',
      rows: 0,
    })
    assert.deepEqual(facet_groups, [
      { name: 'species', count: 1, facets: [{ name: 'oak', path: 'oak', count: 50, state: 'refined' }] },
      {
        ...{ name: 'remarkable', count: 2 },
        facets: [
          {
            name: 'false',
            path: 'false',
            count: count(t => t.species === 'oak' && t.remarkable === false),
            state: 'displayed',
          },
          {
            name: 'true',
            path: 'true',
            count: count(t => t.species === 'oak' && t.remarkable === true),
            state: 'displayed',
          },
        ].toSorted((a, b) => b.count - a.count),
      },
    ])
  })

  test('§14.2 facets: disjunctive, sorted, nested', async () => {
    const groups = async (parameters: Parameters) =>
      (await search({ rows: 0, ...parameters })).facet_groups ?? []
    const [species] = await groups({
      facet: 'species',
      'refine.species': 'oak',
      'disjunctive.species': 'true',
    })
    assert.equal(species?.count, 7)
    const [ages] = await groups({ facet: 'age', 'facetsort.age': '-num' })
    assert.deepEqual(ages?.facets[0], { name: '198', path: '198', count: 2, state: 'displayed' })
    const [years] = await groups({ facet: 'planted_on', 'refine.planted_on': '1850' })
    assert.deepEqual(years?.facets[0]?.facets?.[1], {
      ...{ name: '06', path: '1850/06', count: 1, state: 'displayed' },
    })
    assert.deepEqual(await groups({ facet: 'species', q: 'age:-9' }), [])
    assert.deepEqual(
      (await groups({ facet: 'tags', 'refine.species': 'oak' })).map(({ name }) => name),
      ['tags'],
    )
  })

  test('§14.2 the request is echoed as it was understood', async () => {
    const { parameters } = await search({
      ...{ q: 'oak', rows: 1, facet: 'species', 'refine.species': 'oak', 'disjunctive.species': 'true' },
      ...{ 'exclude.tags': ['old', 'ill'], timezone: 'Europe/Paris', sort: '-age', fields: 'age' },
    })
    assert.deepEqual(parameters, {
      ...{ dataset: 'city-trees', q: 'oak', rows: 1, start: 0, sort: ['-age'], facet: ['species'] },
      ...{ refine: { species: 'oak' }, exclude: { tags: ['old', 'ill'] }, disjunctive: { species: true } },
      ...{ fields: 'age', format: 'json', timezone: 'Europe/Paris' },
    })
  })
}

function transportRows(): void {
  test('§14 jsonp: a script that calls back', async () => {
    const { status, headers, bytes } = await send(
      `${SEARCH}${queryString({ ...TREE, rows: 1, callback: 'a.$b_1' })}`,
    )
    const body = bytes.toString()
    assert.deepEqual(
      [status, headers['content-type'], headers['x-content-type-options']],
      [200, 'application/javascript; charset=utf-8', 'nosniff'],
    )
    const json = /^\/\*\*\/a\.\$b_1\((.*)\);$/s.exec(body)?.[1]
    assert.deepEqual(JSON.parse(String(json)), await search({ rows: 1 }))
    assert.match(
      await text(DOWNLOAD, { ...TREE, format: 'jsonp', callback: 'f', rows: 1 }),
      /^\/\*\*\/f\(\[.*\]\);\n$/s,
    )
    assert.match(await text(`${DATASETS}/city-trees/`, { callback: 'f' }), /^\/\*\*\/f\(\{.*\}\);$/s)
  })

  test('§14 jsonp: nothing but names', async () => {
    for (const callback of [
      'alert(1)',
      'a;b',
      'a.',
      '.a',
      '1a',
      '<script>',
      'a[0]',
      'a\n',
      'é',
      'a'.repeat(101),
      'a.b.',
    ])
      assert.deepEqual((await fault(SEARCH, { ...TREE, callback })).slice(0, 2), [400, 40_000], callback)
    assert.equal((await fault(SEARCH, { ...TREE, format: 'jsonp' }))[0], 400)
  })

  test('§14 pretty_print, POST, CORS, both slashes', async () => {
    const value = await search({ rows: 1 })
    assert.equal(
      await text(SEARCH, { ...TREE, rows: 1, pretty_print: 'true' }),
      JSON.stringify(value, null, 2),
    )
    const posted = await send(SEARCH.slice(0, -1), { method: 'POST', body: 'dataset=city-trees&rows=1' })
    assert.deepEqual(JSON.parse(posted.bytes.toString()), value)
    assert.equal(posted.headers['access-control-allow-origin'], '*')
  })

  test('§14 faults: a number and a sentence', async () => {
    assert.deepEqual(await fault(SEARCH), [
      ...[400, 40_000],
      'Invalid value for dataset API parameter:  was found but one dataset is expected.',
    ])
    assert.deepEqual(await fault(SEARCH, { dataset: 'nope' }), [
      ...[404, 40_400],
      'The requested dataset nope does not exist.',
    ])
    assert.deepEqual(await fault(SEARCH, { ...TREE, q: '(oak' }), [
      ...[400, 40_000],
      'ODSQL syntax exception: unexpected end of expression at position 4 in (oak. Clause(s) containing the error(s): qv1.',
    ])
    assert.equal((await fault('/api/records/1.0/nothing'))[0], 404)
    assert.equal((await fault(`${DATASETS}/nope/`))[1], 40_400)
    const BAD: readonly Parameters[] = [
      { rows: 10_001 },
      { start: 9995, rows: 10 },
      { timezone: 'Mars/Olympus' },
      { 'geofilter.distance': '48,2' },
      { 'geofilter.polygon': '(1,2)' },
      { 'geofilter.bbox': '1,2,3' },
      { 'geofilter.distance': "0,0,1m) or (species='oak'" },
      { 'refine.nothing': 'x' },
      { facet: 'nothing' },
      { sort: 'nothing' },
      { fields: 'nothing' },
      { format: 'html' },
      { format: 'csv', csv_separator: '§' },
      { geo_simplify: 'perhaps' },
      { geo_simplify: 'true', geo_simplify_zoom: '26' },
      { geo_digest: '1', 'geo_digest.species': '1' },
      { 'disjunctive.species': 'maybe', 'refine.species': 'oak' },
    ]
    for (const parameters of BAD)
      assert.deepEqual(
        (await fault(SEARCH, { ...TREE, ...parameters })).slice(0, 2),
        [400, 40_000],
        JSON.stringify(parameters),
      )
  })

  test('§14 304: what the caller has is not sent again', async () => {
    const spelt = `${SEARCH}?dataset=city-trees&facet=species`
    const { headers } = await send(spelt)
    assert.equal((await send(spelt, { headers: { 'if-none-match': String(headers.etag) } })).status, 304)
  })
}

function downloadRows(): void {
  const PORTAL = '/explore/dataset/city-trees/download/'
  test('§14.3 csv by default: no byte order mark, all the records', async () => {
    const csv = await text(DOWNLOAD, TREE)
    assert.match(csv, /^tree_id;species;/)
    assert.equal(await text(PORTAL), csv)
    assert.equal(await text(PORTAL, { format: 'csv', rows: -1, timezone: 'UTC' }), csv)
    assert.equal((await text(PORTAL, { fields: 'age', q: 'elm', rows: 3 })).trimEnd().split('\r\n').length, 4)
    assert.match(await text(PORTAL, { csv_separator: ',', use_labels_for_header: 'true' }), /^Tree,Species,/)
    const { headers } = await send(PORTAL)
    assert.equal(headers['content-disposition'], 'attachment; filename="city-trees.csv"')
    assert.equal((await fault(PORTAL, { csv_separator: '§' }))[0], 400)
  })

  test('§14.3 json: the records of a search, all of them', async () => {
    const all = JSON.parse(await text(DOWNLOAD, { ...TREE, format: 'json', sort: '-tree_id' })) as V1Record[]
    assert.equal(all.length, TREE_COUNT)
    assert.deepEqual(all.slice(0, 10), (await search({ sort: '-tree_id' })).records)
    assert.deepEqual(JSON.parse(await text(PORTAL, { format: 'json', q: 'age:-9' })), [])
    const elms = JSON.parse(await text(PORTAL, { format: 'json', 'refine.species': 'elm' }))
    assert.equal(elms.length, 50)
  })

  test('§14.3 geojson, and formats of later versions', async () => {
    const parameters = { ...TREE, q: 'tree_id:T-001', format: 'geojson' }
    assert.deepEqual(JSON.parse(await text(DOWNLOAD, parameters)), await read(SEARCH, parameters))
    assert.equal((await send(`${PORTAL}?format=xlsx`)).bytes.subarray(0, 2).toString(), 'PK')
    const book = readSpreadsheet(await text(PORTAL, { format: 'xls', fields: 'tree_id,position', rows: 1 }))
    assert.deepEqual(book, [
      ['tree_id', 'position'],
      ['T-001', '48, 2'],
    ])
    assert.equal((await fault(PORTAL, { format: 'exe' }))[0], 400)
  })

  test('§14.3 the address of the portal is no page, and others are', async () => {
    assert.equal((await send('/explore/dataset/city-trees/table/')).status, 302)
    assert.deepEqual((await fault('/explore/dataset/nope/download/')).slice(0, 2), [404, 40_400])
  })
}

function catalogRows(): void {
  interface Catalog {
    readonly nhits: number
    readonly datasets: readonly Members[]
    readonly facet_groups?: Found['facet_groups']
  }
  const catalog = (parameters: Parameters = {}): Promise<Catalog> => read(`${DATASETS}/search/`, parameters)
  const ids = async (parameters: Parameters) =>
    (await catalog(parameters)).datasets.map(({ datasetid }) => datasetid)

  test('§14.5 catalogue: queries, refinements, pages, order', async () => {
    assert.equal((await catalog({ rows: 0 })).nhits, 3)
    assert.deepEqual(await ids({ q: 'bik' }), ['bike-counts'])
    assert.deepEqual(await ids({ q: 'datasetid:street-names' }), ['street-names'])
    assert.deepEqual(await ids({ 'refine.publisher': 'City', sort: 'modified' }), [
      'city-trees',
      'street-names',
    ])
    assert.deepEqual(await ids({ sort: '-modified', rows: 1, start: 1 }), ['street-names'])
    assert.deepEqual(await ids({ 'exclude.publisher': 'City' }), ['bike-counts'])
  })

  test('§14.5 catalogue: facets', async () => {
    const { facet_groups } = await catalog({ facet: ['publisher', 'license'] })
    assert.deepEqual(facet_groups?.[0], {
      ...{ name: 'publisher', count: 2 },
      facets: [
        { name: 'City', path: 'City', count: 2, state: 'displayed' },
        { name: 'Region', path: 'Region', count: 1, state: 'displayed' },
      ],
    })
    assert.equal((await catalog()).facet_groups, undefined)
  })

  test('§14.5 lookup: one dataset, without an envelope', async () => {
    const found = await read(`${DATASETS}/city-trees/`, {
      extrametas: 'true',
      interopmetas: 'true',
      source: '',
    })
    assert.deepEqual(Object.keys(found), [
      ...['datasetid', 'has_records', 'data_visible', 'features', 'attachments', 'alternative_exports'],
      ...['metas', 'fields', 'basic_metas', 'interop_metas', 'extra_metas'],
    ])
    const metas = found.metas as Members
    assert.deepEqual(
      [metas.title, String(metas.domain).split(':')[0], metas.records_count, metas.theme],
      ['City trees', CITY, TREE_COUNT, ['Environment']],
    )
    const fields = found.fields as readonly Members[]
    assert.deepEqual(fields.find(({ name }) => name === 'tags')?.annotations, [
      { name: 'multivalued', args: [','] },
      { name: 'facet' },
    ])
    const [listed] = (await catalog({ q: 'datasetid:city-trees' })).datasets
    assert.deepEqual(listed, await read(`${DATASETS}/city-trees`))
    assert.equal('extra_metas' in (listed ?? {}), false)
  })

  test('§14.1 files are where later versions have them', async () => {
    const moved = async (path: string) => (await send(`${DATASETS}/city-trees/${path}`)).headers.location
    assert.equal(await moved('attachments/a_pdf'), `${DATASET_21}/attachments/a_pdf`)
    assert.equal(await moved('files/0a/300?x=1'), `${DATASET_21}/files/0a/300?x=1`)
    assert.equal(await moved('images/0a'), `${DATASET_21}/files/0a`)
  })
}

/** §14: the search API before all others. */
export function version1Rows(): void {
  recordRows()
  tableRows()
  filterRows()
  transportRows()
  downloadRows()
  catalogRows()
}
