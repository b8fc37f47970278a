import assert from 'node:assert/strict'
import { test } from 'node:test'
import RssParser from 'rss-parser'
import { checkAtom } from '../catalog-export/check-atom.ts'
import { checkRss } from '../catalog-export/check-rss.ts'
import { city, exchange, type Members, type Parameters, queryString, read, send } from './ask-city.ts'
import { CITY } from './city.ts'
import { HARD_SPECIES } from './trees.ts'

const SEARCH = '/api/records/1.0/search/'
const DATASETS = '/api/datasets/1.0/search/'
const TREE = { dataset: 'city-trees' }

const origin = (): string => `http://${CITY}:${city().running.port}`

async function feed(path: string, parameters: Parameters): Promise<string> {
  const { status, bytes, headers } = await send(`${path}${queryString(parameters)}`)
  assert.equal(status, 200, bytes.toString())
  const type = parameters.format === 'atom' ? 'application/atom+xml' : 'application/rss+xml'
  assert.equal(headers['content-type'], `${type}; charset=utf-8`)
  assert.equal(headers['content-disposition'], undefined, 'shown, not kept')
  return bytes.toString()
}

/** The feeds of §14.2 and §14.5: records and datasets. */
export function version1FeedRows(): void {
  const CHECKS = { rss: checkRss, atom: checkAtom } as const
  for (const format of ['rss', 'atom'] as const)
    test(`§14.2 ${format}: an entry a record, valid, with what the record says`, async () => {
      const asked = { ...TREE, sort: '-tree_id', rows: 12, start: 3, 'geofilter.distance': '48,2,90000' }
      const { records } = await read<{ records: readonly Members[] }>(SEARCH, asked)
      const entries = CHECKS[format](await feed(SEARCH, { ...asked, format }))
      const name = format === 'rss' ? 'guid' : 'id'
      assert.deepEqual(
        entries.map(entry => entry.get(name)),
        records.map(({ recordid }) => `${origin()}/api/datasets/1.0/city-trees/records/${recordid}`),
      )
      const ids = records.map(({ fields }) => Object(fields).tree_id)
      assert.deepEqual(
        entries.map(entry => entry.get('title')),
        ids,
      )
      const [first] = entries
      const content = first?.get(format === 'rss' ? 'description' : 'content') ?? ''
      assert.match(content, /^<dl><dt>Tree<\/dt><dd>T-004<\/dd><dt>Species<\/dt><dd>Oak<\/dd>/)
      assert.doesNotMatch(content, /coordinates/)
      const { pathname } = new URL(String(first?.get(name)))
      assert.equal((await read(pathname)).recordid, records[0]?.recordid, 'its name leads to it')
      const again = CHECKS[format](await feed(SEARCH, { ...TREE, format, q: 'age:-9' }))
      assert.deepEqual(again, [], 'no record is a feed too')
    })

  test('§14.2 feeds: what a record says is text, never markup', async () => {
    const hard = { ...TREE, q: '#exact(species, "a \\"b\\"; c, d|e\tf\ng")', rows: 1, fields: 'species' }
    const [rss] = checkRss(await feed(SEARCH, { ...hard, format: 'rss' }))
    const [atom] = checkAtom(await feed(SEARCH, { ...hard, format: 'atom' }))
    assert.equal(rss?.get('description'), `<dl><dt>Species</dt><dd>${HARD_SPECIES}</dd></dl>`)
    assert.equal(atom?.get('content'), rss?.get('description'))
    assert.equal(atom?.get('title'), 'a "b"; c, d|e f g')
  })

  test('§14.2 feeds: as a reader of feeds has them; the page of an entry shows the record', async () => {
    const parser = new RssParser()
    for (const format of ['rss', 'atom']) {
      const parsed = await parser.parseString(
        await feed(SEARCH, { ...TREE, format, rows: 3, sort: '-tree_id', lang: 'fr' }),
      )
      assert.deepEqual(
        [parsed.title, parsed.items.map(({ title }) => title)],
        ['Arbres de la ville', ['T-001', 'T-002', 'T-003']],
      )
      const [item] = parsed.items
      assert.ok(!Number.isNaN(Date.parse(item?.isoDate ?? '')))
      assert.match(item?.content ?? '', /<dt>Espèce<\/dt>/)
      const page = new URL(item?.link ?? '')
      assert.ok(page.pathname.startsWith('/fr/explore/dataset/city-trees/table/'))
      const { status, bytes } = await exchange(page.href.slice(page.origin.length), {})
      const html = bytes.toString()
      assert.deepEqual([status, html.includes('T-001'), html.includes('T-002')], [200, true, false])
    }
  })

  test('§14.2 feeds: tagged; callbacks do not matter', async () => {
    const spelt = `${SEARCH}${queryString({ ...TREE, format: 'atom', rows: 1 })}`
    const { headers, bytes } = await send(spelt)
    assert.ok(bytes.includes(`href="${origin()}${spelt.replaceAll('&', '&amp;')}"`))
    assert.equal((await send(spelt, { headers: { 'if-none-match': String(headers.etag) } })).status, 304)
    const asked = await send(`${spelt}&callback=f`)
    assert.equal(asked.headers['content-type'], 'application/atom+xml; charset=utf-8')
  })

  test('§14.5 rss of the catalogue: the datasets found, page by page, at its own address', async () => {
    const titles = async (parameters: Parameters) =>
      checkRss(await feed(DATASETS, { format: 'rss', ...parameters })).map(item => item.get('title'))
    assert.deepEqual(await titles({ sort: 'modified' }), ['City trees', 'Street names', 'Bike counts'])
    assert.deepEqual(await titles({ sort: 'modified', rows: 1, start: 1 }), ['Street names'])
    assert.deepEqual(await titles({ q: 'bik', lang: 'fr' }), ['Comptages de vélos'])
    assert.deepEqual(await titles({ 'refine.publisher': 'Nobody' }), [])
    const parsed = await new RssParser().parseString(await feed(DATASETS, { format: 'rss', rows: 1 }))
    assert.equal(parsed.feedUrl, `${origin()}${DATASETS}?format=rss&rows=1`)
  })

  test('§14.5 csv of the catalogue: a row a dataset, as later versions export it', async () => {
    const { bytes, headers } = await send(`${DATASETS}?format=csv&sort=modified&rows=2`)
    const [header, first, second, end] = bytes.toString().split('\r\n')
    assert.equal(headers['content-type'], 'text/csv; charset=utf-8')
    assert.match(header ?? '', /^dataset_id;dataset_uid;has_records;/)
    assert.deepEqual([first?.split(';')[0], second?.split(';')[0], end], ['city-trees', 'street-names', ''])
    const commas = await send(`${DATASETS}?format=csv&csv_separator=,&q=bik`)
    assert.match(commas.bytes.toString(), /^dataset_id,.*\r\nbike-counts,/)
    for (const bad of ['format=atom', 'format=xml', 'format=csv&csv_separator=§', 'format=rss&rows=x'])
      assert.equal((await send(`${DATASETS}?${bad.replace('§', '%C2%A7')}`)).status, 400, bad)
  })
}
