import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { StoredUser } from '../../src/app/ports/account-store.ts'
import type { OfficeWeb } from '../../src/http/web/office/overview.tsx'
import { officePages } from '../../src/http/web/office/rows.ts'
import { linkIn } from '../account/opened-portals.ts'
import { type Answer, ask, type Site, type Visitor } from '../account/visitor.ts'
import { enter, opened, portalOf } from './opened.ts'

/** The rows, made of nothing: what they work with is asked for by their handlers alone. */
const { routes, actions } = officePages({} as unknown as OfficeWeb)

const filledIn = (path: string): string =>
  path.replace(':lang', 'en').replace(':id', '1').replace(':slug', 'north')

const OFFICE = '/en/office/'
const people = (id: number | string = ''): string => `${OFFICE}people/${id === '' ? '' : `${id}/`}`

/** What the page of an act says was done. */
async function done(visitor: Visitor, answer: Answer): Promise<string> {
  assert.equal(answer.status, 303, answer.text)
  const page = await visitor.follow(answer)
  return /<p class="done" role="status">([^<]*)</.exec(page.text)?.[1] ?? ''
}

/** Leaves somebody as the only one of a portal who may sign in. */
async function suspendOthers({ portalId, id }: StoredUser): Promise<void> {
  const { accounts } = opened().deployment.ports
  const { users } = await accounts.listUsers(portalId, {
    search: null,
    state: 'active',
    offset: 0,
    limit: 100,
  })
  for (const other of users)
    if (other.id !== id) await accounts.changeUser(portalId, other.id, { state: 'suspended' })
}

const faults = ({ text }: Answer): string => /<div class="faults"[\s\S]*?<\/div>/.exec(text)?.[0] ?? ''

