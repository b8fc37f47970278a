import assert from 'node:assert/strict'
import { test } from 'node:test'
import readSheets from 'read-excel-file/node'
import RssParser from 'rss-parser'
import { checkDataJson } from '../catalog-export/check-data-json.ts'
import { checkRss } from '../catalog-export/check-rss.ts'
import { canonical, RAPPER, readGraph, readWithRapper } from '../rdf/read-graph.ts'
import {
  city,
  datasets,
  type Link,
  type Members,
  type Parameters,
  queryString,
  read,
  refuses,
  send,
} from './ask-city.ts'
import { CITY, ROOT } from './city.ts'

const OWN = `${ROOT}/catalog/exports`
const ORDER = ['city-trees', 'street-names', 'bike-counts']
const DCT = 'http://purl.org/dc/terms/'
const DCAT = 'http://www.w3.org/ns/dcat#'
const AUTHORITY = 'http://publications.europa.eu/resource/authority'

const origin = (): string => `http://${CITY}:${city().running.port}`

async function exported(format: string, parameters: Parameters = {}): Promise<string> {
  const { status, bytes } = await send(`${OWN}/${format}${queryString(parameters)}`)
  assert.equal(status, 200, bytes.toString())
  return bytes.toString()
}

type Values = (subject: string, predicate: string) => readonly string[]

/** What a graph says of a subject. */
async function graph(format: 'rdfxml' | 'turtle', text: string): Promise<Values> {
  const quads = await readGraph(format, text)
  return (subject, predicate) =>
    quads
      .filter(quad => quad.subject.value === subject && quad.predicate.value === predicate)
      .map(({ object }) => object.value)
}

const datasetIri = (id: string): string => `${origin()}/explore/dataset/${id}/`

