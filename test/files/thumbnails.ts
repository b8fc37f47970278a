import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { test } from 'node:test'
import sharp from 'sharp'
import { THUMBNAIL_SIZES } from '../../src/core/record/thumbnail-size.ts'
import { DRAWING, PAPER, treesArchive } from './archives.ts'
import { type Answer, ROOT, type Served } from './served.ts'
import { idOf } from './values.ts'

/** What a picture says that it is, to a reader of pictures. */
const seen = async ({ bytes }: Answer) => {
  const { format, width, height, exif, orientation } = await sharp(bytes).metadata()
  return { format, width, height, plain: exif === undefined && orientation === undefined }
}

/** §7.6: small pictures. */
export function thumbnailRows(opened: () => Served): void {
  const small = async (file: string, size: string | number): Promise<Answer> => {
    const bytes = (await treesArchive())[file] ?? Buffer.from(file)
    return opened().send(`${ROOT}/trees/files/${idOf(bytes)}/${size}`)
  }

  test('§7.6 the longer side is as long as asked, the picture upright and silent about itself', async () => {
    const answer = await small('data/photos/Oak.JPG', 300)
    assert.deepEqual([answer.status, answer.headers['content-type']], [200, 'image/jpeg'])
    assert.deepEqual(await seen(answer), { format: 'jpeg', width: 225, height: 300, plain: true })
    const known = { 'if-none-match': String(answer.headers.etag) }
    const path = `${ROOT}/trees/files/${idOf((await treesArchive())['data/photos/Oak.JPG'] ?? PAPER)}/300`
    assert.equal((await opened().send(path, known)).status, 304)
  })

  test('§7.6 formats, sides, and pictures that are small already', async () => {
    for (const [file, size, type, width, height] of [
      ['photos/ash.png', 100, 'png', 10, 100],
      ['photos/ash.png', 600, 'png', 30, 300],
      ['data/photos/elm.webp', 200, 'webp', 200, 2],
      ['data/photos/deep/lime.gif', 40, 'png', 40, 40],
    ] as const) {
      const answer = await small(file, size)
      assert.deepEqual([answer.status, answer.headers['content-type']], [200, `image/${type}`], file)
      assert.deepEqual(await seen(answer), { format: type, width, height, plain: true })
    }
  })

  test('only sizes of a short list are made: the next one below stands for any other', async () => {
    for (const [asked, height] of [
      [41, 40],
      [99, 40],
      [250, 200],
      [5000, 300],
      [999_999_999, 300],
    ] as const)
      assert.equal((await seen(await small('photos/ash.png', asked))).height, height)
    for (const size of ['39', '0', '-1', '1e3', 'big', '9999999999', '300px'])
      assert.equal((await small('photos/ash.png', size)).status, 400, size)
    assert.ok(THUMBNAIL_SIZES.length < 10)
  })

  test('§4 what is no picture, or a broken one, or a program, has none', async () => {
    for (const file of [PAPER.toString(), DRAWING, 'data/broken.jpg']) {
      const answer = await small(file, 100)
      assert.equal(answer.status, 404)
      const { error_code, message } = JSON.parse(answer.bytes.toString()) as Record<string, string>
      assert.equal(error_code, 'NotFoundResource')
      assert.match(String(message), /^The requested thumbnail of file [0-9a-f]{32} does not exist/)
    }
  })

  test('many who ask at once get the same one, which is made once and kept', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => small('data/photos/elm.webp', 100)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.equal(new Set(answers.map(({ headers }) => headers.etag)).size, 1)
    const kept = await readdir(opened().deployment.engines.prepared)
    const id = idOf((await treesArchive())['data/photos/elm.webp'] ?? PAPER)
    assert.equal(kept.filter(name => name.includes(`thumbnail-${id}-100`)).length, 1)
  })
}
