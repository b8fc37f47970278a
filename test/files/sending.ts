import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { DRAWING, PAPER, treesArchive } from './archives.ts'
import { PORTAL, ROOT, type Served } from './served.ts'
import { idOf } from './values.ts'

const FILES = `${ROOT}/trees/files`

/** §7.6, §14.1 and privacy rule I6: how files leave. */
export function sendingRows(opened: () => Served): void {
  test('§7.6 a file as it was published: type, name, strong tag, nothing that runs', async () => {
    const { status, headers, bytes } = await opened().send(`${FILES}/${idOf(PAPER)}`)
    assert.deepEqual([status, headers['content-type']], [200, 'application/pdf'])
    assert.ok(bytes.equals(PAPER))
    assert.equal(
      headers['content-disposition'],
      `attachment; filename="Oak (_t_).pdf"; filename*=UTF-8''Oak%20%28%C3%A9t%C3%A9%29.pdf`,
    )
    const again = await opened().send(`${FILES}/${idOf(PAPER)}`, { 'if-none-match': String(headers.etag) })
    assert.deepEqual([again.status, again.bytes.length], [304, 0])
    const head = await opened().send(`${FILES}/${idOf(PAPER)}`, {}, 'HEAD')
    assert.equal(head.headers['content-length'], String(PAPER.length))
  })

  test('T09: §7.6 nothing that a file of a record holds runs in the origin of the portal', async () => {
    for (const [path, type] of [
      [idOf(Buffer.from(DRAWING)), 'image/svg+xml'],
      [idOf(PAPER), 'application/pdf'],
      [`${idOf((await treesArchive())['data/photos/Oak.JPG'] ?? PAPER)}/100`, 'image/jpeg'],
    ] as const) {
      const { status, headers } = await opened().send(`${FILES}/${path}`)
      assert.deepEqual([status, headers['content-type']], [200, type])
      assert.match(String(headers['content-disposition']), /^attachment; filename="/)
      assert.equal(headers['x-content-type-options'], 'nosniff')
      assert.match(String(headers['content-security-policy']), /default-src 'none'.*sandbox/)
    }
  })

  test('§7.6 ranges put together are the file', async () => {
    const path = `${FILES}/${idOf(PAPER)}`
    const first = await opened().send(path, { range: 'bytes=0-99999' })
    const rest = await opened().send(path, { range: 'bytes=100000-' })
    assert.deepEqual([first.status, rest.status], [206, 206])
    assert.ok(Buffer.concat([first.bytes, rest.bytes]).equals(PAPER))
    assert.equal((await opened().send(path, { range: 'bytes=99999999-' })).status, 416)
  })

  test('§13, §14.1 older addresses lead to it', async () => {
    const id = idOf(PAPER)
    for (const root of ['/api/v2', '/api/explore/v2.0']) {
      const old = await opened().send(`${root}/catalog/datasets/trees/files/${id}`)
      assert.deepEqual([old.status, old.bytes.equals(PAPER)], [200, true])
    }
    for (const path of [`files/${id}/`, `files/${id}/download/`, `images/${id}`, `images/${id}/100/`]) {
      const { status, headers } = await opened().send(`/api/datasets/1.0/trees/${path}`)
      const end = path.includes('100') ? '/100' : ''
      assert.deepEqual([status, headers.location], [302, `${FILES}/${id}${end}`])
    }
  })

  test('§3 a file is a call, a small picture is none: pages show those', async () => {
    const id = idOf((await treesArchive())['photos/ash.png'] ?? PAPER)
    const limit = async (path: string) =>
      (await opened().send(`${FILES}/${path}`)).headers['x-ratelimit-limit']
    await opened().application.savePortal({ ...PORTAL, quotas: { anonymous: 5000 } })
    for (let i = 0; i < 100 && (await limit(id)) === undefined; i++) await sleep(50)
    assert.deepEqual([await limit(id), await limit(`${id}/40`)], ['5000', undefined])
    await opened().application.savePortal(PORTAL)
  })

  test('§4 what is not there says so', async () => {
    const missing = 'f'.repeat(32)
    for (const [path, status] of [
      [missing, 404],
      [`${missing}/100`, 404],
      [idOf(PAPER).toUpperCase(), 404],
      [idOf(PAPER).slice(1), 404],
      ['..%2F..%2Fetc%2Fpasswd', 404],
      [`${idOf(PAPER)}/100/100`, 404],
      ['%7B%22id%22', 404],
    ] as const)
      assert.equal((await opened().send(`${FILES}/${path}`)).status, status, path)
    const { bytes } = await opened().send(`${FILES}/${missing}`)
    assert.deepEqual(JSON.parse(bytes.toString()), {
      error_code: 'NotFoundResource',
      message: `The requested file ${missing} does not exist.`,
    })
    const unnamed = (await treesArchive())['data/unnamed.png'] ?? PAPER
    assert.equal((await opened().send(`${FILES}/${idOf(unnamed)}`)).status, 404, 'no record names it')
  })
}
