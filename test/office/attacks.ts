import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { NewUser } from '../../src/app/ports/account-store.ts'
import { OPEN_RULES } from '../../src/core/dataset/rules.ts'
import { type Answer, ask, type Visitor } from '../account/visitor.ts'
import { enter, opened, portalOf } from './opened.ts'

const OFFICE = '/en/office/'
const person = (id: number): string => `${OFFICE}people/${id}/`

type Fields = Readonly<Record<string, string>>

/** An act that is ready to be sent: its token is there, so that two can start at once. */
async function ready(visitor: Visitor, path: string, fields: Fields): Promise<() => Promise<Answer>> {
  const { token } = JSON.parse((await visitor.go('/api/csrf')).text)
  return () => visitor.post(path, { csrfmiddlewaretoken: token, ...fields })
}

const send = async (visitor: Visitor, path: string, fields: Fields): Promise<Answer> =>
  (await ready(visitor, path, fields))()

const stateOf = async ({ portalId, id }: { readonly portalId: number; readonly id: number }) =>
  (await opened().deployment.ports.accounts.findUser(portalId, id))?.state ?? 'gone'

/** How often two acts are let run against each other. */
const ROUNDS = 6

/** Two administrators who act on the same person at the same moment. */
async function atOnce(state: NewUser['state'], acts: readonly [string, string]) {
  const [one, two] = [await enter(['administrator']), await enter(['administrator'])]
  const ends: { readonly state: string; readonly said: readonly string[] }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const user = await opened().user({ state })
    const both = [
      await ready(one.visitor, person(user.id), { act: acts[0] }),
      await ready(two.visitor, person(user.id), { act: acts[1] }),
    ]
    const answers = await Promise.all((round % 2 === 0 ? both : both.toReversed()).map(act => act()))
    const said = answers.map(({ status, location }) =>
      status === 303 ? (/done=(\w+)/.exec(location)?.[1] ?? '') : String(status),
    )
    ends.push({ state: await stateOf(user), said })
  }
  return ends
}

