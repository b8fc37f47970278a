import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guarded, send, until } from './ask-guarded.ts'
import { ROOT } from './guarded.ts'

const PATHS = [
  `${ROOT}/datasets`,
  `${ROOT}/datasets?include_links=true&limit=1`,
  `${ROOT}/facets?facet=publisher`,
  `${ROOT}/datasets/plants`,
  `${ROOT}/datasets/plants/records?include_links=true&limit=1`,
  `${ROOT}/datasets/plants/facets`,
  `${ROOT}/datasets/plants/exports/csv`,
  `${ROOT}/datasets/staff/records`,
  '/en/explore/',
  '/en/explore/dataset/plants/',
  '/sitemap.xml',
] as const

/** What one caller got reaches no other, from memory, by tag or by link. */
export function cachingRows(): void {
  test('callers with different rights asking in turns get each their own, every time', async () => {
    const { addKey } = guarded()
    const keys = {
      nobody: undefined,
      all: (await addKey()).key,
      bushes: (await addKey({ datasets: ['plants'], where: 'kind = "bush"' })).key,
      names: (await addKey({ datasets: ['plants'], fields: ['name'] })).key,
    }
    await until(async () => (await send(`${ROOT}/datasets`, { key: keys.names })).status === 200)
    const ask = (path: string, key: string | undefined) => send(path, key === undefined ? {} : { key })
    const first = new Map<string, string>()
    for (let round = 0; round < 4; round++)
      for (const path of PATHS)
        for (const [who, key] of Object.entries(keys).toSorted(() => (round % 2 === 0 ? 1 : -1))) {
          const { status, text, headers } = await ask(path, key)
          const said = `${status} ${text.replace(/quote:.*?<\/code>/s, '')}`
          const before = first.get(`${who} ${path}`)
          if (before === undefined) first.set(`${who} ${path}`, said)
          else assert.equal(said, before, `${who} ${path}, round ${round}`)
          if (status !== 200) continue
          assert.match(String(headers.vary), /Authorization/)
          const control = headers['cache-control']
          assert.equal(control, key === undefined ? 'no-cache' : 'private, no-cache', `${who} ${path}`)
        }
    const records = `${ROOT}/datasets/plants/records?include_links=true&limit=1`
    const answers = Object.keys(keys).map(who => first.get(`${who} ${records}`))
    assert.equal(new Set(answers).size, 3, 'all and nobody see the same of plants')
  })

  test('a tag of one caller brings no other a 304, nor do the tags of nobody', async () => {
    const { addKey } = guarded()
    const callers = [
      {},
      { key: (await addKey()).key },
      { key: (await addKey({ datasets: ['plants'], fields: ['name'] })).key },
    ]
    await until(async () => (await send(`${ROOT}/datasets`, callers[2])).status === 200)
    for (const path of PATHS.filter(one => !one.includes('sitemap') && !one.includes('staff'))) {
      const tags = await Promise.all(callers.map(async sent => String((await send(path, sent)).headers.etag)))
      // the tags of files name their bytes, which are the same for the first two
      const isFile = path.includes('/exports/')
      if (!isFile) assert.equal(new Set(tags).size, callers.length, path)
      for (const [who, sent] of callers.entries())
        for (const [whose, tag] of tags.entries()) {
          if (isFile && (who === 2) === (whose === 2)) continue
          const { status } = await send(path, { ...sent, headers: { 'if-none-match': `"x", ${tag}` } })
          assert.equal(status, who === whose ? 304 : 200, `${path} ${who} ${whose}`)
        }
    }
  })

  test('a key that came as a parameter stands in no link and in no page', async () => {
    const { key } = await guarded().addKey()
    await until(async () => (await send(`${ROOT}/datasets?apikey=${key}`)).status === 200)
    for (const path of PATHS) {
      const { status, text, headers } = await send(`${path}${path.includes('?') ? '&' : '?'}apikey=${key}`)
      assert.equal(status, 200)
      assert.doesNotMatch(`${text}${JSON.stringify(headers)}`, /apikey=[0-9a-f]/, path)
      assert.ok(!text.includes(key))
      assert.equal(headers['referrer-policy'], 'strict-origin-when-cross-origin')
    }
    const toLanguage = await send(`/explore/?apikey=${key}`)
    assert.equal(toLanguage.headers.location, `/en/explore/?apikey=${key}`)
    assert.match(String(toLanguage.headers['cache-control']), /no-store|private/)
  })

  test('preflight: any header, the key’s among them; * is never said with credentials', async () => {
    const headers = {
      origin: 'https://elsewhere.example',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization, ods-widgets-version, x-more',
    }
    const preflight = await send(`${ROOT}/datasets`, { method: 'OPTIONS', headers })
    assert.equal(preflight.status, 204)
    assert.equal(
      preflight.headers['access-control-allow-headers'],
      'authorization, ods-widgets-version, x-more',
    )
    assert.equal(preflight.headers['access-control-allow-methods'], 'POST, GET, OPTIONS')
    const { key } = await guarded().addKey()
    const answers = [
      preflight,
      await send(`${ROOT}/datasets`, { headers }),
      await send(`${ROOT}/datasets`, { headers, key }),
    ]
    for (const { headers: said } of answers) {
      assert.equal(said['access-control-allow-origin'], '*')
      assert.equal(said['access-control-allow-credentials'], undefined)
      assert.match(String(said['access-control-expose-headers']), /X-RateLimit-Remaining/)
    }
  })
}
