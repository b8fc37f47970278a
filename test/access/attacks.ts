import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultOf, guarded, send } from './ask-guarded.ts'
import { CLOSED, ROOT } from './guarded.ts'

const LIST = `${ROOT}/datasets`
const GUESS = 'a'.repeat(56)

/** `Authorization` values that open nothing, and what they are answered on a public portal. */
const HEADERS: readonly [value: string, status: number][] = [
  [`Apikey ${GUESS}`, 401],
  ['Apikey', 401],
  ['Apikey ', 401],
  [`Apikey ${GUESS.slice(1)}`, 401],
  [`Apikey ${GUESS}a`, 401],
  [`Apikey ${'a'.repeat(20_000)}`, 401],
  [`Apikey ${GUESS} ${GUESS}`, 401],
  [`Apikey "${GUESS}"`, 401],
  [`Apikey=${GUESS}`, 401],
  [`Apikey key="${GUESS}"`, 401],
  ["Apikey ' or 1=1 --", 401],
  ['Apikey ../../etc/passwd', 401],
  [`Bearer ${GUESS}`, 401],
  [`Token ${GUESS}`, 401],
  [GUESS, 401],
  ['Api-key x', 401],
  // of whoever stands in front of the server: not ours to judge
  ['Basic dXNlcjpwYXNz', 200],
  ['Digest username="a", realm="b"', 200],
  ['Negotiate YII=', 200],
  ['', 200],
  ['   ', 200],
]

/** Queries that open nothing. */
const QUERIES: readonly [query: string, status: number][] = [
  [`?apikey=${GUESS}`, 401],
  [`?apikey=${'a'.repeat(4000)}`, 401],
  [`?limit=1&apikey=${GUESS}`, 401],
  [`?%61pikey=${GUESS}`, 401],
  [`?apikey=%00`, 401],
  [`?apikey=${GUESS}&apikey=`, 401],
  ['?apikey=%FF%FE', 401],
  // empty values and other names are no credential (explore-api §1.2)
  ['?apikey=', 200],
  ['?apikey', 200],
  [`?APIKEY=${GUESS}`, 200],
  [`?apikeys=${GUESS}`, 200],
  ['?where=%22apikey%22', 200],
]

/** What is sent to get in without a right to. */
export function attackRows(): void {
  for (const [value, status] of HEADERS) {
    const shown = JSON.stringify(value.length > 90 ? `${value.slice(0, 20)}… (${value.length})` : value)
    test(`attack: Authorization ${shown} is answered ${status}, on pages too`, async () => {
      const headers = { authorization: value }
      assert.equal((await send(LIST, { headers })).status, status)
      assert.equal((await send('/en/explore/', { headers })).status, status)
      assert.equal((await send(LIST, { headers, host: CLOSED })).status, 401)
    })
  }

  for (const [query, status] of QUERIES) {
    const shown = query.length > 90 ? `${query.slice(0, 20)}… (${query.length})` : query
    test(`attack: ${shown} is answered ${status}`, async () => {
      assert.equal((await send(`${LIST}${query}`)).status, status)
      assert.equal((await send(`${LIST}${query}`, { host: CLOSED })).status, 401)
    })
  }

  test('attack: a good key among two headers, in either order', async () => {
    const { key } = await guarded().addKey()
    const [good, bad] = [`Apikey ${key}`, `Apikey ${GUESS}`]
    for (const authorization of [
      [good, bad],
      [bad, good],
      [good, good],
    ])
      assert.equal((await send(LIST, { headers: { authorization } })).status, 401)
  })

  test('attack: the digest of a key is no key', async () => {
    const { id } = await guarded().addKey()
    const { ports } = guarded().deployment
    const portals = await ports.catalog.listPortals()
    const stored = (await Promise.all(portals.map(portal => ports.keys.listKeys(portal.id)))).flat()
    const digest = stored.find(one => one.id === id)?.digest ?? ''
    assert.equal((await send(LIST, { key: digest })).status, 401)
    assert.equal((await send(LIST, { key: digest.slice(0, 56) })).status, 401)
  })

  test('attack: 2,000 guesses reach no database, and are all refused', async () => {
    const { keys } = guarded().deployment.ports
    const { listKeys } = keys
    let looks = 0
    const counted = {
      ...keys,
      listKeys: (id: number) => {
        looks++
        return listKeys(id)
      },
    }
    Object.assign(keys, counted)
    const statuses = new Set<number>()
    for (let i = 0; i < 200; i++) {
      const guesses = Array.from({ length: 10 }, (_, j) => `${i}${j}`.padStart(56, '0'))
      for (const { status } of await Promise.all(guesses.map(key => send(LIST, { key }))))
        statuses.add(status)
    }
    Object.assign(keys, { listKeys })
    assert.deepEqual([...statuses], [401])
    assert.ok(looks <= 1, `${looks} looks`)
  })

  test('§4: what a refusal says, and that it is not kept', async () => {
    assert.equal(await faultOf(LIST, { key: GUESS }), '401 NotAuthenticated')
    assert.equal(await faultOf(LIST, { host: CLOSED }), '401 NotAuthenticated')
    const { headers } = await send(LIST, { key: GUESS })
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['www-authenticate'], 'Apikey')
    assert.equal(headers['access-control-allow-origin'], '*')
    assert.equal(headers['set-cookie'], undefined)
  })

  const many = (text: string): string => Array.from({ length: 5000 }, (_, n) => `${text}${n}`).join(',')
  const TOO_MUCH: readonly [what: string, path: string, clauses: readonly (readonly [string, string])[]][] = [
    ['columns', 'records', [['select', many('name as n')]]],
    ['columns of a file', 'exports/xlsx', [['select', many('name as n')]]],
    ['keys of groups', 'records', [['group_by', many('name as n')]]],
    ['orders', 'records', [['order_by', many('length(name) + ')]]],
    ['facets', 'facets', Array.from({ length: 101 }, () => ['facet', 'kind'] as const)],
    ['words', 'records', [['search', Array.from({ length: 4000 }, (_, n) => `word${n}`).join(' ')]]],
    ['words of one search', 'records', [['where', `search(name, "${'ab '.repeat(30_000)}")`]]],
  ]
  for (const [what, path, clauses] of TOO_MUCH)
    test(`attack: more ${what} than anybody reads are refused, as no failure of ours`, async () => {
      const body = String(new URLSearchParams(clauses.map(([name, value]) => [name, value])))
      const { status, text } = await send(`${ROOT}/datasets/plants/${path}`, { method: 'POST', body })
      assert.equal(status, 413, text)
    })

  test('no key that was sent is in the log', () => {
    assert.doesNotMatch(guarded().logged.join('\n'), /[0-9a-f]{56}|apikey/i)
  })
}
