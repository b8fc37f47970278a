import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { describedApi, type OpenApiDocument } from '../explore/described-api.ts'
import { queryParquet, withFile } from '../exports/readers.ts'
import { PAPER, treesArchive } from './archives.ts'
import { HOST, ROOT, type Served } from './served.ts'

/** A file of a record, as answers have it. */
export interface WireFile {
  readonly id: string
  readonly url: string
  readonly filename: string
  readonly thumbnail: boolean
  readonly [member: string]: unknown
}

export interface Tree {
  readonly name: string
  readonly photo: WireFile | null
  readonly paper: WireFile | null
}

export const idOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 32)

/** The trees of a dataset, by name. */
export async function treesOf(
  served: Served,
  dataset = 'trees',
  headers: Readonly<Record<string, string>> = {},
): Promise<ReadonlyMap<string, Tree>> {
  const { results } = await served.json<{ results: readonly Tree[] }>(`${ROOT}/${dataset}/records`, headers)
  return new Map(results.map(tree => [tree.name, tree]))
}

interface DatasetObject {
  readonly features: readonly string[]
  readonly fields: readonly {
    readonly name: string
    readonly type: string
    readonly annotations: Readonly<Record<string, unknown>>
  }[]
  readonly metas: { readonly default: { readonly data_processed: string } }
}

const bare = ({ pathname, search }: URL): string => `${pathname}${search}`

