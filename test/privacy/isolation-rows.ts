import assert from 'node:assert/strict'
import { parseSetCookie } from 'cookie'
import { Jar } from './jar.ts'
import { accepted, refused } from './refused.ts'
import { cookieName, type Rig } from './rig.ts'
import type { Row } from './row.ts'

const namesOf = (setCookies: readonly string[]): string[] => setCookies.map(text => parseSetCookie(text).name)

/** Portals side by side (privacy.md §1.6, §1.7). */
export const isolationRows: readonly Row[] = [
  {
    ids: 'T05, P04, I3',
    name: 'where portals share a domain, cookies bear the prefix that browsers guard',
    only: 'tls',
    run: async rig => {
      for (const host of rig.hosts.shared) {
        const { jar, token } = await rig.visitor(host)
        const signedIn = await accepted(rig, () =>
          rig.ask('/sign-in/', { host, jar, body: `csrfmiddlewaretoken=${token}` }),
        )
        assert.deepEqual(namesOf(signedIn.setCookies).sort(), ['__Host-csrftoken', '__Host-sessionid'])
        const language = await rig.ask('/i18n/setlang/', { host, body: 'language=fr' })
        for (const text of [...signedIn.setCookies, ...language.setCookies]) {
          const { name, domain, path, secure } = parseSetCookie(text)
          assert.match(name, /^__Host-/)
          assert.deepEqual([domain, path, secure], [undefined, '/', true])
        }
      }
      assert.deepEqual(namesOf((await rig.ask('/form/')).setCookies), ['csrftoken'])
    },
  },
  {
    ids: 'T05, I3',
    name: 'there, a plain name that a neighbour planted is not looked at',
    only: 'tls',
    run: async rig => {
      const host = rig.hosts.shared[0]
      const { jar } = await rig.signedIn('Mallory', host)
      const planted = new Jar().set('sessionid', jar.get('__Host-sessionid') ?? '')
      const answer = await rig.ask('/who/', { host, jar: planted })
      assert.deepEqual([answer.body, answer.setCookies], ['nobody', []])
      assert.equal((await rig.ask('/who/', { host, jar })).body, 'Mallory')
    },
  },
  ...(['__HoSt-sessionid', '__host-sessionid', '__HOST-SESSIONID'] as const).map(name => ({
    ids: 'T06',
    name: `${name} is another name`,
    only: 'tls' as const,
    run: async (rig: Rig) => {
      const host = rig.hosts.shared[0]
      const { jar } = await rig.signedIn('Alice', host)
      const planted = new Jar().set(name, jar.get('__Host-sessionid') ?? '')
      assert.equal((await rig.ask('/who/', { host, jar: planted })).body, 'nobody')
    },
  })),
  ...[0x20, 0x09, 0xa0, 0x85].flatMap(code =>
    (['before', 'after'] as const).map(where => ({
      ids: 'T06',
      name: `the name with the byte ${code.toString(16)} ${where} it is ${code < 0x21 ? 'ours' : 'another one'}`,
      only: 'tls' as const,
      run: async (rig: Rig) => {
        const host = rig.hosts.shared[0]
        const { jar } = await rig.signedIn('Alice', host)
        const byte = String.fromCharCode(code)
        const name = where === 'before' ? `${byte}__Host-sessionid` : `__Host-sessionid${byte}`
        const value = jar.get('__Host-sessionid') ?? ''
        const answer = await rig.ask('/who/', { host, headers: [['cookie', `a=1;${name}=${value}`]] })
        assert.equal(answer.body, code < 0x21 ? 'Alice' : 'nobody')
      },
    })),
  ),
  {
    ids: 'T07',
    name: 'a cookie without a name is none of ours, whatever its value says',
    run: async rig => {
      const { jar } = await rig.signedIn()
      const name = cookieName(rig, rig.hosts.town, 'sessionid')
      for (const cookie of [`=${name}=${jar.get(name)}`, `; =${name}=${jar.get(name)}`, name, `=${name}`])
        assert.equal((await rig.ask('/who/', { headers: [['cookie', cookie]] })).body, 'nobody', cookie)
      const host = rig.hosts.shared[0]
      const guarded = (await rig.signedIn('Alice', host)).jar
      assert.equal(
        (await rig.ask('/who/', { host, headers: [['cookie', `=${guarded.header}`]] })).body,
        'nobody',
      )
    },
  },
  {
    ids: 'T08',
    name: 'a flood of cookies of others changes nothing',
    run: async rig => {
      const { jar } = await rig.signedIn()
      const flood = Array.from({ length: 90 }, (_, at) => `flood${at}=${'x'.repeat(100)}`).join('; ')
      const answer = await rig.ask('/who/', { headers: [['cookie', `${flood}; ${jar.header}; ${flood}`]] })
      assert.deepEqual([answer.status, answer.body, answer.setCookies], [200, 'Alice', []])
      const pushedOut = await rig.ask('/who/', { headers: [['cookie', flood]] })
      assert.deepEqual([pushedOut.status, pushedOut.body, pushedOut.setCookies], [200, 'nobody', []])
    },
  },
  {
    ids: 'T08',
    name: 'beyond what a request may carry, it is turned away',
    run: async rig => {
      const answer = await rig.ask('/who/', { headers: [['cookie', `a=${'x'.repeat(100_000)}`]] })
      assert.deepEqual([answer.status, answer.setCookies], [431, []])
    },
  },
  {
    ids: 'T11',
    name: 'two hosts are two entries of any cache',
    run: async rig => {
      const { town, other, alias } = rig.hosts
      const answers = await Promise.all([town, other, alias].map(host => rig.ask('/form/', { host })))
      assert.equal(new Set(answers.map(({ body }) => body)).size, 3)
      const alice = await rig.signedIn()
      await rig.ask('/named/', { jar: alice.jar })
      for (const host of [town, other, alias])
        assert.equal((await rig.ask('/named/', { host })).body, 'nobody')
    },
  },
  {
    ids: 'C42, T13',
    name: 'one browser on two portals: no value is the same',
    run: async rig => {
      const values = await Promise.all(
        [rig.hosts.town, rig.hosts.other].map(async host => {
          const { jar, token } = await rig.visitor(host)
          return [token, jar.get(cookieName(rig, host, 'csrftoken'))]
        }),
      )
      assert.equal(new Set(values.flat()).size, 2)
      await refused(rig, 'csrf_cookie_missing', () =>
        rig.ask('/act/', { body: `csrfmiddlewaretoken=${values[1]?.[0]}` }),
      )
    },
  },
]