export const backOfficeRows = (): void => {
  describe('rows of the back office', () => {
    test('every row names what it needs, and proves where it comes from', () => {
      assert.ok(routes.length >= 9 && actions.length >= 5)
      for (const row of [...routes, ...actions]) {
        assert.ok(row.needs === 'portal.manage' || row.needs === 'users.manage', row.name)
        assert.ok(row.path.startsWith('/:lang/office/'), row.path)
        assert.notEqual(row.anyone, true, row.name)
      }
      for (const action of actions) assert.equal(action.guard, 'token', action.name)
    })

    test('nobody is sent to sign in and back; nothing is said', async () => {
      for (const { path } of routes) {
        const { status, location, text } = await opened().visitor().go(filledIn(path))
        assert.deepEqual(
          [status, location, text],
          [303, `/en/account/sign-in/?${new URLSearchParams({ next: filledIn(path) })}`, ''],
        )
      }
      for (const { path } of actions) {
        const visitor = opened().visitor()
        const csrfmiddlewaretoken = await visitor.tokenOn('/en/account/sign-in/')
        const { status, location } = await visitor.post(filledIn(path), { csrfmiddlewaretoken })
        assert.deepEqual([status, location], [303, '/en/account/sign-in/?next=%2Fen%2F'], path)
      }
    })

    for (const role of ['reader', 'editor'] as const)
      test(`every row refuses ${role}s`, async () => {
        const { visitor } = await enter([role])
        for (const { path } of routes) assert.equal((await visitor.go(filledIn(path))).status, 403, path)
        const { token } = JSON.parse((await visitor.go('/api/csrf')).text)
        for (const { path } of actions) {
          const answer = await visitor.post(filledIn(path), { csrfmiddlewaretoken: token, act: 'remove' })
          assert.equal(answer.status, 403, path)
        }
      })

    test('administrators of another portal are nobody here, by page and by act', async () => {
      const { visitor } = await enter(['administrator'], { portal: 'other' })
      const [session, { token }] = [visitor.sessionId, JSON.parse((await visitor.go('/api/csrf')).text)]
      const csrf = visitor.jar.get('csrftoken') ?? ''
      visitor.host = 'open.localhost'
      for (const { path } of routes) {
        visitor.jar.set('sessionid', session)
        assert.equal((await visitor.go(filledIn(path))).status, 303, path)
      }
      for (const { path } of actions) {
        visitor.jar.set('sessionid', session)
        visitor.jar.set('csrftoken', csrf)
        const answer = await visitor.post(filledIn(path), { csrfmiddlewaretoken: token, act: 'remove' })
        assert.equal(answer.status, 403, path)
      }
    })

    test('a key opens no page of it, whatever it may', async () => {
      const { key } = await opened().application.addKey({
        ...{
          portal: 'open',
          name: 'k',
          datasets: null,
          where: null,
          fields: null,
          expires: null,
          callsPerDay: null,
        },
      })
      const site: Site = opened().site
      for (const { path } of routes) {
        const sent = { host: 'open.localhost', headers: { authorization: `Apikey ${key}` } }
        let status = 401
        for (let i = 0; i < 50 && status === 401; i++) status = (await ask(site, filledIn(path), sent)).status
        assert.equal(status, 403, path)
      }
    })

    test('administrators come in; what they get is theirs alone', async () => {
      const { visitor, user } = await enter(['administrator'])
      for (const { path } of routes) {
        const { status, headers, text } = await visitor.go(filledIn(path).replace('/1/', `/${user.id}/`))
        assert.ok(status === 200 || (status === 404 && path.includes(':slug')), `${path} ${status} ${text}`)
        assert.match(headers['cache-control'] ?? '', /private, no-store|no-store/, path)
        assert.doesNotMatch(text, /<script(?![^>]* src=)|style="|onclick/, path)
      }
    })

    test('C03: no act without a token', async () => {
      const { visitor } = await enter(['administrator'])
      for (const { path } of actions)
        assert.equal((await visitor.post(filledIn(path), { act: 'remove' })).status, 403)
    })

    test('S32: sensitive acts sixteen minutes after the last proof ask for a new one', async () => {
      const { visitor } = await enter(['administrator'])
      const { user } = await enter(['reader'])
      opened().clock.ahead += 16 * 60_000
      try {
        for (const [path, fields] of [
          [people(user.id), { act: 'roles', role: 'editor' }],
          [people(user.id), { act: 'remove' }],
          [people(), { email: 'x@example.org', name: 'X' }],
          [`${OFFICE}groups/`, { slug: 'late', name: 'Late' }],
          [`${OFFICE}keys/`, { act: 'make', name: 'late' }],
        ] as const) {
          const answer = await visitor.submit(path, fields)
          assert.equal(answer.status, 303, path)
          assert.match(answer.location, /^\/en\/account\/verify\/\?next=%2Fen%2Foffice%2F/, path)
        }
      } finally {
        opened().clock.ahead -= 16 * 60_000
      }
      const { ports } = opened().deployment
      assert.deepEqual((await ports.accounts.findUser(user.portalId, user.id))?.roles, ['reader'])
    })
  })

  describe('people', () => {
    test('somebody is found by a part of name or address, and by state', async () => {
      const { visitor } = await enter(['administrator'])
      await opened().user({ name: 'Grace Hopper', state: 'suspended' })
      const found = await visitor.go(`${people()}?search=hopp&state=suspended`)
      assert.match(found.text, /Grace Hopper/)
      assert.doesNotMatch((await visitor.go(`${people()}?search=hopp&state=active`)).text, /Grace Hopper/)
      assert.match(
        (await visitor.go(`${people()}?search=${'%25'.repeat(3)}<b>&page=-1`)).text,
        /Nobody was found/,
      )
    })

    test('names of people are texts, never markup', async () => {
      const { visitor } = await enter(['administrator'])
      const { id } = await opened().user({ name: '<img src=x onerror=alert(1)>' })
      for (const path of [people(), people(id)]) {
        const { text } = await visitor.go(path)
        assert.doesNotMatch(text, /<img src=x/, path)
      }
    })

    test('an invitation is mailed; its link leads to choosing a password', async () => {
      const { visitor } = await enter(['administrator'])
      const email = 'invited@example.org'
      const answer = await visitor.submit(people(), { email, name: 'Inga', role: 'editor' }, 'name="email"')
      assert.equal(await done(visitor, answer), 'The invitation is on its way.')
      const mail = opened().mails.find(({ to }) => String(to).includes(email))
      assert.match(linkIn(mail), /\/account\/welcome\//)
      const again = await visitor.submit(people(), { email, name: 'Inga' }, 'name="email"')
      assert.equal(again.status, 409)
      assert.match(faults(again), /href="#email"/)
      assert.match(again.text, /value="invited@example.org"/)
    })

    test('who waits is approved, or refused and gone', async () => {
      const { visitor } = await enter(['administrator'])
      const [yes, no] = [
        await opened().user({ state: 'unapproved' }),
        await opened().user({ state: 'unapproved' }),
      ]
      assert.match((await visitor.go(OFFICE)).text, /wait for approval/)
      assert.equal(
        await done(visitor, await visitor.submit(people(yes.id), { act: 'approve' })),
        'The account is open now.',
      )
      assert.match(await done(visitor, await visitor.submit(people(no.id), { act: 'refuse' })), /refused/)
      const { accounts } = opened().deployment.ports
      assert.equal((await accounts.findUser(yes.portalId, yes.id))?.state, 'active')
      assert.equal(await accounts.findUser(no.portalId, no.id), null)
    })

    test('S29: a role that is taken away opens nothing at the next request', async () => {
      const { visitor } = await enter(['administrator'])
      const other = await enter(['administrator'])
      assert.equal((await other.visitor.go(OFFICE)).status, 200)
      const answer = await visitor.submit(people(other.user.id), { act: 'roles', role: 'reader' })
      assert.equal(await done(visitor, answer), 'The roles were changed.')
      assert.equal((await other.visitor.go(OFFICE)).status, 403)
    })

    test('S30: who gains a role gets a new identifier at the next request', async () => {
      const { visitor } = await enter(['administrator'])
      const other = await enter(['reader'])
      const before = other.visitor.sessionId
      await visitor.submit(people(other.user.id), { act: 'roles', role: 'administrator' })
      assert.equal((await other.visitor.go(OFFICE)).status, 200)
      assert.notEqual(other.visitor.sessionId, before)
    })

    test('S28: who is suspended or signed out is nobody at the next request', async () => {
      const { visitor } = await enter(['administrator'])
      for (const act of ['suspend', 'sign_out']) {
        const other = await enter(['reader'])
        await visitor.submit(people(other.user.id), { act })
        assert.equal((await other.visitor.go('/en/account/')).status, 303, act)
        assert.equal(other.visitor.sessionId, '', act)
      }
    })

    test('the last administrator stays: neither role, nor account, nor access is taken from them', async () => {
      const { visitor, user } = await enter(['administrator'], { portal: 'other' })
      await suspendOthers(user)
      for (const fields of [{ act: 'roles', role: 'reader' }, { act: 'suspend' }, { act: 'remove' }]) {
        const answer = await visitor.submit(people(user.id), fields)
        assert.equal(answer.status, 409, JSON.stringify(fields))
        assert.match(faults(answer), /administrator/i)
      }
      assert.equal((await visitor.go(OFFICE)).status, 200)
    })

    test('somebody of another portal is not there', async () => {
      const { visitor } = await enter(['administrator'])
      const { user } = await enter(['reader'], { portal: 'other' })
      assert.equal((await visitor.go(people(user.id))).status, 404)
      const { token } = JSON.parse((await visitor.go('/api/csrf')).text)
      for (const act of ['remove', 'suspend', 'roles', 'sign_out', 'approve', 'invite'])
        assert.equal(
          (await visitor.post(people(user.id), { csrfmiddlewaretoken: token, act })).status,
          404,
          act,
        )
      for (const odd of ['abc', '-1', '1.5', '9'.repeat(20)])
        assert.equal((await visitor.go(people(odd))).status, 404, odd)
      assert.equal((await visitor.submit(people(user.id), { act: 'toString' })).status, 403)
    })
  })

  describe('groups in the back office', () => {
    test('a group is made, filled, given a dataset and taken away', async () => {
      const { visitor } = await enter(['administrator'])
      const member = await opened().user({ name: 'Mem Ber' })
      const made = await visitor.submit(`${OFFICE}groups/`, { slug: 'crew', name: 'Crew', name_fr: 'Équipe' })
      assert.equal(made.location, '/en/office/groups/crew/?done=saved')
      const path = `${OFFICE}groups/crew/`
      assert.equal(
        await done(visitor, await visitor.submit(path, { act: 'add', email: member.email })),
        'Saved.',
      )
      const grant = {
        act: 'grant',
        dataset: 'plants',
        records: 'yes',
        where: 'kind = "tree"',
        fields: 'name, kind',
      }
      assert.equal(await done(visitor, await visitor.submit(path, grant)), 'Saved.')
      const { text } = await visitor.go(path)
      assert.match(text, /Mem Ber/)
      assert.match(text, /kind = &quot;tree&quot;|kind = "tree"/)
      assert.match((await visitor.go('/fr/office/groups/')).text, /Équipe/)
      const { ports } = opened().deployment
      const portal = await portalOf()
      const [group] = await ports.groups.groupsOf(portal.id, member.id)
      assert.deepEqual(group?.grants[0]?.fields, ['name', 'kind'])
      await visitor.submit(path, { act: 'withdraw', uid: group?.grants[0]?.dataset ?? '' })
      await visitor.submit(path, { act: 'take_out', member: String(member.id) })
      assert.deepEqual(await ports.groups.groupsOf(portal.id, member.id), [])
      assert.match(await done(visitor, await visitor.submit(path, { act: 'remove' })), /gone/)
      assert.equal((await visitor.go(path)).status, 404)
    })

    test('what does not fit is said beside its field', async () => {
      const { visitor } = await enter(['administrator'])
      const path = `${OFFICE}groups/`
      await visitor.submit(path, { slug: 'fit', name: 'Fit' })
      for (const [at, fields, field] of [
        [path, { slug: 'Not Good', name: 'X' }, 'slug'],
        [path, { slug: 'fit', name: 'X' }, 'slug'],
        [path, { slug: 'nameless', name: ' ' }, 'name'],
        [`${path}fit/`, { act: 'add', email: 'nobody@example.org' }, 'email'],
        [`${path}fit/`, { act: 'grant', dataset: 'nothing', records: 'yes' }, 'dataset'],
        [`${path}fit/`, { act: 'grant', dataset: 'plants', records: 'yes', fields: 'salary' }, 'fields'],
        [
          `${path}fit/`,
          { act: 'grant', dataset: 'plants', records: 'yes', where: 'x = 1) or (1 = 1' },
          'where',
        ],
      ] as const) {
        const answer = await visitor.submit(at, fields)
        assert.ok(answer.status >= 400 && answer.status < 500, `${JSON.stringify(fields)} ${answer.status}`)
        assert.match(faults(answer), new RegExp(`href="#${field}"`), JSON.stringify(fields))
        assert.match(
          answer.text,
          new RegExp(`id="${field}"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="${field}"`),
        )
      }
    })
  })

  describe('keys, services, events, providers', () => {
    test('a key is shown once, opens what it names, and nothing once it was revoked', async () => {
      const { visitor } = await enter(['administrator'])
      const path = `${OFFICE}keys/`
      const made = await visitor.submit(path, { act: 'make', name: 'Harvester', days: '30' }, 'name="days"')
      assert.equal(made.status, 200)
      const key = /<code>([0-9a-f]{56})<\/code>/.exec(made.text)?.[1] ?? ''
      const list = await visitor.go(path)
      assert.ok(!list.text.includes(key))
      assert.match(list.text, /Harvester/)
      const id = /name="key" value="(\d+)"/.exec(list.text)?.[1] ?? ''
      assert.match(
        await done(visitor, await visitor.submit(path, { act: 'revoke', key: id })),
        /opens nothing/,
      )
      assert.doesNotMatch(opened().logged.join('\n'), new RegExp(key))
    })

    test('what only tells takes no act', async () => {
      const { visitor } = await enter(['administrator'])
      for (const page of ['services', 'events', 'providers', ''])
        assert.equal((await visitor.post(`${OFFICE}${page === '' ? '' : `${page}/`}`, {})).status, 405, page)
      assert.match((await visitor.go(`${OFFICE}services/`)).text, /No banner: nothing needs consent/)
      const { text } = await visitor.go(`${OFFICE}providers/`)
      assert.match(text, /\/account\/oidc\/town\/callback/)
      assert.doesNotMatch(text, /OIDC_TEST_SECRET|a secret of the tests/)
    })

    test('security events are counted by reason', async () => {
      await opened().visitor().post('/en/account/sign-in/', {}, { origin: 'https://evil.test' })
      const { visitor } = await enter(['administrator'])
      assert.match((await visitor.go(`${OFFICE}events/`)).text, /<code>foreign_[a-z_]+<\/code>/)
      const neighbour = await enter(['administrator'], { portal: 'other' })
      const { status, text } = await neighbour.visitor.go(`${OFFICE}events/`)
      assert.equal(status, 200)
      assert.doesNotMatch(text, /<code>foreign_/, 'what happens to a portal is no business of its neighbours')
    })

    test('who has rights there finds the way to it on every page, and nobody else', async () => {
      const [admin, reader] = [await enter(['administrator']), await enter(['reader'])]
      for (const path of ['/en/', '/en/explore/']) {
        assert.match((await admin.visitor.go(path)).text, /href="\/en\/office\/"/, path)
        for (const visitor of [reader.visitor, opened().visitor()])
          assert.doesNotMatch((await visitor.go(path)).text, /\/office\//, path)
      }
    })
  })
}
