import assert from 'node:assert/strict'
import { csrfToken, sessionBinding } from '../../src/core/privacy/csrf-token.ts'
import { portalKey } from '../../src/core/privacy/portal-key.ts'
import type { Answer } from './ask.ts'
import { accepted, refused } from './refused.ts'
import { type Asked, cookieName, live, MASTER, type Rig, type SignedInJar } from './rig.ts'
import { TOWN_ID } from './rig-portals.ts'
import type { Row } from './row.ts'

const form = (token: string, more = ''): string =>
  `csrfmiddlewaretoken=${encodeURIComponent(token)}&a=1${more}`

const header = (token: string): readonly (readonly [string, string])[] => [['x-csrftoken', token]]

/** A form posted by Alice. */
const post = (rig: Rig, { jar }: SignedInJar, asked: Asked): Promise<Answer> =>
  rig.ask('/act/', { method: 'POST', jar, body: '', ...asked })

/** A call of the portal's own script to its API, with Alice's cookie. */
const call = (rig: Rig, method: string, { jar }: SignedInJar, asked: Asked = {}): Promise<Answer> =>
  rig.ask('/api/rig/act', { method, jar, body: '{}', type: 'application/json', ...asked })

/** The last character changed, so that it stands for other bits. */
const spoilt = (token: string): string =>
  `${token.slice(0, 30)}${token[30] === 'A' ? 'B' : 'A'}${token.slice(31)}`

const without = ({ jar }: SignedInJar, rig: Rig): SignedInJar['jar'] => {
  const name = cookieName(rig, rig.hosts.town, 'csrftoken')
  return jar.take({ setCookies: [`${name}=; Max-Age=0`] })
}

/** How a token has to be there (privacy.md §1.7, C01 to C16). */
export const submittedRows: readonly Row[] = [
  {
    ids: 'C01',
    name: 'a form without the cookie of the token',
    run: async rig => {
      const alice = await rig.signedIn()
      await refused(rig, 'csrf_cookie_missing', () =>
        post(rig, { ...alice, jar: without(alice, rig) }, { body: form(alice.token) }),
      )
    },
  },
  {
    ids: 'C02',
    name: 'a sign-in form without the cookie signs nobody in',
    run: async rig => {
      const { token } = await rig.visitor()
      const before = rig.sessions.size
      await refused(rig, 'csrf_cookie_missing', () => rig.ask('/sign-in/', { body: form(token) }))
      assert.equal(rig.sessions.size, before)
    },
  },
  {
    ids: 'C03',
    name: 'a cookie and no token',
    run: async rig => {
      const alice = await rig.signedIn()
      await refused(rig, 'csrf_token_missing', () => post(rig, alice, { body: 'a=1' }))
    },
  },
  ...['0123456789abcdef', '!'.repeat(45), `${'a'.repeat(22)}.${'ü'.repeat(22)}`].map((token, at) => ({
    ids: at === 0 ? 'C04' : 'C05',
    name: `no token by its form: ${token.slice(0, 24)}`,
    run: async (rig: Rig) => {
      const alice = await rig.signedIn()
      await refused(rig, 'csrf_token_malformed', () => post(rig, alice, { body: form(token) }))
    },
  })),
  {
    ids: 'C06',
    name: 'a token that nobody signed',
    run: async rig => {
      const alice = await rig.signedIn()
      await refused(rig, 'csrf_token_wrong', () => post(rig, alice, { body: form(spoilt(alice.token)) }))
    },
  },
  {
    ids: 'C06',
    name: 'a good token beside a cookie that nobody signed',
    run: async rig => {
      const alice = await rig.signedIn()
      alice.jar.set(cookieName(rig, rig.hosts.town, 'csrftoken'), spoilt(alice.token))
      await refused(rig, 'csrf_token_wrong', () => post(rig, alice, { body: form(alice.token) }))
    },
  },
  {
    ids: 'C07',
    name: 'a good token in X-CSRFToken',
    run: async rig => {
      const alice = await rig.signedIn()
      await accepted(rig, () => post(rig, alice, { body: 'a=1', headers: header(alice.token) }))
      assert.equal(rig.done.at(-1), 'rig.act Alice')
    },
  },
  {
    ids: 'C08',
    name: 'a good token in the form',
    run: async rig => {
      const alice = await rig.signedIn()
      await accepted(rig, () => post(rig, alice, { body: form(alice.token) }))
    },
  },
  {
    ids: 'C09',
    name: 'an empty field leaves the word to the header',
    run: async rig => {
      const alice = await rig.signedIn()
      await accepted(rig, () => post(rig, alice, { body: form(''), headers: header(alice.token) }))
    },
  },
  {
    ids: 'C10',
    name: 'a wrong field has no second chance',
    run: async rig => {
      const alice = await rig.signedIn()
      await refused(rig, 'csrf_token_wrong', () =>
        post(rig, alice, { body: form(spoilt(alice.token)), headers: header(alice.token) }),
      )
    },
  },
  {
    ids: 'C11',
    name: 'a token in the address is not looked at',
    run: async rig => {
      const { jar, token } = await rig.signedIn()
      await refused(rig, 'csrf_token_missing', () => rig.ask(`/act/?${form(token)}`, { jar, body: 'a=1' }))
    },
  },
  ...['PUT', 'PATCH', 'DELETE'].map(method => ({
    ids: 'C12',
    name: `${method} without a token`,
    run: async (rig: Rig) => {
      const alice = await rig.signedIn()
      await refused(rig, 'csrf_token_missing', () => call(rig, method, alice))
    },
  })),
  ...['PUT', 'DELETE'].map(method => ({
    ids: 'C13',
    name: `${method} with a token in the header`,
    run: async (rig: Rig) => {
      const alice = await rig.signedIn()
      await accepted(rig, () => call(rig, method, alice, { headers: header(alice.token) }))
      assert.equal(rig.done.at(-1), `rig.api_${method} Alice`)
    },
  })),
  {
    ids: 'C14',
    name: 'what only looks needs no token, and changes nothing',
    run: async rig => {
      const { jar } = await rig.signedIn()
      const before = rig.done.length
      for (const [method, status] of [
        ['GET', 200],
        ['HEAD', 200],
        ['OPTIONS', 204],
      ] as const)
        for (const path of ['/plain/', '/form/', '/api/rig/read'])
          assert.equal((await rig.ask(path, { method, jar })).status, status, `${method} ${path}`)
      assert.equal((await rig.ask('/act/', { method: 'OPTIONS', jar })).status, 204)
      assert.equal(rig.done.length, before)
    },
  },
  {
    ids: 'C15',
    name: 'TRACE is not taken',
    run: async rig => {
      const { jar } = await rig.signedIn()
      for (const path of ['/act/', '/plain/', '/api/rig/act'])
        assert.equal((await rig.ask(path, { method: 'TRACE', jar })).status, 405, path)
    },
  },
  {
    ids: 'C16',
    name: 'another method cannot be asked for beside the real one',
    run: async rig => {
      const { jar, token } = await rig.signedIn()
      const headers = [['x-http-method-override', 'DELETE'], ...header(token)] as const
      const body = '{"_method":"DELETE"}'
      await accepted(rig, () =>
        rig.ask('/api/rig/act?_method=DELETE', { jar, body, type: 'application/json', headers }),
      )
      assert.equal(rig.done.at(-1), 'rig.api_POST Alice')
      const answer = await rig.ask('/plain/?_method=POST', { jar, headers })
      assert.equal(answer.status, 200)
    },
  },
]