export const officeAttackRows = (): void => {
  describe('two administrators at once', () => {
    test('who is suspended while they are approved stays out', async () => {
      for (const { state, said } of await atOnce('unapproved', ['approve', 'suspend']))
        assert.equal(state, 'suspended', said.join())
    })

    test('who is refused while they are approved is one or the other, and it is said', async () => {
      for (const { state, said } of await atOnce('unapproved', ['approve', 'refuse']))
        if (state === 'gone') assert.deepEqual(said.toSorted(), ['404', 'refused'])
        else assert.deepEqual([state, said], ['active', ['approved', 'approved']])
    })

    test('administrators who demote or remove each other leave one of them', async () => {
      const { accounts } = opened().deployment.ports
      for (const fields of [{ act: 'roles', role: 'reader' }, { act: 'remove' }, { act: 'suspend' }]) {
        const [one, two] = [
          await enter(['administrator'], { portal: 'other' }),
          await enter(['administrator'], { portal: 'other' }),
        ]
        const { portalId } = one.user
        const all = { search: null, state: 'active', offset: 0, limit: 100 } as const
        for (const { id } of (await accounts.listUsers(portalId, all)).users)
          if (id !== one.user.id && id !== two.user.id)
            await accounts.changeUser(portalId, id, { state: 'suspended' })
        await Promise.all(
          [
            await ready(one.visitor, person(two.user.id), fields),
            await ready(two.visitor, person(one.user.id), fields),
          ].map(act => act()),
        )
        assert.ok((await accounts.countActive(portalId, 'administrator')) > 0, fields.act)
      }
    })

    test('a right that is taken from a group does not come back with another change', async () => {
      const { groups } = opened().deployment.ports
      const { id } = await portalOf()
      const [one, two] = [await enter(['administrator']), await enter(['administrator'])]
      const path = `${OFFICE}groups/raced/`
      await send(one.visitor, `${OFFICE}groups/`, { slug: 'raced', name: 'Raced' })
      await send(one.visitor, path, { act: 'grant', dataset: 'plants', records: 'yes' })
      const [grant] = (await groups.findGroup(id, 'raced'))?.grants ?? []
      assert.ok(grant !== undefined)
      for (let round = 0; round < ROUNDS; round++) {
        await groups.changeGroup(id, 'raced', { grant })
        await groups.changeGroup(id, 'raced', { grant: { ...grant, dataset: 'da_gone' } })
        const both = [
          await ready(one.visitor, path, { act: 'withdraw', uid: grant.dataset }),
          await ready(two.visitor, path, { act: 'withdraw', uid: 'da_gone' }),
        ]
        await Promise.all(both.map(act => act()))
        assert.deepEqual((await groups.findGroup(id, 'raced'))?.grants, [])
      }
    })
  })

  describe('hostile input', () => {
    test('what no text can hold is the sender’s fault, and pages that are not there are empty', async () => {
      const { visitor } = await enter(['administrator'])
      await send(visitor, `${OFFICE}groups/`, { slug: 'hostile', name: 'Hostile' })
      const logged = opened().logged.length
      for (const path of [
        ...['people/?search=%00', 'people/?page=99999999999999999999', 'people/?page=9e99&state=__proto__'],
        ...['people/?search=%F0%9F%92%A9%ED%A0%80', 'groups/%00/', 'groups/__proto__/', 'people/2147483648/'],
      ]) {
        const { status } = await visitor.go(OFFICE + path)
        assert.ok([200, 400, 404].includes(status), `${path} ${status}`)
      }
      for (const [path, fields] of [
        ['groups/hostile/', { act: 'add', email: '\u0000' }],
        ['groups/hostile/', { act: 'grant', dataset: '\u0000', records: 'yes' }],
        ['groups/hostile/', { act: 'grant', dataset: 'plants', records: 'yes', where: '\u0000' }],
        ['groups/hostile/', { act: 'grant', dataset: 'plants', records: 'yes', where: '('.repeat(50_000) }],
        ['groups/hostile/', { act: '__proto__' }],
        ['groups/', { slug: '\u0000', name: 'x' }],
        ['keys/', { act: 'make', name: '\u0000' }],
        ['keys/', { act: 'make', name: 'k', dataset: '\u0000' }],
      ] as const) {
        const { status } = await send(visitor, OFFICE + path, fields)
        assert.ok([400, 404].includes(status), `${JSON.stringify(fields).slice(0, 80)} ${status}`)
      }
      assert.deepEqual(
        opened()
          .logged.slice(logged)
          .filter(line => line.startsWith('request_failed')),
        [],
      )
    })

    test('an address that nobody can tell from another is not invited', async () => {
      const { visitor } = await enter(['administrator'])
      const mails = opened().mails.length
      for (const email of [
        '\u202egro.elpmaxe@nimda',
        'admin\u200b@example.org',
        'a@example.org\nbcc:b@c.org',
      ]) {
        const answer = await send(visitor, `${OFFICE}people/`, { email, name: 'X', role: 'reader' })
        assert.equal(answer.status, 400)
        assert.match(answer.text, /href="#email"/)
      }
      assert.equal(opened().mails.length, mails)
    })

    test('a key without a readable end is not made: only an empty field is no end', async () => {
      const { visitor } = await enter(['administrator'])
      const { keys } = opened().deployment.ports
      const { id } = await portalOf()
      const before = (await keys.listKeys(id)).length
      for (const days of ['a month', '30d', '1e3', '-5', '٣٠', '9'.repeat(30)]) {
        const answer = await send(visitor, `${OFFICE}keys/`, { act: 'make', name: 'k', days })
        assert.equal(answer.status, 400, days)
        assert.match(answer.text, /href="#days"/)
      }
      assert.equal((await keys.listKeys(id)).length, before)
      await send(visitor, `${OFFICE}keys/`, { act: 'make', name: 'k', days: ' 30 ' })
      const made = (await keys.listKeys(id)).at(-1)
      const left = Date.parse(made?.expiresAt ?? '') - Date.now()
      assert.ok(Math.abs(left - 30 * 86_400_000) < 3_600_000, String(made?.expiresAt))
    })

    test('markup is text in every field, page and language; what nobody sees in a condition is shown', async () => {
      const { visitor } = await enter(['administrator'])
      const evil = '"><img src=x onerror=alert(1)>\u202e</title><script>'
      const { id } = await opened().user({ name: evil })
      await send(visitor, `${OFFICE}groups/`, { slug: 'marked', name: evil, name_fr: evil, name_ar: evil })
      const where = 'kind = "<img src=x>\u202eeert"'
      await send(visitor, `${OFFICE}groups/marked/`, {
        act: 'grant',
        dataset: 'plants',
        records: 'yes',
        where,
      })
      await send(visitor, `${OFFICE}keys/`, { act: 'make', name: evil })
      const bad = await send(visitor, `${OFFICE}groups/marked/`, { act: 'grant', dataset: evil, where: evil })
      assert.doesNotMatch(bad.text, /<img src=x/)
      for (const language of ['en', 'fr', 'nl', 'de', 'ar'])
        for (const path of [
          '',
          'people/',
          `people/${id}/`,
          'groups/',
          'groups/marked/',
          'keys/',
          'events/',
        ]) {
          const query = new URLSearchParams({ search: evil, done: evil, state: evil, page: evil })
          const { status, text } = await visitor.go(`/${language}/office/${path}?${query}`)
          assert.equal(status, 200)
          assert.doesNotMatch(text, /<img src=x|<script>/, `${language} ${path}`)
          if (path === 'groups/marked/') assert.match(text, /<code>[^<]*&lt;img src=x(?:>|&gt;)\ufffdeert/)
        }
    })

    test('fields that a form does not have change nothing', async () => {
      const { visitor } = await enter(['administrator'])
      const fields = {
        ...{ email: 'assigned@example.org', name: 'A', role: 'toString', state: 'suspended', password: 'x' },
        ...{ id: '1', portalId: '2', portal_id: '2', roles: '["administrator"]', rightsEpoch: '9' },
      }
      assert.equal((await send(visitor, `${OFFICE}people/`, fields)).status, 303)
      const portal = await portalOf()
      const { accounts } = opened().deployment.ports
      const made = await accounts.findUserByEmail(portal.id, 'assigned@example.org')
      assert.deepEqual(
        [made?.portalId, made?.state, made?.roles, made?.password, made?.rightsEpoch],
        [portal.id, 'active', [], null, 1],
      )
    })
  })

  describe('rights that end', () => {
    test('S32: who is kept out comes in again only by somebody who has just proved who they are', async () => {
      const { visitor } = await enter(['administrator'])
      const fallen = await opened().user({ state: 'suspended', roles: ['administrator'] })
      const standing = await opened().user({ roles: ['administrator'] })
      opened().clock.ahead += 16 * 60_000
      try {
        for (const [{ id }, act] of [
          [fallen, 'resume'],
          [standing, 'suspend'],
        ] as const) {
          const { status, location } = await send(visitor, person(id), { act })
          assert.equal(status, 303)
          assert.match(location, /^\/en\/account\/verify\//, act)
        }
      } finally {
        opened().clock.ahead -= 16 * 60_000
      }
      assert.deepEqual([await stateOf(fallen), await stateOf(standing)], ['suspended', 'active'])
    })

    test('a key of a person ends with the person, and shrinks with their rights', async () => {
      const { visitor } = await enter(['administrator'])
      const { application, site } = opened()
      await application.saveRules('open', 'plants', { ...OPEN_RULES, visibility: 'restricted' })
      try {
        for (const fields of [{ act: 'roles' }, { act: 'suspend' }, { act: 'remove' }]) {
          const { user, visitor: reader } = await enter(['reader'])
          const page = await reader.submit('/en/account/keys/new/', { name: 'own', days: '30' })
          const key = /\b([0-9a-f]{56})\b/.exec(page.text)?.[1] ?? ''
          const status = async () => {
            const path = '/api/explore/v2.1/catalog/datasets/plants/records'
            const headers = { authorization: `Apikey ${key}` }
            return (await ask(site, path, { host: 'open.localhost', headers })).status
          }
          await until(async () => (await status()) === 200)
          assert.equal((await send(visitor, person(user.id), fields)).status, 303)
          await until(async () => [401, 404].includes(await status()))
        }
      } finally {
        await application.saveRules('open', 'plants', OPEN_RULES)
      }
    })
  })
}

async function until(test: () => Promise<boolean>): Promise<void> {
  const started = performance.now()
  while (!(await test())) {
    assert.ok(performance.now() - started < 4000, 'it did not come true in time')
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
