import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { opened } from './opened.ts'
import { MINUTE, PASSWORD, signIn } from './opened-portals.ts'
import type { Visitor } from './visitor.ts'

const NEW = 'tractor umbrella violin 47'

/** Codes of an app that has this secret. */
const app = (secret: string): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 })

/** Moves the clock on, and back when the test is over. */
async function later(milliseconds: number, then: () => Promise<void>): Promise<void> {
  const { clock } = opened()
  clock.ahead += milliseconds
  try {
    await then()
  } finally {
    clock.ahead -= milliseconds
  }
}

/** Sets codes of an app up; the app and the recovery codes. */
async function setUpApp(
  visitor: Visitor,
): Promise<{ readonly totp: TOTP; readonly codes: readonly string[] }> {
  const page = await visitor.submit('/en/account/app/', { step: 'begin' })
  const secret = /<code dir="ltr">([A-Z2-7 ]+)<\/code>/.exec(page.text)?.[1]?.replaceAll(' ', '') ?? ''
  assert.match(page.text, /<svg class="qr"/)
  const totp = app(secret)
  const csrfmiddlewaretoken = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  const code = totp.generate({ timestamp: Date.now() + opened().clock.ahead })
  const done = await visitor.post('/en/account/app/', { csrfmiddlewaretoken, step: 'confirm', code })
  assert.equal(done.status, 200, done.text)
  return { totp, codes: done.text.match(/[0-9a-z]{4}(?:-[0-9a-z]{4}){3}/g) ?? [] }
}

