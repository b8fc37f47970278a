import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { suspend } from '../../src/app/account/people.ts'
import { findPortal } from '../../src/app/catalog/published-datasets.ts'
import { deploymentAccounts } from '../../src/main/deployment-accounts.ts'
import { opened } from './opened.ts'
import { HOUR, MINUTE, PASSWORD, signIn } from './opened-portals.ts'
import type { Answer, Visitor } from './visitor.ts'

const ALIAS = 'alias.localhost'
const HOSTS = '/en/account/hosts/'
const ARRIVE = '/en/account/hosts/arrive/'
const ARRIVED = '/en/account/hosts/arrived/'

const codeIn = ({ text }: Pick<Answer, 'text'>): string =>
  /name="code" value="([\w-]{43})"/.exec(text)?.[1] ?? ''

/** Presses the button of the account page: the page that leads to the other host. */
async function leave(visitor: Visitor, host = ALIAS): Promise<Answer> {
  const csrfmiddlewaretoken = await visitor.tokenOn('/en/account/')
  return visitor.post(HOSTS, { csrfmiddlewaretoken, host })
}

/** Sends a form from a page of another host, as a browser does: without the cookies of `Lax`. */
function sendOver(visitor: Visitor, code: string, more: Readonly<Record<string, string>> = {}) {
  const from = visitor.origin
  const over = opened().visitor()
  over.host = ALIAS
  return over.post(ARRIVE, { code }, { origin: from, 'sec-fetch-site': 'cross-site', ...more })
}

/** Says on the other host's page that it is them. */
function confirm(visitor: Visitor, code: string, fields: Readonly<Record<string, string>> = {}) {
  visitor.host = ALIAS
  return visitor.post(ARRIVED, { code, ...fields }, { 'sec-fetch-site': 'same-origin' })
}

/** All of it. */
async function move(visitor: Visitor): Promise<Answer> {
  return confirm(visitor, codeIn(await sendOver(visitor, codeIn(await leave(visitor)))))
}

const events = (reason: string): number =>
  opened().logged.filter(line => line.startsWith('security') && line.includes(`"${reason}"`)).length

/** Runs it: refused with 403, without any cookie, and counted once for this reason. */
async function refused(reason: string, attempt: () => Promise<Answer>): Promise<void> {
  const before = events(reason)
  const { status, setCookies, text } = await attempt()
  assert.deepEqual([status, setCookies.filter(cookie => !/Max-Age=0/.test(cookie))], [403, []], text)
  assert.equal(events(reason), before + 1, reason)
}

/** Somebody signed in at the portal's first host. */
async function begun(more: Parameters<ReturnType<typeof opened>['user']>[0] = {}) {
  const user = await opened().user(more)
  return { user, visitor: await opened().signedIn(user) }
}

type Begun = Awaited<ReturnType<typeof begun>>

/** What may happen between the steps, and what the next one is refused for. */
const ENDINGS: readonly (readonly [reason: string, happens: (one: Begun) => Promise<unknown>])[] = [
  [
    'move_ended',
    async ({ user: { id } }) => {
      const portal = await findPortal(opened().deployment.ports, 'open')
      await suspend(deploymentAccounts(opened().deployment), portal, { actor: 'operator', id })
    },
  ],
  ['move_ended', ({ user }) => opened().deployment.ports.sessions.endAllOf(user.portalId, user.id)],
  ['move_unknown', ({ visitor }) => visitor.submit('/en/account/sign-out/', {}, 'Sign out')],
]

const ownSessions = async ({ portalId, id }: { readonly portalId: number; readonly id: number }) =>
  opened().deployment.ports.sessions.listOf(portalId, id)

