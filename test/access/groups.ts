import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addGroup,
  addMember,
  type GroupAccess,
  grantToGroup,
  removeGroup,
  removeMember,
} from '../../src/app/account/groups.ts'
import { sessionDesk } from '../../src/app/account/session-desk.ts'
import { findPortal } from '../../src/app/catalog/published-datasets.ts'
import { makeKey } from '../../src/app/permission/manage-keys.ts'
import type { StoredUser } from '../../src/app/ports/account-store.ts'
import type { StoredPortal } from '../../src/app/ports/catalog-store.ts'
import type { RoleName } from '../../src/core/account/roles.ts'
import { guarded, type Members, read, send, until } from './ask-guarded.ts'
import { allDoors } from './doors.ts'
import { CLOSED, OPEN, ROOT, type Sent } from './guarded.ts'

const STAFF = `${ROOT}/datasets/staff`

/** Somebody with a session. */
interface Entered {
  readonly user: StoredUser
  readonly portal: StoredPortal
  readonly sent: Sent
}

let made = 0

/** Somebody of a portal, signed in to it. */
async function enter(slug: string, roles: readonly RoleName[] = []): Promise<Entered> {
  const { ports } = guarded().deployment
  const portal = await findPortal(ports, slug)
  const user = await ports.accounts.addUser(
    {
      ...{ portalId: portal.id, email: `member${++made}@example.org`, name: 'Mia', language: null },
      ...{ state: 'active', password: null, roles },
    },
    new Date(),
  )
  const host = slug === 'open' ? OPEN : CLOSED
  const { id } = await sessionDesk(ports).start(
    { portal, host },
    { ...{ user, level: 1, kept: false, label: '', presented: null } },
  )
  return { user, portal, sent: { host, headers: { cookie: `sessionid=${id}` } } }
}

const group = (slug: string) => ({ actor: 'operator' as const, slug })

/** A group of the portal that sees this of `staff`. */
async function makeGroup(
  portal: StoredPortal,
  slug: string,
  { roles = [], ...access }: Partial<GroupAccess> & { readonly roles?: readonly RoleName[] },
): Promise<void> {
  const { ports } = guarded().deployment
  await addGroup(ports, portal, { ...group(slug), name: { en: slug }, roles })
  if (Object.keys(access).length > 0)
    await grantToGroup(ports, portal, {
      ...group(slug),
      access: { ...{ dataset: 'staff', records: true, where: null, fields: null }, ...access },
    })
}

const join = (portal: StoredPortal, slug: string, { email }: StoredUser): Promise<void> =>
  addMember(guarded().deployment.ports, portal, { ...group(slug), email })

const statusOf = async (path: string, { sent }: Entered): Promise<number> => (await send(path, sent)).status

/** The session's cookie that an answer sets; null when it sets none. */
function renewed(headers: Readonly<Record<string, unknown>>): string | null {
  const set = headers['set-cookie']
  const cookies = Array.isArray(set) ? set.map(String) : []
  return cookies.map(one => /^sessionid=([\w-]{43});/.exec(one)?.[1]).find(one => one !== undefined) ?? null
}