export const ownAreaRows = (): void => {
  describe('the account of one’s own', () => {
    test('name and language are saved; what is wrong is said beside its field', async () => {
      const visitor = await opened().signedIn(await opened().user())
      const saved = await visitor.submit('/en/account/', { name: ' Ada  King ', language: 'fr' })
      assert.equal(saved.location, '/en/account/?done=profile')
      const page = await visitor.follow(saved)
      assert.match(page.text, /role="status"[\s\S]*value="Ada King"/)
      const faulty = await visitor.submit('/en/account/', { name: ' ', language: 'fr' })
      assert.equal(faulty.status, 400)
      assert.match(faulty.text, /<a href="#name">[\s\S]*id="name-fault"[\s\S]*aria-describedby="name-fault"/)
    })

    test('L07: the language of the profile counts, unless the browser has picked one', async () => {
      const visitor = await opened().signedIn(await opened().user({ language: 'nl' }))
      assert.equal((await visitor.go('/')).location, '/nl/')
      await visitor.post('/i18n/setlang/', { language: 'fr', next: '/nl/' })
      assert.equal((await visitor.go('/')).location, '/fr/')
      visitor.jar.delete('django_language')
      assert.equal(
        (await visitor.go('/')).location,
        '/fr/',
        'what is picked while signed in is the profile’s',
      )
    })

    test('S06: another password: this session goes on under another identifier, all others end', async () => {
      const user = await opened().user()
      const [visitor, other] = [await opened().signedIn(user), await opened().signedIn(user)]
      const before = visitor.sessionId
      const done = await visitor.submit('/en/account/password/', { password: NEW })
      assert.equal(done.location, '/en/account/security/?done=password')
      assert.notEqual(visitor.sessionId, before)
      assert.equal((await visitor.go('/en/account/')).status, 200)
      assert.match((await other.go('/en/account/')).location, /sign-in/)
      visitor.jar.set('sessionid', before)
      assert.match((await visitor.go('/en/account/')).location, /sign-in/)
    })

    test('S28: sessions are listed, this one marked; one ends, then all others', async () => {
      const user = await opened().user()
      const visitor = await opened().signedIn(user)
      const others = [
        await opened().signedIn(user),
        await opened().signedIn(user),
        await opened().signedIn(user),
      ]
      const page = await visitor.go('/en/account/sessions/')
      assert.equal(page.text.match(/Firefox on Linux/g)?.length, 4 + 3)
      assert.equal(page.text.match(/class="remark"/g)?.length, 1)
      const ids = [...page.text.matchAll(/name="session" value="(\d+)"/g)].map(([, id = '']) => id)
      await visitor.submit('/en/account/sessions/', { session: ids[0] ?? '' })
      const alive = async () =>
        (await Promise.all(others.map(one => one.go('/en/account/')))).filter(({ status }) => status === 200)
      assert.equal((await alive()).length, 2)
      const done = await visitor.submit('/en/account/sessions/', { session: 'others' })
      assert.equal(done.location, '/en/account/sessions/?done=sessions')
      assert.equal((await alive()).length, 0)
      assert.equal((await visitor.go('/en/account/')).status, 200)
    })

    test('S32: a quarter of an hour later a sensitive act asks for a proof first, and then goes on', async () => {
      const visitor = await opened().signedIn(await opened().user())
      const csrfmiddlewaretoken = await visitor.tokenOn('/en/account/password/')
      await later(16 * MINUTE, async () => {
        for (const path of ['password', 'change-email', 'app', 'new-passkey', 'keys/new', 'delete'])
          assert.equal(
            (await visitor.go(`/en/account/${path}/`)).location,
            `/en/account/verify/?next=${encodeURIComponent(`/en/account/${path}/`)}`,
          )
        const posted = await visitor.post('/en/account/password/', { csrfmiddlewaretoken, password: NEW })
        assert.match(posted.location, /^\/en\/account\/verify\//)
        const verify = '/en/account/verify/?next=%2Fen%2Faccount%2Fpassword%2F'
        assert.equal((await visitor.submit(verify, { password: 'wrong' })).status, 400)
        const before = visitor.sessionId
        const proven = await visitor.submit(verify, { password: PASSWORD })
        assert.equal(proven.location, '/en/account/password/')
        assert.notEqual(visitor.sessionId, before)
        assert.equal((await visitor.go('/en/account/password/')).status, 200)
      })
    })

    test('C50, C51: an older token of another tab is accepted; the cookie stays as it is', async () => {
      const visitor = await opened().signedIn(await opened().user())
      const older = await visitor.tokenOn('/en/account/')
      const cookie = visitor.jar.get('csrftoken')
      const newer = await visitor.tokenOn('/en/account/')
      assert.notEqual(older, newer)
      for (const csrfmiddlewaretoken of [newer, older]) {
        const { status, setCookies } = await visitor.post('/en/account/', {
          csrfmiddlewaretoken,
          name: 'Ada',
        })
        assert.equal(status, 303)
        assert.deepEqual(setCookies, [])
      }
      assert.equal(visitor.jar.get('csrftoken'), cookie)
    })

    test('C52: the token of a form on a page of faults works', async () => {
      const visitor = await opened().signedIn(await opened().user())
      const faulty = await visitor.submit('/en/account/', { name: '' })
      assert.equal(faulty.status, 400)
      const csrfmiddlewaretoken = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(faulty.text)?.[1] ?? ''
      assert.equal((await visitor.post('/en/account/', { csrfmiddlewaretoken, name: 'Ada' })).status, 303)
    })

    test('codes of an app: set up, asked for at sign-in, each good once, replaced by a recovery code', async () => {
      const user = await opened().user()
      const { totp, codes } = await setUpApp(await opened().signedIn(user))
      assert.equal(codes.length, 10)
      const visitor = opened().visitor()
      visitor.address = '203.0.113.5'
      const first = await signIn(visitor, { email: user.email, password: PASSWORD }, '/en/account/')
      assert.equal(first.location, '/en/account/second-step/?next=%2Fen%2Faccount%2F')
      assert.match((await visitor.go('/en/account/')).location, /sign-in/, 'a password alone opens nothing')
      const step = '/en/account/second-step/?next=%2Fen%2Faccount%2F'
      assert.equal((await visitor.submit(step, { code: '000000' })).status, 400)
      await later(MINUTE, async () => {
        const code = totp.generate({ timestamp: Date.now() + opened().clock.ahead })
        const waiting = visitor.sessionId
        assert.equal((await visitor.submit(step, { code })).location, '/en/account/')
        assert.notEqual(visitor.sessionId, waiting)
        const again = opened().visitor()
        again.address = '203.0.113.6'
        await signIn(again, { email: user.email, password: PASSWORD })
        assert.equal((await again.submit(step, { code })).status, 400, 'a code that was overheard')
        const recovery = await again.submit(step, { recovery: codes[0] ?? '' }, 'name="recovery"')
        assert.equal(recovery.status, 303)
      })
      assert.match((await visitor.go('/en/account/security/')).text, /9 are left/)
    })

    test('keys: made once, shown once, narrowed, not touched by signing out, revoked', async () => {
      const visitor = await opened().signedIn(await opened().user())
      const fields = { name: 'script', datasets: 'plants', days: '30' }
      const unknown = await visitor.submit('/en/account/keys/new/', { ...fields, datasets: 'no-such' })
      assert.equal(unknown.status, 404)
      assert.match(unknown.text, /id="datasets-fault"/)
      const made = await visitor.submit('/en/account/keys/new/', fields)
      const key = /<code>([\w-]{20,})<\/code>/.exec(made.text)?.[1] ?? ''
      assert.doesNotMatch((await visitor.go('/en/account/keys/')).text, new RegExp(key))
      const use = () =>
        opened()
          .visitor()
          .go('/api/explore/v2.1/catalog/datasets/plants', { headers: { authorization: `Apikey ${key}` } })
      await visitor.submit('/en/account/sessions/', { session: 'others' })
      assert.equal((await use()).status, 200)
      const id = /name="key" value="(\d+)"/.exec((await visitor.go('/en/account/keys/')).text)?.[1] ?? ''
      assert.equal((await visitor.submit('/en/account/keys/', { key: id })).status, 303)
      assert.match((await visitor.go('/en/account/keys/')).text, /revoked/)
    })

    test('own data: a file of everything, without secrets; then the account goes', async () => {
      const user = await opened().user()
      const visitor = await opened().signedIn(user)
      const file = await visitor.go('/en/account/data/export/')
      assert.match(file.headers['content-disposition'] ?? '', /attachment; filename="open-account\.json"/)
      assert.equal(file.headers['cache-control'], 'private, no-store')
      assert.equal(JSON.parse(file.text).account.email, user.email)
      assert.doesNotMatch(file.text, /\$argon2|[0-9a-f]{64}/)
      const slip = await visitor.submit('/en/account/delete/', { email: 'x@example.org' })
      assert.equal(slip.status, 400)
      const gone = await visitor.submit('/en/account/delete/', { email: user.email.toUpperCase() })
      assert.equal(gone.location, '/en/account/deleted/')
      assert.equal(visitor.sessionId, '')
      assert.equal((await visitor.go('/en/account/')).status, 303)
      assert.equal((await signIn(opened().visitor(), { email: user.email, password: PASSWORD })).status, 400)
    })
  })
}
