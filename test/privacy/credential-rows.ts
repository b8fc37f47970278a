import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { accepted, refused } from './refused.ts'
import { GOOD_KEY, type Rig } from './rig.ts'
import type { Row } from './row.ts'

const FOREIGN = 'https://evil.test'
const JSON_TYPE = 'application/json'
const key = (value: string): readonly [string, string] => ['authorization', `Apikey ${value}`]

/** Keys, bodies, other origins (privacy.md §1.7, C53 to C65, T12). */
export const credentialRows: readonly Row[] = [
  {
    ids: 'C53',
    name: 'a body that breaks off changes nothing',
    run: async rig => {
      if (rig.setting === 'tls') return
      const { jar, token } = await rig.signedIn()
      const before = rig.done.length
      const body = `csrfmiddlewaretoken=${token}`
      const host = rig.originOf(rig.hosts.town).replace('http://', '')
      const socket = connect(Number(new URL(rig.originOf('x.test')).port), '127.0.0.1')
      socket.write(
        `POST /act/ HTTP/1.1\r\nhost: ${host}\r\norigin: http://${host}\r\ncookie: ${jar.header}\r\n` +
          `content-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length + 50}\r\n\r\n${body}`,
      )
      await new Promise(resolve => setTimeout(resolve, 50))
      socket.destroy()
      await new Promise(resolve => setTimeout(resolve, 50))
      assert.equal(rig.done.length, before)
    },
  },
  {
    ids: 'C54',
    name: 'a good key needs no token, wherever the request comes from, and opens nothing to other pages',
    run: async rig => {
      const answer = await accepted(rig, () =>
        rig.ask('/api/rig/act', { body: '{}', type: JSON_TYPE, origin: FOREIGN, headers: [key(GOOD_KEY)] }),
      )
      assert.equal(rig.done.at(-1), 'rig.api_POST key')
      assert.equal(answer.headers['access-control-allow-credentials'], undefined)
    },
  },
  {
    ids: 'C55',
    name: 'beside a key no cookie is read, none is given and none is taken',
    run: async rig => {
      const { jar } = await rig.signedIn()
      const answer = await accepted(rig, () =>
        rig.ask('/api/rig/act', { jar, body: '{}', type: JSON_TYPE, headers: [key(GOOD_KEY)] }),
      )
      assert.equal(rig.done.at(-1), 'rig.api_POST key')
      assert.deepEqual(answer.setCookies, [])
      const page = await rig.ask('/who/', { jar, headers: [key(GOOD_KEY)] })
      assert.equal(page.body, 'nobody')
      const language = await rig.ask('/language/', {
        headers: [key(GOOD_KEY), ['cookie', 'django_language=fr']],
      })
      assert.equal(language.body, 'none')
    },
  },
  {
    ids: 'C56',
    name: 'a bad key is refused, and does not fall back to a cookie',
    run: async rig => {
      const { jar, token } = await rig.signedIn()
      const before = rig.done.length
      for (const header of [key('wrong'), key(''), ['authorization', `Bearer ${GOOD_KEY}`]] as const) {
        const answer = await rig.ask('/act/', {
          jar,
          body: `csrfmiddlewaretoken=${token}`,
          headers: [header],
        })
        assert.equal(answer.status, 401, header.join(': '))
        assert.equal((await rig.ask('/who/', { jar, headers: [header] })).status, 401)
      }
      assert.equal(rig.done.length, before)
    },
  },
  {
    ids: 'C57',
    name: 'a key in an address, or in a form, only reads',
    run: async rig => {
      const before = rig.done.length
      const sent = { body: '{}', type: JSON_TYPE }
      assert.equal((await rig.ask(`/api/rig/act?apikey=${GOOD_KEY}`, sent)).status, 401)
      assert.equal((await rig.ask(`/api/rig/act?ap%69key=${GOOD_KEY}`, sent)).status, 401)
      assert.equal((await rig.ask('/act/', { body: `apikey=${GOOD_KEY}` })).status, 401)
      assert.equal((await rig.ask(`/api/rig/read?apikey=${GOOD_KEY}`)).status, 200)
      assert.equal(rig.done.length, before)
    },
  },
  ...(
    ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''] as const
  ).map(type => ({
    ids: 'C59',
    name: `the API takes no body of type “${type}”, whatever it says`,
    run: async (rig: Rig) => {
      const { jar, token } = await rig.signedIn()
      const before = rig.done.length
      for (const more of [[['x-csrftoken', token]], [key(GOOD_KEY)]] as const) {
        const answer = await rig.ask('/api/rig/act', { jar, body: '{"a":1}', type, headers: more })
        assert.equal(answer.status, 415)
      }
      assert.equal(rig.done.length, before)
    },
  })),
  {
    ids: 'C60, T12',
    name: 'no answer lets another page come with credentials',
    run: async rig => {
      const { jar } = await rig.signedIn()
      const asks = [
        ['origin', rig.originOf(rig.hosts.other)],
        ['access-control-request-method', 'POST'],
        ['access-control-request-headers', 'x-csrftoken, authorization'],
      ] as const
      for (const path of ['/api/rig/act', '/api/csrf', '/act/', '/sign-in/', '/nothing/'])
        for (const method of ['OPTIONS', 'GET']) {
          const { headers } = await rig.ask(path, { method, jar, headers: asks })
          assert.equal(headers['access-control-allow-credentials'], undefined, path)
          assert.ok([undefined, '*'].includes(headers['access-control-allow-origin']), path)
          if (!path.startsWith('/api/')) assert.equal(headers['access-control-allow-origin'], undefined, path)
        }
      assert.equal((await rig.ask('/api/csrf', { jar })).headers['access-control-allow-origin'], undefined)
    },
  },
  {
    ids: 'C63',
    name: 'nobody is signed out by a look, an image or another site',
    run: async rig => {
      const { jar, token } = await rig.signedIn()
      for (const method of ['GET', 'HEAD'])
        assert.equal(
          (await rig.ask('/sign-out/', { method, jar, headers: [['sec-fetch-dest', 'image']] })).status,
          405,
        )
      await refused(rig, 'foreign_origin', () =>
        rig.ask('/sign-out/', { jar, body: `csrfmiddlewaretoken=${token}`, origin: FOREIGN }),
      )
      assert.equal((await rig.ask('/who/', { jar })).body, 'Alice')
    },
  },
  {
    ids: 'C64',
    name: 'what is fetched before it is wanted changes nothing',
    run: async rig => {
      const { jar } = await rig.signedIn()
      const before = rig.done.length
      for (const path of ['/plain/', '/form/', '/act/', '/sign-out/', '/i18n/setlang/?language=fr'])
        await rig.ask(path, { jar, headers: [['sec-purpose', 'prefetch;prerender']] })
      assert.equal(rig.done.length, before)
      assert.equal((await rig.ask('/who/', { jar })).body, 'Alice')
    },
  },
  {
    ids: 'C65',
    name: 'a handshake for another protocol gets an answer, and no socket',
    run: async rig => {
      const answer = await rig.ask('/api/rig/read', {
        headers: [
          ['connection', 'Upgrade'],
          ['upgrade', 'websocket'],
          ['origin', FOREIGN],
          ['sec-websocket-version', '13'],
          ['sec-websocket-key', 'dGhlIHNhbXBsZSBub25jZQ=='],
        ],
      })
      assert.notEqual(answer.status, 101)
    },
  },
  {
    ids: 'C68',
    name: 'no page asks browsers to hide where its forms come from',
    run: async rig => {
      for (const path of ['/plain/', '/form/', '/missing/', '/nothing/', '/fails/'])
        assert.match(
          (await rig.ask(path)).headers['referrer-policy'] ?? '',
          /^(?:strict-origin-when-cross-origin|same-origin)$/,
        )
    },
  },
]
