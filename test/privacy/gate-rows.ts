import assert from 'node:assert/strict'
import type { Answer } from './ask.ts'
import type { Rig } from './rig.ts'
import type { Row } from './row.ts'

const put = (rig: Rig, name: string, value: string): Promise<Answer> =>
  rig.ask(`/foreign/?name=${name}&value=${encodeURIComponent(value)}`)

const SECURE = (rig: Rig): string => (rig.setting === 'tls' ? '; Secure' : '')
const SESSION = '; HttpOnly; SameSite=Lax; Path=/'
const ID = 'QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8'

/** A `Set-Cookie` that must not leave, and why. */
const kept = (ids: string, fault: string, text: string): Row => ({
  ids,
  name: `${text.replace(ID, '…')} stays behind`,
  run: async rig => {
    rig.events.length = 0
    const answer = await put(rig, 'set-cookie', `${text}${SECURE(rig)}`)
    assert.deepEqual([answer.status, answer.setCookies], [200, []])
    assert.deepEqual(rig.events, [`gate_set_cookie_${fault}`])
  },
})

/** What leaves is what was declared (privacy.md §3.4, §3.5). */
export const gateRows: readonly Row[] = [
  kept('P06', 'undeclared', 'foo=1; Path=/; SameSite=Lax'),
  kept('P06', 'undeclared', `SESSIONID=${ID}${SESSION}`),
  kept('P07, G4', 'domain', `sessionid=${ID}${SESSION}; Domain=example.org`),
  kept('P07', 'path', `sessionid=${ID}; HttpOnly; SameSite=Lax`),
  kept('P07', 'path', `sessionid=${ID}; HttpOnly; SameSite=Lax; Path=/api`),
  kept('P07, S22', 'http_only', `sessionid=${ID}; SameSite=Lax; Path=/`),
  kept('P07, S22', 'same_site', `sessionid=${ID}; HttpOnly; SameSite=None; Path=/`),
  kept('P07, S22', 'same_site', `sessionid=${ID}; HttpOnly; Path=/`),
  kept('P07', 'partitioned', `sessionid=${ID}${SESSION}; Partitioned`),
  kept('P08', 'lifetime', 'csrftoken=x; SameSite=Lax; Path=/; Max-Age=60'),
  kept('P08, G5', 'lifetime', `sessionid=${ID}${SESSION}; Max-Age=31536000`),
  kept('P08', 'lifetime', 'django_language=fr; HttpOnly; SameSite=Lax; Path=/; Max-Age=60'),
  kept('P08', 'expires', 'csrftoken=x; SameSite=Lax; Path=/; Expires=Fri, 31 Dec 2038 23:59:59 GMT'),
  kept('P08', 'surplus', 'csrftoken=x; SameSite=Lax; Path=/; Priority=High'),
  kept('P08', 'surplus', 'csrftoken=x; SameSite=Lax; Path=/; Path=/'),
  {
    ids: 'G6, S22',
    name: 'without Secure nothing leaves under TLS, and with it nothing where there is none',
    run: async rig => {
      rig.events.length = 0
      const text = `sessionid=${ID}${SESSION}${rig.setting === 'tls' ? '' : '; Secure'}`
      assert.deepEqual((await put(rig, 'set-cookie', text)).setCookies, [])
      assert.deepEqual(rig.events, ['gate_set_cookie_secure'])
    },
  },
  {
    ids: 'P09',
    name: 'what leaves is kept in order by its own text, whoever wrote it',
    run: async rig => {
      rig.events.length = 0
      const { setCookies } = await put(rig, 'Set-Cookie', `AWSALB=x; Path=/${SECURE(rig)}`)
      assert.deepEqual(setCookies, [])
      const good = `sessionid=${ID}${SESSION}${SECURE(rig)}`
      assert.deepEqual((await put(rig, 'sEt-CoOkIe', good)).setCookies, [good])
    },
  },
  {
    ids: 'T14',
    name: 'nobody tells a browser to forget the cookies of a whole domain',
    run: async rig => {
      for (const value of ['"cookies"', '"cache", "cookies"', '"*"', '"COOKIES"'])
        assert.equal((await put(rig, 'clear-site-data', value)).headers['clear-site-data'], undefined, value)
      assert.equal(
        (await put(rig, 'clear-site-data', '"cache", "storage"')).headers['clear-site-data'],
        '"cache", "storage"',
      )
    },
  },
  {
    ids: 'P09',
    name: 'no header sends a browser to another host before anything was read',
    run: async rig => {
      for (const value of [
        '<https://evil.test>; rel=preconnect',
        '<//evil.test/x.js>; rel="preload"; as=script',
        '</x>; rel=next, <https://evil.test>; rel="dns-prefetch"',
      ])
        assert.equal((await put(rig, 'link', value)).headers.link, undefined, value)
      assert.equal(
        (await put(rig, 'speculation-rules', '"/rules.json"')).headers['speculation-rules'],
        undefined,
      )
      assert.equal((await put(rig, 'link', '</next>; rel=next')).headers.link, '</next>; rel=next')
    },
  },
]
