import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { secretDigest } from '../../src/core/account/session-id.ts'
import { opened } from './opened.ts'
import { PASSWORD, signIn } from './opened-portals.ts'

export const signingInRows = (): void => {
  describe('signing in', () => {
    test('a page asks, the answer leads on, and pages know it', async () => {
      const user = await opened().user()
      const visitor = opened().visitor()
      const answer = await signIn(visitor, { email: user.email, password: PASSWORD }, '/en/explore/?q=oak')
      assert.deepEqual([answer.status, answer.location], [303, '/en/explore/?q=oak'])
      const page = await visitor.follow(answer)
      assert.match(page.text, /href="\/en\/account\/"/)
      assert.doesNotMatch(
        page.text,
        /Lovelace|example\.org/,
        'pages that are shared say nothing of their reader',
      )
      assert.match((await visitor.go('/en/account/')).text, /Ada Lovelace/)
    })

    test('S39: an unknown address and a wrong password get the same page', async () => {
      const user = await opened().user()
      const pages = []
      for (const email of [user.email, 'nobody@example.org']) {
        const { status, text } = await signIn(opened().visitor(), { email, password: 'wrong' })
        pages.push(`${status} ${text.replaceAll(email, '').replaceAll(/value="[^"]{45}"/g, '')}`)
      }
      assert.equal(pages[0], pages[1])
      assert.match(pages[0] ?? '', /^400 [\s\S]*aria-invalid="true"[\s\S]*aria-describedby="password-fault"/)
    })

    test('C02: the form without its cookie signs nobody in', async () => {
      const { email } = await opened().user()
      const visitor = opened().visitor()
      const csrfmiddlewaretoken = await visitor.tokenOn('/en/account/sign-in/')
      visitor.jar.clear()
      const answer = await visitor.post('/en/account/sign-in/', {
        csrfmiddlewaretoken,
        email,
        password: PASSWORD,
      })
      assert.equal(answer.status, 403)
      assert.deepEqual(answer.setCookies, [])
    })

    test('S33: “keep me signed in” makes the difference of Max-Age', async () => {
      const { email } = await opened().user()
      const session = async (more: Record<string, string>): Promise<string> => {
        const { setCookies } = await signIn(opened().visitor(), { email, password: PASSWORD, ...more })
        return setCookies.find(text => text.startsWith('sessionid=')) ?? ''
      }
      assert.doesNotMatch(await session({}), /Max-Age|Expires/i)
      const seconds = Number(/Max-Age=(\d+)/.exec(await session({ kept: 'yes' }))?.[1])
      assert.ok(seconds > 29 * 86_400 && seconds <= 30 * 86_400, String(seconds))
    })

    for (const next of [
      ...['http://example.com', 'http:///example.com', 'https://example.com', 'ftp://example.com'],
      ...['///example.com', '//example.com', 'javascript:alert(1)', '/\\example.com', ' //example.com'],
    ])
      test(`S34: next=${next} leads to the portal itself`, async () => {
        const { email } = await opened().user()
        const answer = await signIn(opened().visitor(), { email, password: PASSWORD, next })
        assert.deepEqual([answer.status, answer.location], [303, '/en/'])
      })

    for (const [next, expected] of [
      ['/view/?param=https://example.com', '/view/?param=https://example.com'],
      ['view/?param=//example.com', '/view/?param=//example.com'],
      ['OWN/', '/'],
      ['/url%20with%20spaces/', '/url%20with%20spaces/'],
    ] as const)
      test(`S35: next=${next} is honoured`, async () => {
        const { email } = await opened().user()
        const visitor = opened().visitor()
        const asked = next.replace('OWN', visitor.origin)
        const answer = await signIn(visitor, { email, password: PASSWORD, next: asked })
        assert.equal(answer.location, expected)
      })

    test('S03, S05: an identifier that was there before is dead afterwards, whoever put it there', async () => {
      const user = await opened().user()
      const visitor = await opened().signedIn(user)
      const before = visitor.sessionId
      visitor.jar.delete('csrftoken')
      await signIn(visitor, { email: user.email, password: PASSWORD })
      assert.notEqual(visitor.sessionId, before)
      const thief = opened().visitor()
      thief.jar.set('sessionid', before)
      assert.equal((await thief.go('/en/account/')).status, 303)
    })

    test('S04: Bob where Alice was: another session, nothing of hers', async () => {
      const [alice, bob] = [await opened().user({ name: 'Alice' }), await opened().user({ name: 'Bob' })]
      const visitor = await opened().signedIn(alice)
      const hers = visitor.sessionId
      await signIn(visitor, { email: bob.email, password: PASSWORD })
      assert.notEqual(visitor.sessionId, hers)
      const page = await visitor.go('/en/account/')
      assert.match(page.text, /Bob/)
      assert.doesNotMatch(page.text, /Alice/)
      visitor.jar.set('sessionid', hers)
      assert.equal((await visitor.go('/en/account/')).status, 303)
    })

    test('C43: a token from before signing in is no good afterwards', async () => {
      const user = await opened().user()
      const visitor = opened().visitor()
      const csrfmiddlewaretoken = await visitor.tokenOn('/en/account/sign-in/')
      await visitor.post('/en/account/sign-in/', {
        csrfmiddlewaretoken,
        email: user.email,
        password: PASSWORD,
      })
      await visitor.go('/en/account/')
      const answer = await visitor.post('/en/account/', { csrfmiddlewaretoken, name: 'Eve', language: '' })
      assert.equal(answer.status, 403)
    })

    test('C44: a token from before signing out is no good after signing in again', async () => {
      const user = await opened().user()
      const visitor = await opened().signedIn(user)
      const csrfmiddlewaretoken = await visitor.tokenOn('/en/account/')
      await visitor.submit('/en/account/sign-out/', {})
      await signIn(visitor, { email: user.email, password: PASSWORD })
      await visitor.go('/en/account/')
      assert.equal((await visitor.post('/en/account/', { csrfmiddlewaretoken, name: 'Eve' })).status, 403)
    })

    test('S27: what the database keeps opens nothing', async () => {
      const visitor = await opened().signedIn(await opened().user())
      const thief = opened().visitor()
      for (const value of [secretDigest(visitor.sessionId), secretDigest(visitor.sessionId).slice(0, 43)]) {
        thief.jar.set('sessionid', value)
        assert.equal((await thief.go('/en/account/')).status, 303)
      }
    })

    test('S23: what a session had a part in is its visitor’s alone', async () => {
      const visitor = await opened().signedIn(await opened().user())
      const dataset = '/api/explore/v2.1/catalog/datasets/plants'
      const answers = [
        ...[
          '/en/account/',
          '/en/',
          '/en/explore/dataset/plants/table/',
          '/api/explore/v2.1/catalog/datasets',
        ],
        ...[
          `${dataset}/records`,
          `${dataset}/facets`,
          `${dataset}/exports/csv`,
          `${dataset}/exports/parquet`,
        ],
        ...[
          '/api/explore/v2.0/catalog/datasets',
          '/api/records/1.0/search/?dataset=plants',
          `${dataset}/nothing`,
        ],
      ]
      for (const path of answers) {
        const { headers } = await visitor.go(path)
        assert.equal(headers['cache-control'], 'private, no-store', path)
        assert.match(headers.vary ?? '', /Cookie/, path)
      }
    })

    test('too many attempts: 429 with Retry-After, said in the form', async () => {
      const { email } = await opened().user()
      const visitor = opened().visitor()
      visitor.address = '203.0.113.77'
      let answer = await signIn(visitor, { email, password: 'wrong' })
      for (let i = 0; i < 6; i++) answer = await signIn(visitor, { email, password: 'wrong' })
      assert.equal(answer.status, 429)
      assert.match(answer.headers['retry-after'] ?? '', /^[1-9]\d*$/)
      assert.match(answer.text, /Too many attempts/)
    })
  })
}
