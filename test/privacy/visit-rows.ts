import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { parseSetCookie } from 'cookie'
import { secretDigest } from '../../src/core/account/session-id.ts'
import type { Answer } from './ask.ts'
import { Jar } from './jar.ts'
import { accepted, assertOnlyClearing, refused } from './refused.ts'
import { cookieName, live, type Rig } from './rig.ts'
import type { Row } from './row.ts'

const random = (): string => randomBytes(32).toString('base64url')

const isPersonal = ({ headers }: Answer): void => {
  assert.equal(headers['cache-control'], 'private, no-store')
  assert.match(headers.vary ?? '', /\bCookie\b/)
}

const isShared = ({ headers, setCookies }: Answer): void => {
  assert.deepEqual(setCookies, [])
  assert.doesNotMatch(headers['cache-control'] ?? '', /private|no-store/)
  assert.doesNotMatch(headers.vary ?? '', /Cookie/i)
}

const named = (rig: Rig, name: string): string => cookieName(rig, rig.hosts.town, name)

const tokenIn = ({ body }: Answer): string => /value="([^"]*)"/.exec(body)?.[1] ?? ''

/** Headers and body as anybody would get them, without what is of one request. */
const bare = ({ status, headers, body }: Answer): unknown => {
  const { date: _, 'x-request-id': __, ...rest } = headers
  return { status, rest, body }
}