/** What members of groups see: at every door, from one request to the next. */
export function groupRows(): void {
  let north: Entered
  let outsider: Entered

  test('a restricted dataset is made readable for a group', async () => {
    north = await enter('open')
    outsider = await enter('open')
    await makeGroup(north.portal, 'north', {
      where: 'region = "north"',
      fields: ['person_id', 'name', 'region'],
    })
    assert.equal(await statusOf(STAFF, north), 404)
    await join(north.portal, 'north', north.user)
    assert.equal(await statusOf(STAFF, north), 200)
    assert.equal(await statusOf(STAFF, outsider), 404)
    assert.equal((await send(STAFF)).status, 404)
  })

  test('every door: rows and fields of a group, nothing else; for who is not in it, no trace', async () => {
    let answered = 0
    for (const door of (await allDoors()).filter(one => one.includes(':id'))) {
      const path = door.replace(':id', 'staff')
      const { status, text } = await send(path, north.sent)
      if (status === 200) answered++
      assert.doesNotMatch(text, /\b(?:Cleo|Dan|Eve|salary|secret|alpha|beta)\b/, `${door} ${status}`)
      assert.equal(await statusOf(path, outsider), 404, door)
    }
    assert.ok(answered > 15, String(answered))
  })

  const FAMILIES: readonly [family: string, path: string, seen: RegExp][] = [
    ['records', `${STAFF}/records`, /"total_count":\s*2/],
    ['aggregates', `${STAFF}/records?select=count(*)%20as%20n&limit=1`, /"n":\s*2/],
    ['facets', `${STAFF}/facets?facet=region`, /"name":\s*"north",\s*"count":\s*2/],
    ['exports', `${STAFF}/exports/csv`, /Ada;.*Ben;/s],
    ['catalogue', `${ROOT}/datasets?where=dataset_id%3D%22staff%22`, /"records_count":\s*2/],
    ['feeds', `${ROOT}/exports/rss`, /Title of staff/],
    ['dcat', `${ROOT}/exports/ttl`, /Title of staff/],
    ['pages', '/en/explore/dataset/staff/table/', /Ada/],
    ['version 1', '/api/records/1.0/search/?dataset=staff', /"nhits":\s*2/],
  ]
  for (const [family, path, seen] of FAMILIES)
    test(`${family}: a member sees what the group sees, others nothing of it`, async () => {
      const { status, text, headers } = await send(path, north.sent)
      assert.equal(status, 200, text)
      assert.match(text, seen)
      assert.doesNotMatch(text, /Cleo|Dan\b|Eve|salary/)
      assert.match(headers['cache-control'] ?? '', /private/)
      for (const sent of [outsider.sent, {}])
        assert.doesNotMatch((await send(path, sent)).text, /Ada|Title of staff/)
    })

  test('two groups: what one of them shows is shown; where no one window says it, less and never more', async () => {
    const { portal } = north
    await makeGroup(portal, 'south', { where: 'region = "south"', fields: ['person_id', 'name', 'region'] })
    await makeGroup(portal, 'names', { fields: ['name'] })
    const both = await enter('open')
    await join(portal, 'north', both.user)
    await join(portal, 'south', both.user)
    const page = await read<Members>(`${STAFF}/records?order_by=name&select=name,region`, both.sent)
    assert.deepEqual(page.results, [
      { name: 'Ada', region: 'north' },
      { name: 'Ben', region: 'north' },
      { name: 'Cleo', region: 'south' },
      { name: 'Dan', region: 'south' },
    ])
    await join(portal, 'names', both.user)
    const all = await read<Members>(`${STAFF}/records?order_by=name&limit=1`, both.sent)
    assert.deepEqual([all.total_count, all.results], [5, [{ name: 'Ada' }]])
    assert.equal((await send(`${STAFF}/records?select=region`, both.sent)).status, 400)
  })

  test('S29: who is taken out of a group sees nothing of it at the next request', async () => {
    const { portal } = north
    const member = await enter('open')
    await join(portal, 'north', member.user)
    assert.equal(await statusOf(`${STAFF}/records`, member), 200)
    await removeMember(guarded().deployment.ports, portal, { ...group('north'), id: member.user.id })
    assert.equal(await statusOf(`${STAFF}/records`, member), 404)
  })

  test('S29: a group that is removed opens nothing at the next request', async () => {
    const { portal } = north
    const member = await enter('open')
    await makeGroup(portal, 'brief', { where: null })
    await join(portal, 'brief', member.user)
    assert.equal(await statusOf(`${STAFF}/records`, member), 200)
    await removeGroup(guarded().deployment.ports, portal, group('brief'))
    assert.equal(await statusOf(`${STAFF}/records`, member), 404)
  })

  test('S30: who joins a group with a role gets a new identifier with the role; the old one ends', async () => {
    const { ports } = guarded().deployment
    const member = await enter('closed')
    assert.equal(await statusOf(ROOT, member), 401)
    await makeGroup(member.portal, 'readers', { roles: ['reader'] })
    await join(member.portal, 'readers', member.user)
    const first = await send(`${ROOT}/datasets`, member.sent)
    assert.equal(first.status, 200)
    const id = renewed(first.headers)
    assert.ok(id !== null, 'a new identifier')
    const sent = { ...member.sent, headers: { cookie: `sessionid=${id}` } }
    const second = await send(`${ROOT}/datasets`, sent)
    assert.deepEqual([second.status, renewed(second.headers)], [200, null])
    await removeMember(ports, member.portal, { ...group('readers'), id: member.user.id })
    assert.equal((await send(`${ROOT}/datasets`, sent)).status, 401)
  })

  test('T01: somebody of one portal is nobody on another, and unharmed at home', async () => {
    const there = await send(`${ROOT}/datasets`, { ...north.sent, host: CLOSED })
    assert.equal(there.status, 401)
    assert.match(String(there.headers['set-cookie']), /^sessionid=;.*Max-Age=0/)
    assert.equal(await statusOf(STAFF, north), 200)
  })

  test('a person’s key opens what their groups open, and no longer than those do', async () => {
    const { ports } = guarded().deployment
    const member = await enter('open')
    await join(member.portal, 'north', member.user)
    const { key } = await makeKey(ports, member.portal, {
      ...{ name: 'mine', datasets: null, where: null, fields: null, expiresAt: null, callsPerDay: null },
      userId: member.user.id,
    })
    const names = async () => (await send(`${STAFF}/records`, { key })).text
    await until(async () => /Ada/.test(await names()))
    assert.doesNotMatch(await names(), /Cleo|Dan/)
    await removeMember(ports, member.portal, { ...group('north'), id: member.user.id })
    await until(async () => !/Ada/.test(await names()))
  })
}
