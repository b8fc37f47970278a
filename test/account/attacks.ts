import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { opened } from './opened.ts'
import { DAY, MINUTE, PASSWORD, signIn } from './opened-portals.ts'

const random = (): string => randomBytes(32).toString('base64url')

export const attackRows = (): void => {
  describe('sessions under attack', () => {
    test('S01: an unknown identifier: nobody, its cookie cleared, no row', async () => {
      const visitor = opened().visitor()
      const id = random()
      visitor.jar.set('sessionid', id)
      const answer = await visitor.go('/en/')
      assert.equal(answer.status, 200)
      assert.match(answer.setCookies.join(), /sessionid=; Max-Age=0/)
      visitor.jar.set('sessionid', id)
      assert.equal((await visitor.go('/en/account/')).status, 303)
    })

    for (const id of ['1', 'x'.repeat(1240), 'a/b/c', 'a\\b\\c'])
      test(`S02: ${id.slice(0, 12)} as identifier: nobody, cleared, no fault`, async () => {
        const visitor = opened().visitor()
        visitor.jar.set('sessionid', id)
        const answer = await visitor.go('/en/')
        assert.equal(answer.status, 200)
        assert.match(answer.setCookies.join(), /sessionid=; Max-Age=0/)
      })

    test('S24: an identifier in the address, the body or another header signs nobody in', async () => {
      const { sessionId } = await opened().signedIn(await opened().user())
      const stranger = opened().visitor()
      const ways = [
        stranger.go(`/en/account/?sessionid=${sessionId}`),
        stranger.go('/en/account/', { headers: { 'x-session-id': sessionId, sessionid: sessionId } }),
        stranger.post('/en/account/', { sessionid: sessionId, name: 'Eve' }),
      ]
      for (const { status } of await Promise.all(ways)) assert.ok(status === 303 || status === 403)
    })

    test('S25: two identifiers: nobody, and counted', async () => {
      const visitor = await opened().signedIn(await opened().user())
      const cookie = `sessionid=${visitor.sessionId}; sessionid=${random()}`
      const answer = await opened().visitor().go('/en/account/', { headers: { cookie } })
      assert.equal(answer.status, 303)
      assert.ok(opened().logged.some(line => line.includes('session_doubled')))
    })

    test('S20: whoever only reads gets no cookie', async () => {
      for (const path of ['/', '/en/', '/en/explore/dataset/plants/', '/api/explore/v2.1/catalog/datasets'])
        assert.deepEqual((await opened().visitor().go(path)).setCookies, [], path)
    })

    test('S40: 1,000 random identifiers a minute: held up, counted, and a neighbour goes on', async () => {
      const neighbour = await opened().signedIn(await opened().user())
      neighbour.address = '203.0.113.99'
      await neighbour.go('/en/account/')
      const thief = opened().visitor()
      thief.address = '203.0.113.99'
      const before = opened().logged.filter(line => line.includes('session_unknown')).length
      const statuses: number[] = []
      for (let i = 0; i < 100; i++) {
        const tries = Array.from({ length: 10 }, () =>
          thief.go('/healthz-not/', { headers: { cookie: `sessionid=${random()}` } }),
        )
        statuses.push(...(await Promise.all(tries)).map(({ status }) => status))
      }
      const looked = opened().logged.filter(line => line.includes('session_unknown')).length - before
      assert.ok(looked < 200, `${looked} were looked up`)
      // the pace lets one and a half a second through again
      assert.ok(statuses.slice(-700).filter(status => status !== 429).length < 30)
      assert.ok(opened().logged.some(line => line.includes('session_guessing')))
      assert.equal((await neighbour.go('/en/account/')).status, 200)
      opened().clock.ahead += MINUTE
      assert.notEqual((await thief.go('/en/', { headers: { cookie: `sessionid=${random()}` } })).status, 429)
      opened().clock.ahead -= MINUTE
    })

    test('T01, T04: a session of one portal is none on another, and goes on at its own', async () => {
      const visitor = await opened().signedIn(await opened().user())
      const other = opened().visitor('other')
      other.jar.set('sessionid', visitor.sessionId)
      const answer = await other.go('/en/account/')
      assert.equal(answer.status, 303)
      assert.match(answer.setCookies.join(), /sessionid=; Max-Age=0/)
      assert.equal((await visitor.go('/en/account/')).status, 200)
    })

    test('T02: nor under another host of the same portal', async () => {
      const visitor = await opened().signedIn(await opened().user())
      const { sessionId } = visitor
      visitor.host = 'alias.localhost'
      visitor.jar.set('sessionid', sessionId)
      assert.equal((await visitor.go('/en/account/')).status, 303)
    })

    test('T03: two of which one is a neighbour’s: nobody, no takeover', async () => {
      const visitor = await opened().signedIn(await opened().user())
      const attacker = await opened().signedIn(await opened().user())
      for (const pair of [
        [visitor, attacker],
        [attacker, visitor],
      ]) {
        const cookie = pair.map(({ sessionId }) => `sessionid=${sessionId}`).join('; ')
        assert.equal((await opened().visitor().go('/en/account/', { headers: { cookie } })).status, 303)
      }
      assert.equal((await visitor.go('/en/account/')).status, 200)
    })

    test('S19: looking at pages opens no session', async () => {
      const user = await opened().user()
      const visitor = await opened().signedIn(user)
      const count = async () =>
        (await opened().deployment.ports.sessions.listOf(user.portalId, user.id)).length
      for (const path of ['/en/', '/en/account/', '/en/account/sessions/']) await visitor.go(path)
      assert.equal(await count(), 1)
    })

    test('T12: a script with a callback says what it says to nobody in particular', async () => {
      const path = '/api/records/1.0/search/?dataset=plants&callback=take'
      const visitor = await opened().signedIn(await opened().user())
      const said = await opened().visitor().go(path)
      assert.match(said.text, /^\/\*\*\/take\(/)
      assert.equal((await visitor.go(path)).text, said.text)
    })

    test('S31, C50: a form that was open while the session was renewed elsewhere is accepted, also much later', async () => {
      const visitor = await opened().signedIn(await opened().user())
      const form = {
        csrfmiddlewaretoken: await visitor.tokenOn('/en/account/'),
        name: 'Renewed Name',
        language: '',
      }
      const before = visitor.sessionId
      opened().clock.ahead += DAY
      await visitor.go('/en/account/sessions/')
      assert.notEqual(visitor.sessionId, before)
      opened().clock.ahead += 10 * MINUTE
      const answer = await visitor.post('/en/account/', form)
      assert.deepEqual([answer.status, answer.location], [303, '/en/account/?done=profile'])
      opened().clock.ahead -= DAY + 10 * MINUTE
    })

    test('S31: a page full of requests with an identifier that was replayed is one event', async () => {
      const visitor = await opened().signedIn(await opened().user())
      const before = visitor.sessionId
      opened().clock.ahead += DAY
      await visitor.go('/en/')
      opened().clock.ahead += 2 * MINUTE
      const told = () => opened().logged.filter(line => /session_(?:replayed|unknown)/.test(line)).length
      const count = told()
      const cookie = `sessionid=${before}`
      await Promise.all(
        Array.from({ length: 6 }, () => opened().visitor().go('/en/', { headers: { cookie } })),
      )
      await opened().visitor().go('/en/', { headers: { cookie } })
      assert.ok(told() - count <= 2 && told() > count, `${told() - count} events`)
      opened().clock.ahead -= DAY + 2 * MINUTE
    })

    test('S26: no log holds an identifier, a token, an address or a password', async () => {
      const { email } = await opened().user()
      const visitor = opened().visitor()
      await signIn(visitor, { email, password: 'wrong password 11' })
      await signIn(visitor, { email, password: PASSWORD })
      const token = await visitor.tokenOn('/en/account/')
      const all = opened().logged.join('\n')
      for (const secret of [visitor.sessionId, token, email, PASSWORD, 'wrong password 11', '192.0.2.1'])
        assert.ok(!all.includes(secret))
    })
  })

  describe('a private portal', () => {
    test('leads to sign-in, and after it to what was asked for', async () => {
      const user = await opened().user({ portal: 'closed', roles: ['reader'] })
      const visitor = opened().visitor('closed')
      const turned = await visitor.go('/en/explore/?q=oak')
      assert.equal(turned.location, '/en/account/sign-in/?next=%2Fen%2Fexplore%2F%3Fq%3Doak')
      const inside = await visitor.submit(turned.location, { email: user.email, password: PASSWORD })
      assert.equal(inside.location, '/en/explore/?q=oak')
      assert.equal((await visitor.go(inside.location)).status, 200)
    })

    test('whoever has an account without the right to enter is told so, and sent round in no circle', async () => {
      const user = await opened().user({ portal: 'closed' })
      const visitor = await opened().signedIn(user, 'closed')
      const answer = await visitor.go('/en/explore/')
      assert.equal(answer.status, 401)
      assert.match(answer.text, /href="\/en\/account\/"/)
      assert.equal((await visitor.go('/en/account/')).status, 200)
    })
  })
}