/** What a browser sends, and what it is given (privacy.md §1.0, §1.7). */
export const visitRows: readonly Row[] = [
  {
    ids: 'C46',
    name: 'rubbish in the cookie of the token is overlooked, and replaced where a form needs it',
    run: async rig => {
      for (const value of [
        'x',
        'a'.repeat(20_000),
        '%00%ff',
        'ØBöIß',
        `${'a'.repeat(22)}.${'b'.repeat(22)}`,
        '',
      ]) {
        const jar = new Jar().set(named(rig, 'csrftoken'), value)
        const page = await rig.ask('/form/', { jar })
        assert.deepEqual([page.status, page.setCookies.length], [200, 1], value.slice(0, 20))
        jar.take(page)
        await accepted(rig, () => rig.ask('/act/', { jar, body: `csrfmiddlewaretoken=${tokenIn(page)}` }))
      }
    },
  },
  {
    ids: 'G1',
    name: 'a picture in a text that leads to a form brings its reader no cookie',
    run: async rig => {
      for (const path of ['/form/', '/api/csrf'])
        for (const dest of ['image', 'style', 'script']) {
          const answer = await rig.ask(path, { headers: [['sec-fetch-dest', dest]] })
          assert.deepEqual([answer.status, answer.setCookies], [200, []], `${path} ${dest}`)
          assert.equal(answer.headers['cache-control'], 'private, no-store')
        }
      for (const dest of ['document', 'empty', 'iframe'])
        assert.equal((await rig.ask('/form/', { headers: [['sec-fetch-dest', dest]] })).setCookies.length, 1)
    },
  },
  {
    ids: 'C47, G1, G8',
    name: 'a page without a form gives nothing out, and is the same for everyone',
    run: async rig => {
      const first = await rig.ask('/plain/')
      isShared(first)
      const jar = new Jar()
      for (const name of ['csrftoken', 'django_language', 'cookies_preferences', 'other'])
        jar.set(named(rig, name), 'fr')
      assert.deepEqual(bare(await rig.ask('/plain/', { jar })), bare(first))
      isShared(await rig.ask('/api/rig/read', { jar }))
    },
  },
  {
    ids: 'C48, G8',
    name: 'a page with a form gives one cookie, and is its visitor’s alone',
    run: async rig => {
      const page = await rig.ask('/form/')
      assert.equal(page.setCookies.length, 1)
      isPersonal(page)
      const { value = '', ...sent } = parseSetCookie(page.setCookies[0] ?? '')
      const secure = rig.setting === 'tls' ? { secure: true } : {}
      assert.deepEqual(sent, { name: named(rig, 'csrftoken'), path: '/', sameSite: 'lax', ...secure })
      assert.match(value, /^[\w-]{22}\.[\w-]{22}$/)
      const again = await rig.ask('/form/', { jar: new Jar().take(page) })
      assert.deepEqual(again.setCookies, [])
      isPersonal(again)
    },
  },
  {
    ids: 'C49',
    name: 'a form shown twice in a session has other bytes, and both are good',
    run: async rig => {
      const { jar, token } = await rig.signedIn()
      const second = tokenIn(await rig.ask('/form/', { jar }))
      assert.notEqual(second, token)
      for (const one of [token, second])
        await accepted(rig, () => rig.ask('/act/', { jar, body: `csrfmiddlewaretoken=${one}` }))
    },
  },
  {
    ids: 'C52',
    name: 'the form of a page that says 404 can be sent',
    run: async rig => {
      const page = await rig.ask('/missing/')
      assert.equal(page.status, 404)
      const jar = new Jar().take(page)
      await accepted(rig, () => rig.ask('/act/', { jar, body: `csrfmiddlewaretoken=${tokenIn(page)}` }))
    },
  },
  {
    ids: 'C52',
    name: 'the form of a page on which a dead session is forgotten can be sent',
    run: async rig => {
      const { jar } = await rig.signedIn()
      jar.set(named(rig, 'sessionid'), randomBytes(32).toString('base64url'))
      const page = await rig.ask('/form/', { jar })
      jar.take(page)
      assert.equal(jar.get(named(rig, 'sessionid')), undefined)
      await accepted(rig, () => rig.ask('/act/', { jar, body: `csrfmiddlewaretoken=${tokenIn(page)}` }))
    },
  },
  {
    ids: 'C43, C52',
    name: 'the form of a page that renews the session can be sent',
    run: async rig => {
      const { jar } = await rig.signedIn()
      const renewed = randomBytes(32).toString('base64url')
      rig.sessions.set(jar.get(named(rig, 'sessionid')) ?? '', live('Alice', 1, 0, { renewedId: renewed }))
      rig.sessions.set(renewed, live('Alice', 1))
      const page = await rig.ask('/form/', { jar })
      assert.equal(jar.take(page).get(named(rig, 'sessionid')), renewed)
      await accepted(rig, () => rig.ask('/act/', { jar, body: `csrfmiddlewaretoken=${tokenIn(page)}` }))
      assert.equal(rig.done.at(-1), 'rig.act Alice')
    },
  },
  {
    ids: 'C43, C50',
    name: 'a form that was opened before the session was renewed elsewhere can be sent, once and again',
    run: async rig => {
      const { jar, token } = await rig.signedIn()
      const first = jar.get(named(rig, 'sessionid')) ?? ''
      const [former, renewed] = [jar.get(named(rig, 'csrftoken')), randomBytes(32).toString('base64url')]
      rig.sessions.set(first, live('Alice', 1, 0, { renewedId: renewed }))
      rig.sessions.set(renewed, live('Alice', 1, 0, { formerHash: secretDigest(first) }))
      jar.take(await rig.ask('/plain/', { jar }))
      assert.equal(jar.get(named(rig, 'sessionid')), renewed)
      assert.notEqual(jar.get(named(rig, 'csrftoken')), former, 'the cookie changes with the session')
      const send = () => rig.ask('/act/', { jar, body: `csrfmiddlewaretoken=${token}` })
      await accepted(rig, send)
      await accepted(rig, send)
    },
  },
  {
    ids: 'C43, C44',
    name: 'a token of the identifier before the former one, or of another session, is refused all the same',
    run: async rig => {
      const { jar, token } = await rig.signedIn()
      const stranger = await rig.signedIn('Mallory')
      const [former, renewed] = [random(), random()]
      rig.sessions.set(renewed, live('Alice', 1, 0, { formerHash: secretDigest(former) }))
      jar.set(named(rig, 'sessionid'), renewed)
      const page = await rig.ask('/form/', { jar })
      jar.take(page)
      for (const old of [token, stranger.token])
        await refused(rig, 'csrf_token_wrong', () =>
          rig.ask('/act/', { jar, body: `csrfmiddlewaretoken=${old}` }),
        )
      await accepted(rig, () => rig.ask('/act/', { jar, body: `csrfmiddlewaretoken=${tokenIn(page)}` }))
    },
  },
  {
    ids: 'S01, S10',
    name: 'a session that nobody issued is nobody’s, and its cookie is taken back; without a cookie nothing is',
    run: async rig => {
      const jar = new Jar().set(named(rig, 'sessionid'), randomBytes(32).toString('base64url'))
      rig.events.length = 0
      const answer = await rig.ask('/who/', { jar })
      assert.equal(answer.body, 'nobody')
      assert.deepEqual(rig.events, ['session_unknown'])
      const cleared = parseSetCookie(answer.setCookies[0] ?? '')
      const secure = rig.setting === 'tls' ? { secure: true } : {}
      assert.deepEqual(cleared, {
        name: named(rig, 'sessionid'),
        value: '',
        maxAge: 0,
        path: '/',
        httpOnly: true,
        sameSite: 'lax',
        ...secure,
      })
      isPersonal(answer)
      assert.deepEqual((await rig.ask('/who/')).setCookies, [])
    },
  },
  {
    ids: 'S12',
    name: 'an answer that failed, or refuses, gives no session out',
    run: async rig => {
      for (const status of [500, 503, 403]) {
        const { jar, token } = await rig.visitor()
        const answer = await rig.ask('/breaks/', {
          jar,
          body: `csrfmiddlewaretoken=${token}&status=${status}`,
        })
        assert.equal(answer.status, status)
        assertOnlyClearing(answer)
      }
      const { jar } = await rig.signedIn()
      const failed = await rig.ask('/fails/', { jar })
      assert.deepEqual([failed.status, failed.setCookies], [500, []])
    },
  },
  {
    ids: 'S20, G1',
    name: 'nobody gets a session by looking',
    run: async rig => {
      const before = rig.sessions.size
      for (const path of ['/plain/', '/who/', '/api/rig/read', '/nothing/', '/language/', '/fails/'])
        assert.deepEqual((await rig.ask(path)).setCookies, [], path)
      assert.equal(rig.sessions.size, before)
    },
  },
  {
    ids: 'S19, S20, C17',
    name: 'who brings no session, or comes from a foreign page, costs no look-up of one',
    run: async rig => {
      const { jar } = await rig.signedIn()
      rig.lookups.length = 0
      for (const path of ['/plain/', '/form/', '/who/', '/api/rig/read', '/nothing/'])
        await rig.ask(path, { jar: new Jar().set(named(rig, 'django_language'), 'fr') })
      await rig.ask('/act/', { jar, body: 'a=1', origin: 'https://evil.test' })
      assert.deepEqual(rig.lookups, [])
      await rig.ask('/plain/', { jar })
      assert.equal(rig.lookups.length, 1)
    },
  },
  {
    ids: 'S22, G4, G6',
    name: 'the session’s cookie is for this host, its server and its own pages alone',
    run: async rig => {
      const { jar, token } = await rig.visitor()
      const { setCookies } = await rig.ask('/sign-in/', { jar, body: `csrfmiddlewaretoken=${token}` })
      const session = setCookies
        .map(text => parseSetCookie(text))
        .find(({ name }) => name === named(rig, 'sessionid'))
      const secure = rig.setting === 'tls' ? { secure: true } : {}
      assert.deepEqual(
        { ...session, value: '' },
        { name: named(rig, 'sessionid'), value: '', path: '/', httpOnly: true, sameSite: 'lax', ...secure },
      )
      assert.match(session?.value ?? '', /^[\w-]{43}$/)
    },
  },
  {
    ids: 'S23, G8',
    name: 'an answer to somebody who is signed in is theirs alone, and is kept for nobody else',
    run: async rig => {
      const alice = await rig.signedIn('Alice')
      const bob = await rig.signedIn('Bob')
      for (const path of ['/who/', '/named/']) {
        for (const [{ jar }, name] of [
          [alice, 'Alice'],
          [bob, 'Bob'],
          [alice, 'Alice'],
        ] as const) {
          const answer = await rig.ask(path, { jar })
          assert.equal(answer.body, name)
          isPersonal(answer)
        }
        assert.equal((await rig.ask(path)).body, 'nobody')
      }
      isPersonal(await rig.ask('/plain/', { jar: alice.jar }))
      assert.equal((await rig.ask('/greeting/', { jar: alice.jar })).body, 'welcome back')
      assert.equal((await rig.ask('/greeting/')).body, 'hello')
    },
  },
  {
    ids: 'S24',
    name: 'an identifier anywhere but in its cookie opens nothing',
    run: async rig => {
      const { jar } = await rig.signedIn()
      const id = jar.get(named(rig, 'sessionid')) ?? ''
      const name = named(rig, 'sessionid')
      const answer = await rig.ask(`/who/?${name}=${id}`, {
        headers: [
          [name, id],
          ['x-session-id', id],
          ['x-sessionid', id],
        ],
      })
      assert.equal(answer.body, 'nobody')
    },
  },
  {
    ids: 'S25, T03, G7',
    name: 'two cookies of a session are nobody’s, are told of, and both stay where they are',
    run: async rig => {
      const { jar } = await rig.signedIn()
      const mallory = await rig.signedIn('Mallory')
      const name = named(rig, 'sessionid')
      for (const other of [mallory.jar.get(name) ?? '', jar.get(name) ?? '', 'x']) {
        rig.events.length = 0
        const answer = await rig.ask('/who/', { headers: [['cookie', `${name}=${other}; ${jar.header}`]] })
        assert.equal(answer.body, 'nobody')
        assert.deepEqual(rig.events, ['session_doubled'])
        // were ours taken back, the neighbour's alone would come next
        assert.deepEqual(answer.setCookies, [])
        isPersonal(answer)
      }
    },
  },
  {
    ids: 'G7',
    name: 'two cookies of a language are none, and are told of',
    run: async rig => {
      rig.events.length = 0
      const name = named(rig, 'django_language')
      const answer = await rig.ask('/language/', { headers: [['cookie', `${name}=fr; ${name}=nl`]] })
      assert.deepEqual([answer.body, rig.events], ['none', ['cookie_doubled']])
    },
  },
  {
    ids: 'G2, G5',
    name: 'four cookies, none longer than 64 bytes, none kept beyond 180 days but a session that was asked for',
    run: async rig => {
      const { jar, token } = await rig.visitor()
      const sent = [
        ...(await rig.ask('/form/')).setCookies,
        ...(await rig.ask('/sign-in/', { jar, body: `csrfmiddlewaretoken=${token}` })).setCookies,
        ...(await rig.ask('/i18n/setlang/', { body: 'language=fr' })).setCookies,
        ...(await rig.ask('/choose/', { body: 'value=1.3.9z.e:youtube_s.c.y-LVvP8m-Gg' })).setCookies,
      ]
        .map(text => parseSetCookie(text))
        .filter(({ maxAge }) => maxAge !== 0)
      assert.deepEqual(sent.map(({ name }) => name).sort(), [
        'cookies_preferences',
        'csrftoken',
        'django_language',
        'sessionid',
      ])
      for (const { name, value = '', maxAge = 0 } of sent) {
        assert.ok(Buffer.byteLength(value) <= 64, name)
        assert.ok(maxAge <= 180 * 86_400, name)
      }
    },
  },
]