/** §9.4, §8.3: what answers and exports say of the files of records. */
export function valueRows(opened: () => Served): void {
  test('§9.4 a picture and a paper, found by names as people write them', async () => {
    const [trees, files] = [await treesOf(opened()), await treesArchive()]
    const oak = files['data/photos/Oak.JPG'] ?? Buffer.of()
    const root = `http://${HOST}:${opened().port}${ROOT}/trees/files/`
    const tag = createHash('sha256').update(oak).digest('base64url').slice(0, 22)
    const { last_synchronized: moment, ...photo } = trees.get('oak')?.photo ?? { last_synchronized: '' }
    assert.match(String(moment), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/)
    assert.deepEqual(photo, {
      ...{ id: idOf(oak), thumbnail: true, filename: 'Oak.JPG', format: 'JPEG', width: 800, height: 600 },
      ...{ mimetype: 'image/jpeg', etag: `"${tag}"`, exif_orientation: 6, url: `${root}${idOf(oak)}` },
    })
    const paper = trees.get('elm')?.paper
    assert.deepEqual(Object.keys(paper ?? {}).sort(), [
      ...['etag', 'filename', 'id', 'last_synchronized', 'mimetype', 'thumbnail', 'url'],
    ])
    assert.deepEqual([paper?.id, paper?.filename, paper?.thumbnail], [idOf(PAPER), 'Oak (été).pdf', false])
    const said = [...trees.values()].map(tree => [tree.photo?.filename ?? null, tree.paper?.filename ?? null])
    assert.deepEqual(said, [
      ['Oak.JPG', 'Oak (été).pdf'],
      ['ash.png', null],
      ['elm.webp', 'Oak (été).pdf'],
      [null, 'drawing.svg'],
      ['yew.jpg', 'broken.jpg'],
      ['lime.gif', null],
    ])
    assert.equal(trees.get('yew')?.photo?.id, photo.id, 'the same content, the same identifier')
    for (const name of ['drawing.svg', 'broken.jpg'])
      assert.equal([...trees.values()].find(({ paper }) => paper?.filename === name)?.paper?.thumbnail, false)
  })

  test('§9.1 the dataset says that it has files and pictures', async () => {
    const dataset = await opened().json<DatasetObject>(`${ROOT}/trees`)
    assert.deepEqual(dataset.features, ['analyze', 'image'])
    assert.deepEqual(
      dataset.fields.map(({ name, type, annotations }) => [name, type, annotations.has_thumbnails ?? false]),
      [
        ['name', 'text', false],
        ['region', 'text', false],
        ['photo', 'file', true],
        ['paper', 'file', false],
      ],
    )
  })

  test('§1.1 answers are as the document of the API says', async () => {
    const api = '/api/explore/v2.1'
    const dataset = describedApi(await opened().json<OpenApiDocument>(`${ROOT}/trees/openapi.json`))
    for (const tree of (await treesOf(opened())).values())
      assert.equal(dataset.mismatch('Record', tree), null)
    assert.notEqual(dataset.mismatch('Record', { name: 'a', region: 'b', photo: 'c.jpg', paper: null }), null)
    const { faultsOf, templateOf } = describedApi(await opened().json<OpenApiDocument>(`${api}/openapi.json`))
    const file = `${ROOT}/trees/files/${idOf(PAPER)}`
    const png = (await treesArchive())['photos/ash.png'] ?? PAPER
    for (const path of [file, `${file}/300`, `${file}/1`, `${ROOT}/trees/files/${idOf(png)}/100`]) {
      const { status, headers, bytes } = await opened().send(path)
      assert.deepEqual(faultsOf(path, { status, headers, body: bytes }), [], path)
    }
    assert.equal(templateOf(`${file}/300`), '/catalog/datasets/{dataset_id}/files/{file_id}/{size}')
  })

  test('a file is null, or not, and its name can be searched; it is no group', async () => {
    const count = async (where: string) =>
      (
        await opened().json<{ total_count: number }>(
          `${ROOT}/trees/records?where=${encodeURIComponent(where)}`,
        )
      ).total_count
    assert.deepEqual([await count('photo is null'), await count('photo is not null')], [1, 5])
    assert.equal((await opened().send(`${ROOT}/trees/records?group_by=photo`)).status, 400)
  })

  test('§8.3 exports say the address of a file', async () => {
    const urls = [...(await treesOf(opened())).values()].map(({ photo }) => photo?.url ?? '')
    const csv = await opened().send(`${ROOT}/trees/exports/csv?select=photo&delimiter=,&with_bom=false`)
    assert.equal(csv.bytes.toString(), ['photo', ...urls, ''].join('\r\n'))
    const parquet = await opened().send(`${ROOT}/trees/exports/parquet?select=photo`)
    const rows = await withFile('trees.parquet', parquet.bytes, path =>
      queryParquet(path, 'SELECT photo FROM $file'),
    )
    assert.deepEqual(
      rows.map(([url]) => url ?? ''),
      urls,
    )
    const records = [...(await treesOf(opened())).values()]
    assert.deepEqual(await opened().json(`${ROOT}/trees/exports/json`), records)
    const turtle = (await opened().send(`${ROOT}/trees/exports/turtle?select=photo`)).bytes.toString()
    for (const url of urls) assert.ok(url === '' || turtle.includes(`<${url}>`))
    assert.equal((await opened().send(`${ROOT}/trees/exports/xlsx`)).status, 200)
  })

  test('§13, §14.2 older versions say the same of it, at the present address', async () => {
    const photo = (await treesOf(opened())).get('oak')?.photo
    for (const root of ['/api/v2', '/api/explore/v2.0']) {
      const { records } = await opened().json<{ records: { record: { fields: Tree } }[] }>(
        `${root}/catalog/datasets/trees/records?rows=1`,
      )
      assert.deepEqual(records[0]?.record.fields.photo, photo)
    }
    const search = await opened().json<{ records: { fields: Tree }[] }>(
      '/api/records/1.0/search/?dataset=trees&rows=1',
    )
    assert.deepEqual(search.records[0]?.fields.photo, photo)
  })

  test('an address is that of the host that was asked, whoever asked before', async () => {
    const other = { host: `other.localhost:${opened().port}` }
    const [here, there] = [await treesOf(opened()), await treesOf(opened(), 'trees', other)]
    const [a, b] = [here, there].map(trees => new URL(trees.get('oak')?.photo?.url ?? ''))
    assert.deepEqual([a?.hostname, b?.hostname], [HOST, 'other.localhost'])
    assert.equal(a && bare(a), b && bare(b))
    const page = (await opened().send('/en/explore/dataset/trees/table/')).bytes.toString()
    assert.ok(page.includes(`href="${a && bare(a)}"`))
  })
}
