import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { opened } from './opened.ts'

export const signingOutRows = (): void => {
  describe('signing out', () => {
    test('S08, S09: the session is dead, its cookies are taken back as they were set', async () => {
      const visitor = await opened().signedIn(await opened().user())
      const id = visitor.sessionId
      const answer = await visitor.submit('/en/account/sign-out/', {})
      assert.deepEqual([answer.status, answer.location], [303, '/en/account/signed-out/'])
      assert.deepEqual(answer.setCookies.toSorted(), [
        'csrftoken=; Max-Age=0; Path=/; SameSite=Lax',
        'sessionid=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
      ])
      assert.match(answer.headers['cache-control'] ?? '', /no-store/)
      assert.equal(answer.headers['clear-site-data'], '"cache", "storage"')
      assert.match((await visitor.follow(answer)).text, /You are signed out/)
      visitor.jar.set('sessionid', id)
      const replay = await visitor.go('/en/account/')
      assert.match(replay.location, /^\/en\/account\/sign-in\//)
      assert.match(replay.setCookies.join(), /sessionid=; Max-Age=0/)
    })

    test('S10: nobody signs out: no Set-Cookie', async () => {
      const visitor = opened().visitor()
      const csrfmiddlewaretoken = await visitor.tokenOn('/en/account/sign-in/')
      const answer = await visitor.post('/en/account/sign-out/', { csrfmiddlewaretoken })
      assert.equal(answer.status, 303)
      assert.deepEqual(answer.setCookies, [])
    })

    test('C63: neither a link, an image nor a foreign page signs anybody out', async () => {
      const visitor = await opened().signedIn(await opened().user())
      const page = await visitor.go('/en/account/sign-out/', { headers: { 'sec-fetch-dest': 'image' } })
      assert.match(page.text, /<form/)
      const csrfmiddlewaretoken = await visitor.tokenOn('/en/account/sign-out/')
      const foreign = await visitor.post(
        '/en/account/sign-out/',
        { csrfmiddlewaretoken },
        { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      )
      assert.equal(foreign.status, 403)
      assert.deepEqual(foreign.setCookies, [])
      assert.equal((await visitor.go('/en/account/')).status, 200)
    })

    test('S11: a form sent after signing out elsewhere changes nothing and brings nobody back', async () => {
      const user = await opened().user()
      const visitor = await opened().signedIn(user)
      const csrfmiddlewaretoken = await visitor.tokenOn('/en/account/')
      const late = new Map(visitor.jar)
      await visitor.submit('/en/account/sign-out/', {})
      for (const [name, value] of late) visitor.jar.set(name, value)
      const answer = await visitor.post('/en/account/', { csrfmiddlewaretoken, name: 'Eve', language: '' })
      assert.notEqual(answer.status, 200)
      assert.equal(visitor.sessionId, '')
      const { accounts } = opened().deployment.ports
      assert.equal((await accounts.findUser(user.portalId, user.id))?.name, 'Ada Lovelace')
    })
  })
}
