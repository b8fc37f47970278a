import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { grantsOfRoles } from '../../src/core/account/roles.ts'
import { json } from '../../src/http/reply.ts'
import { openSmallDoors, type SmallDoors } from './small-doors.ts'

const cookie = `sessionid=${'R'.repeat(43)}`
let looked = 0
let doors: SmallDoors
before(async () => {
  doors = await openSmallDoors({
    routes: ['/api/records/1.0/search/', '/:lang/own/'].map(path => ({
      ...{ name: path, path, surface: 'data' },
      handle: ({ signedIn }) => json({ who: signedIn?.user.name ?? 'nobody' }),
    })),
    actions: [],
    sessions: {
      find: async () => {
        looked++
        return {
          ...{ state: 'live', renewedId: null, keptSeconds: null, held: null, formerHash: null },
          signedIn: {
            user: { id: 1, email: 'a@example.org', name: 'Ada', language: null },
            ...{ session: 1, level: 1, authenticatedAt: 0, secondFactorDue: false },
            caller: { kind: 'user', id: 1, rights: 'r', grants: grantsOfRoles(['reader']) },
          },
        }
      },
    },
  })
})
after(() => doors[Symbol.asyncDispose]())

const who = async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<string> =>
  (await doors.ask(path, { headers: { cookie, ...headers } })).text

test('T12: a sibling’s page gets nothing as the visitor who is signed in: no script, no frame, no fetch', async () => {
  assert.match(await who('/api/records/1.0/search/'), /Ada/)
  const before = looked
  for (const site of ['same-site', 'cross-site', 'new-value'])
    for (const [mode, dest] of [
      ['no-cors', 'script'],
      ['cors', 'empty'],
      ['navigate', 'iframe'],
      ['no-cors', 'image'],
    ] as const) {
      const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest }
      assert.match(await who('/api/records/1.0/search/', headers), /nobody/, `${site} ${mode}`)
      assert.match(await who('/en/own/', headers), /nobody/, `${site} ${mode}`)
    }
  assert.equal(looked, before, 'the cookie is not even read')
})

test('T12: a script that calls back is nobody’s, whatever the browser says of where it is', async () => {
  for (const path of ['/api/records/1.0/search/?callback=f', '//api/records/1.0/search?%63allback=f'])
    assert.match(await who(path), /nobody/)
})

test('who follows a link, and the portal’s own page, come as themselves', async () => {
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  assert.match(await who('/en/own/', link), /Ada/)
  const own = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }
  assert.match(await who('/api/records/1.0/search/', own), /Ada/)
})
