import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { readGraph } from '../rdf/read-graph.ts'
import { type Answered, city, type Members, read, refuses, send } from './ask-city.ts'
import { DATASET, ROOT, TOWN, TOWN_FILES } from './city.ts'

const METHOD = TOWN_FILES['Method (été).pdf']
const METHOD_BYTES = Buffer.from(METHOD)

const town = (
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<Answered> => send(path, { host: TOWN, headers, method })

const members = async (path: string): Promise<Members> =>
  JSON.parse((await town(path)).bytes.toString()) as Members

const address = (path: string): string => `http://${TOWN}:${city().running.port}${DATASET}/${path}`

/** §7.5 and §9.1: files beside the data. */
export function attachmentRows(): void {
  test('§7.5 the list: a hyphen in mime-type, both names of links', async () => {
    const { links, _links, attachments } = await members(`${DATASET}/attachments?lang=fr`)
    assert.deepEqual(links, [{ rel: 'self', href: address('attachments') }])
    assert.deepEqual(_links, links)
    const metas = (id: string, title: string, type: string) => {
      const url = address(`attachments/${id}`)
      return { href: url, metas: { id, title, 'mime-type': type, url } }
    }
    assert.deepEqual(attachments, [
      metas('method_ete_pdf', 'Méthode', 'application/pdf'),
      metas('page_html', 'page.html', 'text/html'),
      metas('logo', 'logo.svg', 'image/svg+xml'),
    ])
    assert.deepEqual((await read<Members>(`${DATASET}/attachments`)).attachments, [])
  })

  test('§9.1 the dataset object lists them, and what stands for an export', async () => {
    const dataset = await members(DATASET)
    assert.deepEqual((dataset.attachments as Members[])[0], {
      ...{ id: 'method_ete_pdf', title: 'Method', mimetype: 'application/pdf' },
      url: address('attachments/method_ete_pdf'),
    })
    assert.deepEqual(dataset.alternative_exports, [
      {
        ...{ id: 'old', title: 'page.html', mimetype: 'application/x-old' },
        ...{ url: address('alternative_exports/old'), description: 'As it was before' },
      },
    ])
    const asked = await members(`${ROOT}/catalog/datasets?select=attachments&where=dataset_id="city-trees"`)
    assert.deepEqual(asked.results, [{ attachments: dataset.attachments }])
  })

  test('§7.5 a file as it was published: type, name, strong tag, digest', async () => {
    const { status, headers, bytes } = await town(`${DATASET}/attachments/method_ete_pdf`)
    assert.deepEqual([status, headers['content-type']], [200, 'application/pdf'])
    assert.ok(bytes.equals(METHOD_BYTES))
    assert.equal(
      headers['content-disposition'],
      `attachment; filename="Method (_t_).pdf"; filename*=UTF-8''Method%20%28%C3%A9t%C3%A9%29.pdf`,
    )
    assert.match(String(headers.etag), /^"[\w-]{22}"$/)
    const digest = createHash('sha256').update(METHOD_BYTES).digest('base64')
    assert.equal(headers['repr-digest'], `sha-256=:${digest}:`)
    const again = await town(`${DATASET}/attachments/method_ete_pdf`, {
      'if-none-match': String(headers.etag),
    })
    assert.deepEqual([again.status, again.bytes.length], [304, 0])
    const head = await town(`${DATASET}/attachments/method_ete_pdf`, {}, 'HEAD')
    assert.equal(head.headers['content-length'], String(METHOD_BYTES.length))
  })

  test('§7.5 ranges put together are the file', async () => {
    const path = `${DATASET}/attachments/method_ete_pdf`
    const middle = Math.floor(METHOD_BYTES.length / 2)
    const first = await town(path, { range: `bytes=0-${middle - 1}` })
    const rest = await town(path, { range: `bytes=${middle}-` })
    assert.deepEqual([first.status, rest.status], [206, 206])
    assert.equal(
      rest.headers['content-range'],
      `bytes ${middle}-${METHOD_BYTES.length - 1}/${METHOD_BYTES.length}`,
    )
    assert.ok(Buffer.concat([first.bytes, rest.bytes]).equals(METHOD_BYTES))
    assert.equal((await town(path, { range: 'bytes=99999999-' })).status, 416)
    const other = await town(path, { range: 'bytes=0-9', 'if-range': '"another"' })
    assert.deepEqual([other.status, other.bytes.length], [200, METHOD_BYTES.length])
  })

  test('T09: §7.5 nothing that a file holds runs in the origin of the portal', async () => {
    for (const path of ['attachments/page_html', 'attachments/logo', 'alternative_exports/old']) {
      const { status, headers } = await town(`${DATASET}/${path}`)
      assert.equal(status, 200)
      assert.match(String(headers['content-disposition']), /^attachment; filename="/)
      assert.equal(headers['x-content-type-options'], 'nosniff')
      assert.match(String(headers['content-security-policy']), /default-src 'none'.*sandbox/)
    }
  })

  test('§4 what is not there says so', async () => {
    await refuses(`${DATASET}/attachments/nope`, {}, [
      ...([404, 'NotFoundResource', 'The requested attachment nope does not exist.'] as const),
    ])
    assert.equal((await town(`${DATASET}/attachments/old`)).status, 404)
    assert.equal((await town(`${DATASET}/alternative_exports/logo`)).status, 404)
    assert.equal((await town(`${DATASET}/attachments/..%2F..%2Fetc`)).status, 404)
  })

  test('§13 v2.0 and the look-ups of v1 lead to them', async () => {
    const old = await town(`${DATASET.replace('v2.1', 'v2.0')}/attachments/logo`)
    assert.deepEqual([old.status, old.bytes.toString()], [200, TOWN_FILES['logo.svg']])
    const v1 = await town('/api/datasets/1.0/city-trees/attachments/logo/')
    assert.equal((await town(String(v1.headers.location))).bytes.toString(), TOWN_FILES['logo.svg'])
  })

  test('§7.5 a file that changed is a new revision; the others stay what they were', async () => {
    const before = await town(`${DATASET}/attachments/page_html`)
    const { running, folder } = city()
    const revisions = () =>
      JSON.parse(running.command('revisions', '--portal', 'town', '--json', 'city-trees')) as unknown
    const first = revisions()
    running.command('publish', '--portal', 'town', '--id', 'city-trees')
    assert.deepEqual(revisions(), first, 'nothing changed')
    await writeFile(join(folder, 'town', 'logo.svg'), '<svg/>')
    running.command('publish', '--portal', 'town', '--id', 'city-trees')
    for (let tries = 0; tries < 50; tries++) {
      if ((await town(`${DATASET}/attachments/logo`)).bytes.toString() === '<svg/>') break
      await sleep(100)
    }
    assert.equal((await town(`${DATASET}/attachments/logo`)).bytes.toString(), '<svg/>')
    assert.equal(
      (await town(`${DATASET}/attachments/logo?revision=1`)).bytes.toString(),
      TOWN_FILES['logo.svg'],
    )
    assert.equal((await town(`${DATASET}/attachments/page_html`)).headers.etag, before.headers.etag)
  })

  test('pages list files with their sizes, DCAT with size and hash', async () => {
    const page = (await town('/en/explore/dataset/city-trees/')).bytes.toString()
    assert.ok(page.includes(`href="${DATASET}/attachments/method_ete_pdf" download`))
    assert.ok(page.includes('1 MB'))
    const catalog = await town(`${ROOT}/catalog/exports/dcat?where=dataset_id="city-trees"`)
    const quads = await readGraph('rdfxml', catalog.bytes.toString())
    const file = quads.filter(quad => quad.subject.value === address('attachments/method_ete_pdf'))
    const object = (name: string) => file.find(quad => quad.predicate.value.endsWith(name))?.object.value
    assert.equal(object('#byteSize'), String(METHOD_BYTES.length))
    const sums = quads.filter(quad => quad.predicate.value.endsWith('#checksumValue'))
    assert.ok(
      sums.some(({ object: { value } }) => value === createHash('sha256').update(METHOD_BYTES).digest('hex')),
    )
  })
}
