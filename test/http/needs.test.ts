import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { grantsOfRoles, type RoleName } from '../../src/core/account/roles.ts'
import { html, json } from '../../src/http/reply.ts'
import type { ActionRoute, Route } from '../../src/http/route.ts'
import { csrfRoute } from '../../src/http/visitor/csrf-route.ts'
import { openSmallDoors, type SmallDoors } from './small-doors.ts'

let handled = 0
const page = (path: string, rest: Partial<Route> = {}): Route => ({
  ...{ name: path, path, surface: 'page', needs: 'users.manage' },
  handle: () => html(`page ${++handled}`),
  ...rest,
})
const act = (path: string, rest: Partial<ActionRoute> = {}): ActionRoute => ({
  ...{ name: `${path} act`, path, method: 'POST', surface: 'page', needs: 'users.manage' },
  ...{ guard: 'token', takes: 'form' },
  handle: () => html(`act ${++handled}`),
  ...rest,
})

const ID: Readonly<Record<RoleName, string>> = {
  administrator: 'A'.repeat(43),
  editor: 'E'.repeat(43),
  reader: 'R'.repeat(43),
}

let doors: SmallDoors
before(async () => {
  doors = await openSmallDoors({
    routes: [
      page('/:lang/office/people/'),
      page('/api/office/people', { surface: 'data', handle: () => json({ n: ++handled }) }),
      csrfRoute,
    ],
    actions: [
      act('/:lang/office/people/'),
      act('/api/office/people', { surface: 'data', takes: 'json', handle: () => json({ n: ++handled }) }),
    ],
    sessions: {
      find: async (_place, id) => {
        const role = (['administrator', 'editor', 'reader'] as const).find(one => ID[one] === id)
        if (role === undefined) return { state: 'none', reason: 'unknown' }
        return {
          ...{ state: 'live', renewedId: null, keptSeconds: null, held: null, formerHash: null },
          signedIn: {
            user: { id: 1, email: 'a@example.org', name: 'Ada', language: null },
            ...{ session: 1, level: 1, authenticatedAt: 0, secondFactorDue: false },
            caller: { kind: 'user', id: 1, rights: role, grants: grantsOfRoles([role]) },
          },
        }
      },
    },
  })
})
after(() => doors[Symbol.asyncDispose]())

const as = (role: RoleName | null): Record<string, string> =>
  role === null ? {} : { cookie: `sessionid=${ID[role]}` }

test('a page sends nobody in particular to sign in and back; nothing is done', async () => {
  const before = handled
  const answer = await doors.ask('/fr/office/people/?state=active&page=2')
  assert.equal(answer.status, 303)
  const next = encodeURIComponent('/fr/office/people/?state=active&page=2')
  assert.equal(answer.headers.location, `/fr/account/sign-in/?next=${next}`)
  assert.equal(answer.headers['cache-control'], 'private, no-store')
  assert.equal(handled, before)
})

test('an address of another host is not where sign-in leads', async () => {
  const { headers } = await doors.ask('//evil.test/office/people/')
  assert.doesNotMatch(headers.location ?? '', /^\/\/|^https?:/)
})

for (const role of ['reader', 'editor'] as const)
  test(`a page refuses ${role}s, who lack what it needs`, async () => {
    const before = handled
    const answer = await doors.ask('/fr/office/people/', { headers: as(role) })
    assert.deepEqual([answer.status, handled], [403, before])
  })

test('data answers 401 to nobody in particular, 403 to who lacks what it needs', async () => {
  const before = handled
  assert.equal((await doors.ask('/api/office/people')).status, 401)
  assert.equal((await doors.ask('/api/office/people', { headers: as('reader') })).status, 403)
  assert.equal(handled, before)
})

test('who holds the permission comes in, and the answer is theirs alone', async () => {
  for (const path of ['/fr/office/people/', '/api/office/people']) {
    const before = handled
    const answers = [
      await doors.ask(path, { headers: as('administrator') }),
      await doors.ask(path, { headers: as('administrator') }),
    ]
    for (const { status, headers } of answers) {
      assert.equal(status, 200)
      assert.equal(headers['cache-control'], 'private, no-store')
      assert.match(headers.vary ?? '', /\bCookie\b/)
    }
    assert.equal(handled, before + 2, 'nothing is kept')
  }
})

async function tokenFor(role: RoleName | null): Promise<Record<string, string>> {
  const { text, headers } = await doors.ask('/api/csrf', { headers: as(role) })
  const token: unknown = Object.values(JSON.parse(text)).find(one => typeof one === 'string')
  const cookie = (headers['set-cookie'] ?? []).map(one => one.split(';', 1)[0])
  const session = role === null ? [] : [`sessionid=${ID[role]}`]
  return { cookie: [...cookie, ...session].join('; '), 'x-csrftoken': String(token), origin: doors.origin }
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

for (const [role, status] of [
  [null, 303],
  ['reader', 403],
  ['editor', 403],
  ['administrator', 200],
] as const)
  test(`an act with a good token by ${role ?? 'nobody'} answers ${status}`, async () => {
    const before = handled
    const headers = { ...(await tokenFor(role)), ...FORM }
    const answer = await doors.ask('/fr/office/people/', { method: 'POST', headers, body: 'a=1' })
    assert.equal(answer.status, status)
    if (status === 303) assert.equal(answer.headers.location, '/fr/account/sign-in/?next=%2Ffr%2F')
    assert.equal(handled - before, status === 200 ? 1 : 0)
  })

test('an act of an administrator without a token is refused like anybody else’s', async () => {
  const headers = { ...as('administrator'), ...FORM, origin: doors.origin }
  assert.equal((await doors.ask('/fr/office/people/', { method: 'POST', headers, body: 'a=1' })).status, 403)
})
