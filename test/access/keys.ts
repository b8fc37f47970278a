import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guarded, read, send, until } from './ask-guarded.ts'
import { CLOSED, ROOT } from './guarded.ts'

const LIST = `${ROOT}/datasets`

interface Page {
  readonly total_count: number
}

/** Keys: made, shown once, found by header and parameter, ended. */
export function keyRows(): void {
  test('§2: a key is 56 hexadecimal characters, shown once and kept as a digest', async () => {
    const { key, ...summary } = await guarded().addKey({ name: 'once' })
    assert.match(key, /^[0-9a-f]{56}$/)
    const listed = await guarded().application.keys('open')
    assert.deepEqual(
      listed.find(({ id }) => id === summary.id),
      summary,
    )
    assert.doesNotMatch(JSON.stringify(listed), new RegExp(key))
    const stored = await guarded().deployment.ports.keys.listKeys((await portalId('open')) ?? 0)
    assert.doesNotMatch(JSON.stringify(stored), new RegExp(key))
  })

  for (const scheme of ['Apikey', 'ApiKey', 'apikey', 'APIKEY', 'aPiKeY'])
    test(`§2: Authorization: ${scheme} <key>`, async () => {
      const { key } = await guarded().addKey()
      const authorization = `${scheme} ${key}`
      assert.equal((await read<Page>(LIST, { headers: { authorization } })).total_count, 3)
    })

  test('§2: ?apikey=, in the form body too, and percent-encoded', async () => {
    const { key } = await guarded().addKey()
    assert.equal((await read<Page>(`${LIST}?apikey=${key}`)).total_count, 3)
    assert.equal(
      (await read<Page>(`${LIST}?limit=1&%61pi%6Bey=%${hex(key[0])}${key.slice(1)}`)).total_count,
      3,
    )
    const posted = await send(LIST, { method: 'POST', body: `limit=1&apikey=${key}` })
    assert.equal(JSON.parse(posted.text).total_count, 3)
  })

  test('§2: the header wins over the parameter', async () => {
    const all = await guarded().addKey()
    const some = await guarded().addKey({ datasets: ['plants'] })
    assert.equal((await read<Page>(`${LIST}?apikey=${some.key}`, { key: all.key })).total_count, 3)
    assert.equal((await read<Page>(`${LIST}?apikey=${all.key}`, { key: some.key })).total_count, 2)
    assert.equal((await send(`${LIST}?apikey=${all.key}`, { key: 'f'.repeat(56) })).status, 401)
    assert.equal((await send(`${LIST}?apikey=${'f'.repeat(56)}`, { key: all.key })).status, 200)
  })

  test('T15: a key of one portal is nothing on another', async () => {
    const { key } = await guarded().addKey()
    assert.equal((await send(LIST, { key })).status, 200)
    assert.equal((await send(LIST, { key, host: CLOSED })).status, 401)
    assert.equal((await send(`${LIST}?apikey=${key}`, { host: CLOSED })).status, 401)
  })

  test('a revoked key ends within a second, while the server runs', async () => {
    const { key, id } = await guarded().addKey({ name: 'to be revoked' })
    assert.equal((await send(LIST, { key })).status, 200)
    await guarded().application.revokeKey('open', id)
    const took = await until(async () => (await send(LIST, { key })).status === 401, 1000)
    assert.ok(took <= 1000)
  })

  test('a new key is known within a second', async () => {
    const asked = { ...{ portal: 'open', name: 'new', datasets: null, where: null, fields: null } }
    const { key } = await guarded().application.addKey({ ...asked, expires: null, callsPerDay: null })
    await until(async () => (await send(LIST, { key })).status === 200, 1000)
  })

  test('a key works until the end of its last day, and not after', async () => {
    const today = new Date().toISOString().slice(0, 10)
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
    const still = await guarded().addKey({ expires: today })
    const over = await guarded().addKey({ expires: yesterday })
    await until(async () => (await send(LIST, { key: still.key })).status === 200)
    assert.equal((await send(LIST, { key: over.key })).status, 401)
  })

  test('keys are narrowed to one dataset, by conditions and fields that fit it', async () => {
    const narrowed = { where: 'region = "north"', fields: null }
    const refused = (asked: object, code: string) =>
      assert.rejects(guarded().addKey(asked), (thrown: { code?: string }) => thrown.code === code)
    await refused({ ...narrowed, datasets: null }, 'key_narrowing')
    await refused({ ...narrowed, datasets: ['staff', 'plants'] }, 'key_narrowing')
    await refused({ where: 'colour = 1', datasets: ['staff'] }, 'odsql_invalid')
    await refused({ where: 'region =', datasets: ['staff'] }, 'odsql_invalid')
    await refused({ where: '"alpha"', datasets: ['staff'] }, 'odsql_invalid')
    await refused({ fields: ['colour'], datasets: ['staff'] }, 'field_unknown')
    await refused({ datasets: ['nothing'] }, 'dataset_unknown')
  })
}

const hex = (character = ''): string => character.charCodeAt(0).toString(16)

const portalId = async (slug: string): Promise<number | undefined> =>
  (await guarded().deployment.ports.catalog.listPortals()).find(portal => portal.config.slug === slug)?.id
