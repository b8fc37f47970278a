import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guarded, type Members, read, send } from './ask-guarded.ts'
import { CLOSED, ROOT } from './guarded.ts'

interface OpenApi {
  readonly paths: Readonly<Record<string, unknown>>
}

const V1 = '/api/records/1.0'
/** Doors that the document of v2.1 does not tell of; `:id` stands for a dataset. */
const OLDER = [
  '/api/explore/v2.0/catalog/datasets',
  '/api/explore/v2.0/catalog/aggregates?select=count(*)%20as%20n',
  '/api/explore/v2.0/catalog/exports/json',
  '/api/explore/v2.0/catalog/facets',
  '/api/v2/catalog/datasets',
  '/api/datasets/1.0/search/',
  '/api/datasets/1.0/search/?q=staff&facet=keyword',
  ...['', '/records', `/records/${'a'.repeat(40)}`, '/aggregates?select=count(*)%20as%20n', '/facets'].map(
    path => `/api/explore/v2.0/catalog/datasets/:id${path}`,
  ),
  ...['/exports', '/exports/csv', '/exports/json'].map(path => `/api/v2/catalog/datasets/:id${path}`),
  `${V1}/search/?dataset=:id`,
  `${V1}/download/?dataset=:id`,
  `${V1}/analyze/?dataset=:id&x=region&y.a.func=COUNT`,
  `${V1}/boundingbox/?dataset=:id`,
  '/api/datasets/1.0/:id/',
  `/api/datasets/1.0/:id/records/${'a'.repeat(40)}`,
  '/api/datasets/1.0/:id/attachments/a',
  '/explore/dataset/:id/download/?format=csv',
]

const FORMATS = {
  records: ['csv', 'json', 'jsonl', 'xlsx', 'parquet', 'rdfxml', 'n3', 'turtle', 'jsonld'],
  catalog: ['csv', 'json', 'xlsx', 'data.json', 'rss', 'rdf', 'ttl', 'dcat', 'dublin-core'],
} as const

/** Addresses of a documented path, with every format and some place in it. */
function addresses(path: string): readonly string[] {
  const formats = path.includes('{dataset_id}') ? FORMATS.records : FORMATS.catalog
  const each = path.includes('{format}') ? formats.map(format => path.replace('{format}', format)) : [path]
  return each.map(one =>
    one
      .replace('{dataset_id}', ':id')
      .replace('{record_id}', 'a'.repeat(40))
      .replace(/\{[^}]+\}/g, '0'),
  )
}

/** Every address of the APIs, `:id` in place of a dataset. */
export async function allDoors(): Promise<readonly string[]> {
  const { paths } = await read<OpenApi>('/api/explore/v2.1/openapi.json')
  const documented = Object.keys(paths).flatMap(addresses)
  assert.ok(documented.length > 20, String(documented))
  const rooted = documented.map(path => (path.startsWith('/api/') ? path : `/api/explore/v2.1${path}`))
  return [...rooted, ...OLDER]
}

/** What would give `staff` away: its title, its words, its values. */
const TRACE = /Title of staff|word-staff|By staff|\bAda\b|\balpha\b/

/** Doors that tell of a dataset rather than give its records. */
const DESCRIBES = /:id\/?$|\/exports$|openapi|attachments|\/api\/datasets\/1\.0\/:id\/$/

/** Every door there is, found where doors are written down: none forgets whom it answers. */
export function doorRows(): void {
  test('every door: a dataset that may not be seen leaves no trace', async () => {
    for (const door of await allDoors()) {
      const { status, text } = await send(door.replace(':id', 'staff'))
      assert.doesNotMatch(text, TRACE, door)
      if (!door.includes(':id')) assert.ok([200, 404].includes(status), `${door} ${status} ${text}`)
      else assert.equal(status, 404, `${door} ${status} ${text.slice(0, 200)}`)
    }
  })

  test('every door: no record of a dataset that is listed without its data', async () => {
    for (const door of (await allDoors()).filter(one => one.includes(':id'))) {
      const { status, text } = await send(door.replace(':id', 'listed'))
      assert.doesNotMatch(text, /\b(?:Ada|alpha)\b/, door)
      if (!DESCRIBES.test(door))
        assert.ok([403, 400, 404].includes(status), `${door} ${status} ${text.slice(0, 200)}`)
    }
  })

  test('every door: 401 on a private portal and for a bad key, the API’s own document too', async () => {
    for (const door of await allDoors()) {
      const address = door.replace(':id', 'plants')
      assert.equal((await send(address, { host: CLOSED })).status, 401, door)
      assert.equal((await send(address, { key: 'f'.repeat(56) })).status, 401, door)
    }
    for (const path of ['openapi.json', 'swagger.json', 'console'])
      assert.equal((await send(`/api/explore/v2.1/${path}?apikey=${'f'.repeat(56)}`)).status, 401, path)
  })

  test('every door: rows and fields of a key, nothing else', async () => {
    const { key } = await guarded().addKey({
      ...{ datasets: ['staff'], where: 'region = "north"', fields: ['person_id', 'name', 'region'] },
    })
    let answered = 0
    for (const door of (await allDoors()).filter(one => one.includes(':id'))) {
      const { status, text } = await send(door.replace(':id', 'staff'), { key })
      if (status === 200) answered++
      assert.doesNotMatch(text, /\b(?:Cleo|Dan|Eve|salary|secret|alpha|beta)\b/, `${door} ${status}`)
    }
    assert.ok(answered > 15, String(answered))
  })

  test('a key that came as a parameter is echoed by no version', async () => {
    const { key } = await guarded().addKey()
    for (const door of await allDoors()) {
      const address = door.replace(':id', 'plants')
      const { text, headers } = await send(`${address}${address.includes('?') ? '&' : '?'}apikey=${key}`)
      assert.ok(!text.includes(key), door)
      assert.ok(!JSON.stringify({ ...headers, location: '' }).includes(key), door)
    }
  })

  test('a cursor tells nothing of records that may not be read', async () => {
    const { key } = await guarded().addKey({ datasets: ['staff'], where: 'region = "south"' })
    const page = await send(`${ROOT}/datasets/staff/records?limit=1`, { key })
    const next = /<([^>]+)>/.exec(String(page.headers.link ?? ''))?.[1]
    if (next === undefined) return
    const cursor = new URL(next).searchParams.get('cursor') ?? ''
    const [, position, after] = Buffer.from(cursor, 'base64url').toString().split('.')
    assert.deepEqual([position, after], ['1', ''])
    const second = await read<Members>(`${new URL(next).pathname}${new URL(next).search}`, { key })
    assert.match(JSON.stringify(second), /Dan/)
  })
}
