import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { firstAdministratorLink } from '../../src/app/account/first-administrator.ts'
import { findPortal } from '../../src/app/catalog/published-datasets.ts'
import { deploymentAccounts } from '../../src/main/deployment-accounts.ts'
import { opened, until } from './opened.ts'
import { linkIn, PASSWORD, signIn } from './opened-portals.ts'
import { ask } from './visitor.ts'

const NEW = 'tractor umbrella violin 47'

/** The next mail to an address, once it was sent. */
async function mailTo(email: string, known = 0) {
  const found = () => opened().mails.filter(({ to }) => to === email)[known]
  await until(() => found() !== undefined)
  return found()
}

export const linkRows = (): void => {
  describe('links of mails', () => {
    test('sign-up: a form, a mail, a password, and one is in', async () => {
      const visitor = opened().visitor()
      const email = 'new@example.org'
      const sent = await visitor.submit('/en/account/sign-up/', { email, name: 'New Person' })
      assert.deepEqual([sent.status, sent.location], [303, '/en/account/sent/?for=sign-up'])
      const landed = await visitor.go(linkIn(await mailTo(email)))
      assert.deepEqual([landed.status, landed.location], [303, '/en/account/confirm/'])
      assert.match((await visitor.go('/en/account/confirm/')).text, /new@example\.org/)
      const weak = await visitor.submit('/en/account/confirm/', { password: 'password12' })
      assert.equal(weak.status, 400)
      assert.match(weak.text, /id="password-fault"/)
      const done = await visitor.submit('/en/account/confirm/', { password: NEW })
      assert.equal(done.status, 303)
      assert.match((await visitor.go('/en/account/')).text, /New Person/)
    })

    test('S39: a known address is answered as an unknown one, at sign-up and at a reset', async () => {
      const { email } = await opened().user()
      for (const path of ['/en/account/sign-up/', '/en/account/forgotten/']) {
        const answers = []
        for (const address of [email, 'nobody-at-all@example.org']) {
          const { status, location, text } = await opened()
            .visitor()
            .submit(path, { email: address, name: 'X' })
          answers.push(`${status} ${location} ${text}`)
        }
        assert.equal(answers[0], answers[1], path)
      }
      assert.ok(
        !opened().mails.some(({ to, text }) => to === 'nobody-at-all@example.org' && /reset/.test(text)),
      )
    })

    test('S38, S07: the token leaves the address; a link works once; sessions elsewhere end', async () => {
      const user = await opened().user()
      const elsewhere = await opened().signedIn(user)
      const visitor = opened().visitor()
      await visitor.submit('/en/account/forgotten/', { email: user.email })
      const link = linkIn(await mailTo(user.email))
      const landed = await visitor.go(link)
      assert.deepEqual([landed.status, landed.location], [303, '/en/account/reset/'])
      assert.match(landed.headers['cache-control'] ?? '', /private, no-store/)
      const done = await visitor.submit('/en/account/reset/', { password: NEW })
      assert.equal(done.status, 303)
      assert.equal((await visitor.go('/en/account/')).status, 200)
      assert.match((await elsewhere.go('/en/account/')).location, /sign-in/)
      const again = await opened().visitor().go(link)
      assert.equal(again.status, 410)
      assert.deepEqual(again.setCookies, [])
      assert.equal((await signIn(opened().visitor(), { email: user.email, password: PASSWORD })).status, 400)
      assert.equal((await signIn(opened().visitor(), { email: user.email, password: NEW })).status, 303)
    })

    test('S37: a poisoned host gets no mail sent, and no host but the portal’s gets into a link', async () => {
      const { email } = await opened().user()
      const before = opened().mails.length
      const body = new URLSearchParams({ email }).toString()
      for (const host of ['evil.example', 'open.localhost.evil.example']) {
        const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: `http://${host}` }
        const answer = await ask(opened().site, '/en/account/forgotten/', {
          ...{ method: 'POST', host, headers, body },
        })
        assert.equal(answer.status, 421)
      }
      assert.equal(opened().mails.length, before)
      const visitor = opened().visitor()
      visitor.host = 'alias.localhost'
      await visitor.submit('/en/account/forgotten/', { email })
      assert.match((await mailTo(email))?.text ?? '', /http:\/\/open\.localhost:\d+\/en\/account\/reset\//)
    })

    test('C64: a browser that only looks ahead opens no link', async () => {
      const user = await opened().user()
      const visitor = opened().visitor()
      await visitor.submit('/en/account/forgotten/', { email: user.email })
      const link = linkIn(await mailTo(user.email))
      const ahead = await visitor.go(link, { headers: { 'sec-purpose': 'prefetch;prerender' } })
      assert.deepEqual([ahead.status, ahead.setCookies], [503, []])
      assert.equal((await visitor.go(link)).status, 303)
    })

    test('looking at a link ends no session; the choice behind it does, and says so before', async () => {
      const [alice, bob] = [
        await opened().user({ name: 'Alice Stays' }),
        await opened().user({ name: 'Bob Comes' }),
      ]
      const visitor = await opened().signedIn(alice)
      const before = visitor.sessionId
      await opened().visitor().submit('/en/account/forgotten/', { email: bob.email })
      const landed = await visitor.go(linkIn(await mailTo(bob.email)))
      assert.deepEqual([landed.location, landed.setCookies], ['/en/account/reset/', []])
      assert.equal(visitor.sessionId, before)
      assert.match((await visitor.go('/en/account/')).text, /Alice Stays/)
      const page = await visitor.go('/en/account/reset/')
      assert.match(page.text, new RegExp(`signed in here as ${alice.email}[\\s\\S]*${bob.email}`))
      assert.equal((await visitor.submit('/en/account/reset/', { password: NEW })).status, 303)
      assert.match((await visitor.go('/en/account/')).text, /Bob Comes/)
      const late = opened().visitor()
      late.jar.set('sessionid', before)
      assert.equal((await late.go('/en/account/')).status, 303)
    })

    test('a link of one’s own, opened while signed in: no word of anybody else', async () => {
      const user = await opened().user()
      const visitor = await opened().signedIn(user)
      await opened().visitor().submit('/en/account/forgotten/', { email: user.email })
      await visitor.go(linkIn(await mailTo(user.email)))
      assert.doesNotMatch((await visitor.go('/en/account/reset/')).text, /That session ends/)
      assert.equal((await visitor.submit('/en/account/reset/', { password: NEW })).status, 303)
      assert.equal((await visitor.go('/en/account/')).status, 200)
    })

    test('whoever waits for approval behind a link: who is signed in here stays', async () => {
      const visitor = await opened().signedIn(await opened().user({ name: 'Alice Stays' }))
      const suspended = await opened().user({ state: 'suspended' })
      const refused = await signIn(visitor, { email: suspended.email, password: PASSWORD })
      assert.equal(refused.status, 403)
      assert.match((await visitor.go('/en/account/')).text, /Alice Stays/)
    })

    test('a link that is no good, or of another page, opens nothing and sets nothing', async () => {
      for (const path of ['confirm', 'reset', 'welcome', 'email'])
        for (const token of ['x', 'A'.repeat(43), '../../etc/passwd']) {
          const answer = await opened()
            .visitor()
            .go(`/en/account/${path}/?token=${encodeURIComponent(token)}`)
          assert.equal(answer.status, 410, path)
          assert.deepEqual(
            answer.setCookies.filter(text => text.startsWith('sessionid=')),
            [],
          )
        }
    })

    test('the first administrator says who they are, chooses a password and is in; the link is over', async () => {
      const portal = await findPortal(opened().deployment.ports, 'other')
      const link = await firstAdministratorLink(deploymentAccounts(opened().deployment), portal)
      const { pathname, search } = new URL(link ?? '')
      const visitor = opened().visitor('other')
      assert.equal((await visitor.go(`${pathname}${search}`)).location, '/en/account/welcome/')
      const fields = { name: 'Grace Hopper', email: 'grace@example.org', password: NEW }
      const faulty = await visitor.submit('/en/account/welcome/', { ...fields, email: 'grace' })
      assert.equal(faulty.status, 400)
      assert.match(faulty.text, /value="Grace Hopper"[\s\S]*id="email-fault"/)
      assert.doesNotMatch(faulty.text, new RegExp(NEW))
      assert.equal((await visitor.submit('/en/account/welcome/', fields)).status, 303)
      assert.match((await visitor.go('/en/account/')).text, /Grace Hopper/)
      assert.equal((await opened().visitor('other').go(`${pathname}${search}`)).status, 410)
    })

    test('a new e-mail address counts once its link is opened and confirmed', async () => {
      const user = await opened().user()
      const visitor = await opened().signedIn(user)
      const other = await opened().signedIn(user)
      const email = `moved-${user.email}`
      await visitor.submit('/en/account/change-email/', { email })
      const before = visitor.sessionId
      assert.equal((await visitor.go(linkIn(await mailTo(email)))).location, '/en/account/email/')
      assert.match((await visitor.go('/en/account/')).text, new RegExp(`<bdi>${user.email}`))
      const done = await visitor.submit('/en/account/email/', {})
      assert.equal(done.location, '/en/account/?done=email')
      assert.notEqual(visitor.sessionId, before)
      assert.match((await visitor.go('/en/account/')).text, new RegExp(`<bdi>${email}`))
      assert.match((await other.go('/en/account/')).location, /sign-in/)
    })
  })
}