export const hostRows = (): void => {
  describe('moving between hosts of a portal', () => {
    test('I7: a button, a code in the body of a form, a word on the other host: signed in there as well', async () => {
      const { user, visitor } = await begun({ name: 'Ada Moves' })
      assert.match((await visitor.go('/en/account/')).text, /Continue on alias\.localhost/)
      const leaving = await leave(visitor)
      assert.equal(leaving.status, 200)
      assert.match(leaving.headers['cache-control'] ?? '', /private, no-store/)
      const code = codeIn(leaving)
      const { port } = opened().site
      assert.match(
        leaving.text,
        new RegExp(`<form class="form" method="post" action="http://${ALIAS}:${port}${ARRIVE}"`),
      )
      const form = /<form class="form"[\s\S]*?<\/form>/.exec(leaving.text)?.[0] ?? ''
      assert.doesNotMatch(form, /csrfmiddlewaretoken/, 'the other host learns no token of this one')
      const arrival = await sendOver(visitor, code)
      assert.equal(arrival.status, 200, arrival.text)
      assert.match(arrival.text, /Ada Moves[\s\S]*open\.localhost|open\.localhost[\s\S]*Ada Moves/)
      assert.match(arrival.text, new RegExp(user.email))
      assert.deepEqual(arrival.setCookies, [], 'nobody is signed in, nothing is planted')
      const first = visitor.sessionId
      const done = await confirm(visitor, codeIn(arrival))
      assert.deepEqual([done.status, done.location], [303, '/en/account/?done=moved'])
      assert.notEqual(visitor.sessionId, first)
      assert.match((await visitor.follow(done)).text, /signed in here as well[\s\S]*Ada Moves|Ada Moves/)
      visitor.host = 'open.localhost'
      assert.equal((await visitor.go('/en/account/')).status, 200, 'and still where they came from')
      assert.deepEqual((await ownSessions(user)).map(({ host }) => host).sort(), [ALIAS, 'open.localhost'])
      assert.match((await visitor.go('/en/account/sessions/')).text, /<bdi>alias\.localhost/)
    })

    test('I7: the page allows its form to lead to that one host, and no other page does', async () => {
      const { visitor } = await begun()
      const { port } = opened().site
      const policy = ({ headers }: Answer) => String(headers['content-security-policy'])
      assert.match(policy(await leave(visitor)), new RegExp(`form-action 'self' http://${ALIAS}:${port};`))
      for (const path of ['/en/account/', '/en/', '/en/account/sign-in/'])
        assert.match(policy(await visitor.go(path)), /form-action 'self';/)
      assert.match(policy(await sendOver(visitor, codeIn(await leave(visitor)))), /form-action 'self';/)
    })

    test('I7: no code is in an address or in the log', async () => {
      const { visitor } = await begun()
      const leaving = await leave(visitor)
      const arrival = await sendOver(visitor, codeIn(leaving))
      await confirm(visitor, codeIn(arrival))
      const all = opened().logged.join('\n')
      for (const code of [codeIn(leaving), codeIn(arrival)]) {
        assert.equal(code.length, 43)
        assert.ok(!all.includes(code))
      }
      assert.deepEqual([leaving.location, arrival.location], ['', ''])
    })

    test('I7: nobody is led to a host of another portal, or of nobody', async () => {
      const { visitor } = await begun()
      for (const host of ['other.localhost', 'open.localhost', 'evil.test', '', 'alias.localhost:1']) {
        const before = events('move_host_foreign')
        assert.equal((await leave(visitor, host)).status, 404, host)
        assert.equal(events('move_host_foreign'), before + 1)
      }
      assert.doesNotMatch(
        (
          await (
            await opened().signedIn(await opened().user({ portal: 'other' }), 'other')
          ).go('/en/account/')
        ).text,
        /Continue on/,
      )
    })

    test('I7: a code works once, and so does the word', async () => {
      const { visitor } = await begun()
      const code = codeIn(await leave(visitor))
      const arrival = codeIn(await sendOver(visitor, code))
      await refused('move_unknown', () => sendOver(visitor, code))
      assert.equal((await confirm(visitor, arrival)).status, 303)
      visitor.jar.clear()
      await refused('move_unknown', () => confirm(visitor, arrival))
    })

    test('I7: a code is good for half a minute, the word for two', async () => {
      const { visitor } = await begun()
      const code = codeIn(await leave(visitor))
      opened().clock.ahead += 31_000
      await refused('move_late', () => sendOver(visitor, code))
      const arrival = codeIn(await sendOver(visitor, codeIn(await leave(visitor))))
      opened().clock.ahead += 121_000
      await refused('move_late', () => confirm(visitor, arrival))
      opened().clock.ahead -= 152_000
    })

    test('I7: a newer code ends the earlier one', async () => {
      const { visitor } = await begun()
      const [first, second] = [codeIn(await leave(visitor)), codeIn(await leave(visitor))]
      await refused('move_unknown', () => sendOver(visitor, first))
      assert.equal((await sendOver(visitor, second)).status, 200)
    })

    test('I7: a code for one host is none at another, and is used up by the attempt', async () => {
      const { visitor } = await begun()
      const code = codeIn(await leave(visitor))
      const back = opened().visitor()
      await refused('move_host', () =>
        back.post(ARRIVE, { code }, { origin: visitor.origin.replace('open.', 'alias.') }),
      )
      await refused('move_unknown', () => sendOver(visitor, code))
    })

    test('I7: a code of one portal is none at another', async () => {
      const { visitor } = await begun()
      const code = codeIn(await leave(visitor))
      const twin = opened().visitor('twin')
      const origin = `http://twin-alias.localhost:${opened().site.port}`
      await refused('move_portal', () => twin.post(ARRIVE, { code }, { origin }))
    })

    test('I7: a code is sent by the page that it was made on: the first host, not a third one', async () => {
      const { visitor } = await begun()
      const code = codeIn(await leave(visitor))
      await refused('move_origin', () =>
        sendOver(visitor, code, { origin: visitor.origin.replace('open.', 'third.') }),
      )
    })

    test('I7, C17, C18, C33: whatever is no page of the portal’s other hosts is turned away before the code is looked at', async () => {
      const { visitor } = await begun()
      const code = codeIn(await leave(visitor))
      const own = visitor.origin.replace('open.', 'alias.')
      for (const [reason, headers] of [
        ['foreign_origin', { origin: 'https://evil.test' }],
        ['foreign_origin', { origin: 'null' }],
        ['foreign_origin', { origin: own }],
        ['foreign_origin', { origin: visitor.origin.replace('http:', 'https:') }],
        ['foreign_origin', { origin: `http://other.localhost:${opened().site.port}` }],
        ['foreign_origin', { origin: visitor.origin.replace(/:\d+$/, ':1') }],
        ['foreign_fetch_site', { 'sec-fetch-site': 'same-origin' }],
        ['foreign_fetch_site', { 'sec-fetch-site': 'none' }],
        ['foreign_fetch_site', { 'sec-fetch-site': 'odd' }],
      ] as const)
        await refused(reason, () => sendOver(visitor, code, headers))
      assert.equal((await sendOver(visitor, code)).status, 200, 'the code is still good')
    })

    test('I7, C02: the word is said on a page of that host: nobody else’s page signs anybody in', async () => {
      const { visitor } = await begun()
      const victim = opened().visitor()
      victim.host = ALIAS
      const code = codeIn(await sendOver(visitor, codeIn(await leave(visitor))))
      for (const headers of [
        { origin: 'https://evil.test' },
        { origin: visitor.origin, 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
      ]) {
        const answer = await victim.post(ARRIVED, { code }, headers)
        assert.deepEqual([answer.status, answer.setCookies], [403, []])
      }
      assert.equal(victim.sessionId, '')
    })

    test('I7: the first code does not stand for the word, nor the word for the first code', async () => {
      const { visitor } = await begun()
      const code = codeIn(await leave(visitor))
      await refused('move_stage', () => confirm(visitor, code))
      visitor.host = 'open.localhost'
      const arrival = codeIn(await sendOver(visitor, codeIn(await leave(visitor))))
      await refused('move_stage', () => sendOver(visitor, arrival))
    })

    test('I7: what is no code is counted, and no fault', async () => {
      const { visitor } = await begun()
      for (const code of ['', 'x', 'A'.repeat(43), '../../etc/passwd', 'ö'.repeat(43)])
        await refused('move_unknown', () => sendOver(visitor, code))
    })

    test('I7: who was suspended in between, or ended the session, arrives nowhere', async () => {
      for (const stage of ['code', 'arrival'] as const)
        for (const [reason, happens] of ENDINGS) {
          const one = await begun()
          const code = codeIn(await leave(one.visitor))
          const arrival = stage === 'arrival' ? codeIn(await sendOver(one.visitor, code)) : ''
          await happens(one)
          await refused(reason, () =>
            stage === 'code' ? sendOver(one.visitor, code) : confirm(one.visitor, arrival),
          )
        }
    })

    test('I7, S06: another password in between: the code is no good any more', async () => {
      for (const stage of ['code', 'arrival'] as const) {
        const { user, visitor } = await begun()
        const elsewhere = await opened().signedIn(user)
        const code = codeIn(await leave(visitor))
        const arrival = stage === 'arrival' ? codeIn(await sendOver(visitor, code)) : ''
        const done = await elsewhere.submit('/en/account/password/', {
          password: 'violin umbrella 77 tractor',
        })
        assert.equal(done.status, 303)
        await refused('move_ended', () =>
          stage === 'code' ? sendOver(visitor, code) : confirm(visitor, arrival),
        )
      }
    })

    test('I7: a session of somebody else there is asked about, and ends only when it is said', async () => {
      const { visitor } = await begun({ name: 'Ada Comes' })
      const bob = await opened().user({ name: 'Bob Here' })
      visitor.host = ALIAS
      assert.equal((await signIn(visitor, { email: bob.email, password: PASSWORD })).status, 303)
      const bobs = visitor.sessionId
      visitor.host = 'open.localhost'
      const asked = await move(visitor)
      assert.equal(asked.status, 200)
      assert.match(asked.text, new RegExp(`signed in here as ${bob.email}`))
      assert.equal(visitor.sessionId, bobs)
      assert.match((await visitor.go('/en/account/')).text, /Bob Here/)
      const done = await confirm(visitor, codeIn(asked), { replace: 'yes' })
      assert.equal(done.status, 303)
      assert.match((await visitor.go('/en/account/')).text, /Ada Comes/)
      const late = opened().visitor()
      late.host = ALIAS
      late.jar.set('sessionid', bobs)
      assert.equal(
        (await late.go('/en/account/')).status,
        303,
        'Bob’s session is over, not only out of sight',
      )
    })

    test('I7: who is there already as themselves goes on as they are', async () => {
      const { user, visitor } = await begun()
      await move(visitor)
      const there = visitor.sessionId
      visitor.host = 'open.localhost'
      const again = await move(visitor)
      assert.deepEqual([again.status, again.location], [303, '/en/account/'])
      assert.equal(visitor.sessionId, there)
      assert.equal((await ownSessions(user)).length, 2)
    })

    test('I7, S32: a move proves nothing anew: sensitive acts ask over there as they would have here', async () => {
      const { visitor } = await begun()
      opened().clock.ahead += 16 * MINUTE
      await move(visitor)
      assert.match((await visitor.go('/en/account/password/')).location, /\/verify\//)
      opened().clock.ahead -= 16 * MINUTE
    })

    test('I7, S15: however often somebody moves, the session ends when the first one would have', async () => {
      const { user, visitor } = await begun()
      const [first] = await ownSessions(user)
      opened().clock.ahead += 10 * HOUR
      await move(visitor)
      const [there] = (await ownSessions(user)).filter(({ host }) => host === ALIAS)
      assert.equal(there?.absoluteExpiry, first?.absoluteExpiry)
      assert.equal(there?.authenticatedAt, first?.authenticatedAt)
      assert.equal(there?.level, first?.level)
      opened().clock.ahead -= 10 * HOUR
    })

    test('I7: a look at any of its addresses changes nothing and leads to the account', async () => {
      const { visitor } = await begun()
      for (const path of [HOSTS, ARRIVE, ARRIVED]) {
        const answer = await visitor.go(path)
        assert.deepEqual([answer.status, answer.location, answer.setCookies], [303, '/en/account/', []])
      }
    })

    test('I7, C03: leaving takes a token and somebody who is signed in', async () => {
      const { visitor } = await begun()
      assert.equal((await visitor.post(HOSTS, { host: ALIAS })).status, 403)
      const stranger = opened().visitor()
      const csrfmiddlewaretoken = await stranger.tokenOn('/en/account/sign-in/')
      const answer = await stranger.post(HOSTS, { csrfmiddlewaretoken, host: ALIAS })
      assert.match(answer.location, /sign-in/)
    })
  })
}