/** §6.3 and §8.6: the catalogue in other programs' formats. */
export function catalogExportRows(): void {
  test('§6.3 exports of the catalogue: one link a format, under both names', async () => {
    const list = await read<{ links: readonly Link[]; _links: readonly Link[] }>(OWN)
    assert.deepEqual(list._links, list.links)
    assert.deepEqual(
      list.links.map(({ rel }) => rel),
      [
        ...['self', 'csv', 'xlsx', 'json', 'data.json', 'rss', 'rdf', 'ttl', 'dublin_core', 'dcat'],
        ...[
          'dcat_ap_benap',
          'dcat_ap_ch',
          'dcat_ap_de',
          'dcat_ap_it',
          'dcat_ap_se',
          'dcat_ap_sp',
          'dcat_ap_vl',
        ],
      ],
    )
    for (const { href } of list.links)
      assert.equal((await send(href.replace(origin(), ''), { method: 'HEAD' })).status, 200, href)
  })

  test('§8.6 media types and names of files', async () => {
    const rows = [
      ['csv', 'text/csv; charset=utf-8', 'datasets.csv'],
      ['json', 'application/json; charset=utf-8', 'datasets.json'],
      ['data.json', 'application/json; charset=utf-8', 'data.json'],
      ['rss', 'application/rss+xml; charset=utf-8', 'datasets.rss'],
      ['rdf', 'application/rdf+xml', 'datasets.rdf'],
      ['ttl', 'text/turtle; charset=utf-8', 'datasets.ttl'],
      ['dublin_core', 'application/rdf+xml', 'datasets.rdf'],
      ['dcat-ap-ch', 'application/rdf+xml', 'datasets.rdf'],
    ]
    for (const [format, type, name] of rows) {
      const { headers } = await send(`${OWN}/${format}`, { method: 'HEAD' })
      assert.equal(headers['content-type'], type)
      assert.equal(headers['content-disposition'], `attachment; filename="${name}"`)
    }
    const zipped = await send(`${OWN}/rss?compressed=true`)
    assert.deepEqual([zipped.headers['content-type'], zipped.bytes[0]], ['application/gzip', 0x1f])
    await refuses(`${OWN}/atom`, {}, [404, 'NotFoundURI', 'The requested URI does not exist.'])
  })

  test('§8.6 json: the dataset objects; csv: a row a dataset, qualified names', async () => {
    assert.deepEqual(await read(`${OWN}/json`), (await datasets()).results)
    const selected = { select: 'dataset_id, title', where: 'publisher="City"', limit: 1, offset: 1 }
    assert.deepEqual(await read(`${OWN}/json`, selected), [
      { dataset_id: 'street-names', title: 'Street names' },
    ])
    assert.deepEqual(await read(`${OWN}/json`, { where: 'title="nothing"' }), [])
    const csv = await exported('csv', { with_bom: false, where: 'dataset_id="bike-counts"' })
    const [header, row, end] = csv.split('\r\n')
    assert.match(header ?? '', /^dataset_id;dataset_uid;has_records;data_visible;features;default\.title;/)
    assert.match(
      row ?? '',
      /^bike-counts;da_[0-9a-z]{6};true;true;analyze,timeserie;Bike counts;Bikes a day;/,
    )
    assert.equal(end, '')
    const grouped = await read(`${OWN}/json`, { group_by: 'publisher', select: 'count(*) as n' })
    assert.deepEqual(grouped, [
      { publisher: 'City', n: 2 },
      { publisher: 'Region', n: 1 },
    ])
  })

  test('§8.6 xlsx: the rows of csv, in a sheet', async () => {
    const csv = await exported('csv', { with_bom: false, select: 'dataset_id, records_count, theme' })
    const { bytes, headers } = await send(`${OWN}/xlsx?select=dataset_id,records_count,theme`)
    assert.equal(headers['content-disposition'], 'attachment; filename="datasets.xlsx"')
    const [sheet] = await readSheets(bytes)
    const lines = sheet?.data.map(row => row.map(cell => cell ?? '').join(';'))
    assert.deepEqual(lines, csv.trimEnd().split('\r\n'))
    const whole = (await readSheets((await send(`${OWN}/xlsx`)).bytes))[0]?.data
    assert.deepEqual([whole?.length, whole?.[0]?.[5]], [4, 'default.title'])
  })

  test('§8.6 all clauses hold in documents; what cannot be grouped says so', async () => {
    const titles = async (parameters: Parameters): Promise<readonly (string | undefined)[]> =>
      checkRss(await exported('rss', parameters)).map(item => item.get('title'))
    assert.deepEqual(await titles({ where: 'publisher="City"' }), ['City trees', 'Street names'])
    assert.deepEqual(await titles({ order_by: 'title', limit: 2 }), ['Bike counts', 'City trees'])
    assert.deepEqual(await titles({ offset: 2, limit: 5 }), ['Bike counts'])
    assert.deepEqual(await titles({ refine: 'theme:Environment', exclude: 'publisher:City' }), [
      'Bike counts',
    ])
    assert.deepEqual(await titles({ lang: 'fr', limit: 1 }), ['Arbres de la ville'])
    assert.deepEqual(await titles({ select: 'title', limit: 1 }), ['City trees'])
    await refuses(`${OWN}/rss`, { select: 'nope' }, [
      ...([400, 'ODSQLError'] as const),
      'ODSQL query is malformed: Unknown field: nope. Clause(s) containing the error(s): select.',
    ])
    const grouped = await send(`${OWN}/rdf?group_by=publisher`)
    assert.deepEqual(
      [grouped.status, grouped.headers['content-type']],
      [400, 'application/json; charset=utf-8'],
    )
  })

  test('§8.6 rss: RSS 2.0 to its rules, and as a feed reader reads it', async () => {
    const xml = await exported('rss')
    checkRss(xml)
    const feed = await new RssParser().parseString(xml)
    const listed = (await datasets()).results
    assert.deepEqual([feed.title, feed.link], ['city', `${origin()}/en/explore/`])
    assert.deepEqual(
      feed.items.map(({ title, guid, link, isoDate }) => [title, guid, link, isoDate]),
      listed.map(({ dataset_id, dataset_uid, metas }) => {
        const { title, modified } = (metas as { default: Members }).default
        const second = `${String(modified).slice(0, 19)}.000Z`
        return [title, dataset_uid, `${origin()}/en/explore/dataset/${dataset_id}/`, second]
      }),
    )
    assert.deepEqual(feed.items[0]?.categories, ['Environment', 'trees', 'city'])
  })

  test('§8.6 data.json: the rules of Project Open Data 1.1', async () => {
    const entries = checkDataJson(await exported('data.json'))
    const [trees] = entries
    assert.deepEqual(
      entries.map(({ identifier }) => identifier),
      ORDER.map(datasetIri),
    )
    assert.deepEqual(
      [trees?.title, trees?.description, trees?.keyword, trees?.accrualPeriodicity, trees?.modified],
      ['City trees', 'Every tree of the city', ['trees', 'city'], 'R/P1Y', '2026-01-04T11:22:14.440Z'],
    )
    for (const { distribution = [] } of entries)
      for (const { downloadURL, mediaType } of distribution.slice(0, 2)) {
        const { status, headers } = await send(downloadURL.replace(origin(), ''), { method: 'HEAD' })
        assert.deepEqual([status, headers['content-type']?.split(';')[0]], [200, mediaType])
      }
  })

  test('§8.6 DCAT: the catalogue, its datasets, their distributions', async () => {
    const said = await graph('rdfxml', await exported('dcat'))
    const catalog = `${origin()}/explore/`
    assert.deepEqual(said(catalog, `${DCAT}dataset`), ORDER.map(datasetIri))
    assert.deepEqual(said(catalog, `${DCT}language`), [
      `${AUTHORITY}/language/ENG`,
      `${AUTHORITY}/language/FRA`,
    ])
    const trees = datasetIri('city-trees')
    assert.deepEqual(said(trees, `${DCT}title`), ['City trees', 'Arbres de la ville'])
    assert.deepEqual(said(trees, `${DCT}modified`), ['2026-01-04T11:22:14.440Z'])
    assert.deepEqual(said(trees, `${DCT}accrualPeriodicity`), [`${AUTHORITY}/frequency/ANNUAL`])
    assert.deepEqual(said(trees, `${DCT}accessRights`), [`${AUTHORITY}/access-right/PUBLIC`])
    assert.deepEqual(said(trees, `${DCT}license`), ['https://creativecommons.org/licenses/by/4.0/'])
    assert.deepEqual(said(trees, `${DCAT}theme`), [
      `${origin()}/explore/?refine=theme%3AEnvironment`,
      `${AUTHORITY}/data-theme/ENVI`,
    ])
    const exports = `${origin()}${ROOT}/catalog/datasets/city-trees/exports`
    const distributions = said(trees, `${DCAT}distribution`)
    assert.deepEqual(distributions.slice(0, 2), [`${exports}/csv?use_labels=true`, `${exports}/json`])
    const [csv = ''] = distributions
    assert.deepEqual(said(csv, `${DCAT}downloadURL`), [csv])
    assert.deepEqual(said(csv, `${DCT}title`), ['city-trees.csv'])
    assert.deepEqual(said(csv, `${DCAT}mediaType`), ['https://www.iana.org/assignments/media-types/text/csv'])
    const listed = await read<{ links: readonly Link[] }>(`${ROOT}/catalog/datasets/city-trees/exports`)
    assert.deepEqual(
      distributions.map(address => address.replace(/\?.*/, '')),
      listed.links.flatMap(({ rel, href }) => (rel === 'self' ? [] : [href])),
    )
  })

  test('§8.6 include_exports, use_labels_in_exports, lang', async () => {
    const parameters = { include_exports: 'geojson, csv,ov2', use_labels_in_exports: false, lang: 'fr' }
    const said = await graph('turtle', await exported('ttl', parameters))
    const exports = (id: string): string => `${origin()}${ROOT}/catalog/datasets/${id}/exports`
    assert.deepEqual(said(datasetIri('city-trees'), `${DCAT}distribution`).toSorted(), [
      `${exports('city-trees')}/csv`,
      `${exports('city-trees')}/geojson`,
    ])
    assert.deepEqual(said(datasetIri('bike-counts'), `${DCAT}distribution`), [
      `${exports('bike-counts')}/csv`,
    ])
    assert.deepEqual(said(datasetIri('city-trees'), `${DCT}title`), ['Arbres de la ville'])
    await refuses(`${OWN}/ttl`, { use_labels_in_exports: 'maybe' }, [
      ...([400, 'InvalidRESTParameterError'] as const),
      'Invalid value for use_labels_in_exports API parameter: maybe was found but true or false is expected.',
    ])
  })

  test('§8.6 rdf, ttl, dcat and every profile are the same graph', async () => {
    const wanted = await canonical(await readGraph('turtle', await exported('ttl')))
    for (const format of ['rdf', 'dcat', 'dcat_ap_de', 'dcat-ap-ch', 'dcat-ap-sp'])
      assert.ok(wanted === (await canonical(await readGraph('rdfxml', await exported(format)))), format)
  })

  test('§8.6 Raptor reads the catalogue', { skip: RAPPER === undefined && 'no rapper' }, async () => {
    const turtle = await canonical(readWithRapper('turtle', await exported('ttl')))
    assert.ok(turtle === (await canonical(readWithRapper('rdfxml', await exported('rdf')))))
    readWithRapper('rdfxml', await exported('dublin_core'))
  })

  test('§8.6 dublin_core: the elements of each dataset', async () => {
    const said = await graph('rdfxml', await exported('dublin_core'))
    const dc = (name: string) => said(datasetIri('city-trees'), `http://purl.org/dc/elements/1.1/${name}`)
    assert.deepEqual(dc('title'), ['City trees', 'Arbres de la ville'])
    assert.deepEqual(dc('publisher'), ['City'])
    assert.deepEqual(dc('date'), ['2026-01-04T11:22:14.440Z'])
    assert.deepEqual(dc('rights'), ['CC BY 4.0', 'https://creativecommons.org/licenses/by/4.0/', 'Gardens'])
  })

  test('§8.6 pages lead to the feed and to DCAT', async () => {
    const page = (await send('/fr/explore/')).bytes.toString()
    for (const [type, address] of [
      ['application/rss+xml', `${OWN}/rss?lang=fr`],
      ['application/rdf+xml', `${OWN}/dcat`],
    ] as const) {
      assert.ok(page.includes(`<link rel="alternate" type="${type}" href="${address}"`))
      const { status, headers } = await send(address)
      assert.deepEqual([status, headers['content-type']?.split(';')[0]], [200, type])
    }
  })

  test('§8.6 a document that is known is not sent again', async () => {
    const { headers } = await send(`${OWN}/rdf`)
    const again = await send(`${OWN}/rdf`, { headers: { 'if-none-match': String(headers.etag) } })
    assert.deepEqual([again.status, again.bytes.length], [304, 0])
    assert.notEqual((await send(`${OWN}/rdf?lang=fr`)).headers.etag, headers.etag)
    assert.notEqual((await send(`${OWN}/dublin_core`)).headers.etag, headers.etag)
  })
}