/** Token of the town's key, bound so. */
const tokenOf = (rig: Rig, binding: string, { host = rig.hosts.town, portal = TOWN_ID } = {}): string => {
  const key = portalKey(MASTER, { purpose: 'csrf', portal: `p_${portal}`, version: 1 })
  return csrfToken(
    { key, host, binding },
    Uint8Array.from({ length: 16 }, (_, at) => 0xa0 + at),
  )
}

const KNOWN_SESSION = 'QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8'

/** Whose token it is (privacy.md §1.7, C41 to C51). */
export const boundRows: readonly Row[] = [
  {
    ids: 'C07, C41',
    name: 'the known answer of a session is accepted with that session, and with no other',
    only: 'tls',
    run: async rig => {
      const token = 'oKGio6SlpqeoqaqrrK2urw.0IUWAqysJQ5v_-ixf7nbvw'
      assert.equal(tokenOf(rig, sessionBinding(KNOWN_SESSION)), token)
      rig.sessions.set(KNOWN_SESSION, live('Alice', 1))
      const alice = await rig.signedIn('Bob')
      alice.jar.set('csrftoken', token)
      await refused(rig, 'csrf_token_wrong', () => post(rig, alice, { body: form(token) }))
      alice.jar.set('sessionid', KNOWN_SESSION)
      await accepted(rig, () => post(rig, alice, { body: form(token) }))
    },
  },
  {
    ids: 'C02',
    name: 'the known answer of nobody is accepted before a sign-in, under this host alone',
    only: 'tls',
    run: async rig => {
      const token = 'oKGio6SlpqeoqaqrrK2urw.qEva3art0lSgtqD4l8c_HA'
      const visitor = await rig.visitor()
      visitor.jar.set('csrftoken', token)
      await accepted(rig, () => rig.ask('/sign-in/', { jar: visitor.jar, body: form(token) }))
      await refused(rig, 'csrf_token_wrong', () =>
        rig.ask('/sign-in/', { host: rig.hosts.alias, jar: visitor.jar, body: form(token) }),
      )
    },
  },
  {
    ids: 'C41',
    name: 'a cookie and token that a neighbour got for itself do nothing in a session',
    run: async rig => {
      const alice = await rig.signedIn()
      const { token } = await rig.visitor()
      alice.jar.set(cookieName(rig, rig.hosts.town, 'csrftoken'), token)
      await refused(rig, 'csrf_token_wrong', () => post(rig, alice, { body: form(token) }))
      const mallory = await rig.signedIn('Mallory')
      alice.jar.set(cookieName(rig, rig.hosts.town, 'csrftoken'), mallory.token)
      await refused(rig, 'csrf_token_wrong', () => post(rig, alice, { body: form(mallory.token) }))
    },
  },
  {
    ids: 'C42',
    name: 'a token of another portal of the deployment',
    run: async rig => {
      const { jar } = await rig.visitor()
      const { token } = await rig.visitor(rig.hosts.other)
      jar.set(cookieName(rig, rig.hosts.town, 'csrftoken'), token)
      await refused(rig, 'csrf_token_wrong', () => rig.ask('/sign-in/', { jar, body: form(token) }))
      const stolen = tokenOf(rig, 'anon', { portal: TOWN_ID + 1 })
      jar.set(cookieName(rig, rig.hosts.town, 'csrftoken'), stolen)
      await refused(rig, 'csrf_token_wrong', () => rig.ask('/sign-in/', { jar, body: form(stolen) }))
    },
  },
  {
    ids: 'C43',
    name: 'a token from before the sign-in is worth nothing after it, and its cookie goes',
    run: async rig => {
      const { jar, token } = await rig.visitor()
      const answer = await accepted(rig, () => rig.ask('/sign-in/', { jar, body: form(token) }))
      const name = cookieName(rig, rig.hosts.town, 'csrftoken')
      assert.ok(
        answer.setCookies.some(text => text.startsWith(`${name}=; Max-Age=0`)),
        String(answer.setCookies),
      )
      jar.take(answer)
      await refused(rig, 'csrf_cookie_missing', () => rig.ask('/act/', { jar, body: form(token) }))
      jar.set(name, token)
      await refused(rig, 'csrf_token_wrong', () => rig.ask('/act/', { jar, body: form(token) }))
    },
  },
  {
    ids: 'C44',
    name: 'a token from before a sign-out is worth nothing after the next sign-in',
    run: async rig => {
      const alice = await rig.signedIn()
      await accepted(rig, () => rig.ask('/sign-out/', { jar: alice.jar, body: form(alice.token) }))
      const again = await rig.signedIn()
      await refused(rig, 'csrf_token_wrong', () => post(rig, again, { body: form(alice.token) }))
      again.jar.set(cookieName(rig, rig.hosts.town, 'csrftoken'), alice.token)
      await refused(rig, 'csrf_token_wrong', () => post(rig, again, { body: form(alice.token) }))
    },
  },
  {
    ids: 'C45, G7',
    name: 'two cookies of the token are none',
    run: async rig => {
      const { jar, token } = await rig.signedIn()
      const name = cookieName(rig, rig.hosts.town, 'csrftoken')
      for (const other of [token, 'anything', ''])
        await refused(rig, 'csrf_cookie_missing', () =>
          rig.ask('/act/', { body: form(token), headers: [['cookie', `${jar.header}; ${name}=${other}`]] }),
        )
      await refused(rig, 'csrf_cookie_missing', () =>
        rig.ask('/act/', {
          body: form(token),
          headers: [
            ['cookie', jar.header ?? ''],
            ['cookie', `${name}=x`],
          ],
        }),
      )
    },
  },
  {
    ids: 'C50',
    name: 'two tabs: the older token is good too',
    run: async rig => {
      const alice = await rig.signedIn()
      const second = await rig.ask('/form/', { jar: alice.jar })
      assert.deepEqual(second.setCookies, [])
      await accepted(rig, () => post(rig, alice, { body: form(alice.token) }))
    },
  },
  {
    ids: 'C51',
    name: 'a form that was accepted leaves the cookie as it was',
    run: async rig => {
      const alice = await rig.signedIn()
      const answer = await accepted(rig, () => post(rig, alice, { body: form(alice.token) }))
      assert.deepEqual(answer.setCookies, [])
    },
  },
  {
    ids: 'C58',
    name: 'somebody who is not signed in needs a token too, and the same in both places',
    run: async rig => {
      const { jar, token } = await rig.visitor()
      await refused(rig, 'csrf_cookie_missing', () => rig.ask('/act/', { body: 'a=1' }))
      await refused(rig, 'csrf_token_missing', () => rig.ask('/act/', { jar, body: 'a=1' }))
      const other = await rig.visitor()
      await refused(rig, 'csrf_token_wrong', () => rig.ask('/act/', { jar, body: form(other.token) }))
      await accepted(rig, () => rig.ask('/act/', { jar, body: form(token) }))
    },
  },
]
