import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { testPortal } from '../chaos/open-test-deployment.ts'
import { type Opened, openPortals, PASSWORD, signIn } from './opened-portals.ts'
import { Visitor } from './visitor.ts'

/** Two portals of one platform, and one on a domain of its own; TLS ends here. */
const HOSTS = { a: 'a.portals.test', b: 'b.portals.test', own: 'data.town.test' } as const
const TLS = join(import.meta.dirname, '..', 'privacy', 'tls')

describe('accounts over TLS', () => {
  let opened: Opened
  before(async () => {
    opened = await openPortals({
      scheme: 'https',
      env: {
        ...{ VITRINE_TLS_CERTIFICATE: join(TLS, 'cert.pem'), VITRINE_TLS_KEY: join(TLS, 'key.pem') },
        VITRINE_SHARED_SUFFIXES: 'portals.test',
      },
      portals: Object.entries(HOSTS).map(([slug, host]) => ({ ...testPortal(slug), hosts: [host] as const })),
      hostOf: slug => Object.entries(HOSTS).find(([name]) => name === slug)?.[1] ?? slug,
    })
  })
  after(async () => {
    await opened[Symbol.asyncDispose]()
  })

  /** Signs somebody in; what was set. */
  async function entered(portal: keyof typeof HOSTS, fields: Readonly<Record<string, string>> = {}) {
    const user = await opened.user({ portal })
    const visitor = new Visitor(opened.site, HOSTS[portal])
    const answer = await signIn(visitor, { email: user.email, password: PASSWORD, ...fields })
    assert.equal(answer.status, 303, answer.text)
    return { visitor, answer }
  }

  for (const [portal, name] of [
    ['a', '__Host-sessionid'],
    ['own', 'sessionid'],
  ] as const)
    test(`S22: signing in at ${HOSTS[portal]} sets ${name}, guarded in every way there is`, async () => {
      const { visitor, answer } = await entered(portal)
      const [set = ''] = answer.setCookies.filter(text => text.startsWith(`${name}=`))
      assert.match(set, new RegExp(`^${name}=[\\w-]{43}; Path=/; HttpOnly; Secure; SameSite=Lax$`))
      const { headers, text } = await visitor.go('/en/account/')
      assert.equal(headers['cache-control'], 'private, no-store')
      assert.match(text, /Ada Lovelace/)
    })

  test('S09, T14: signing out takes the cookies back with their attributes, and nothing of other portals', async () => {
    const { visitor } = await entered('a')
    const answer = await visitor.submit('/en/account/sign-out/', {})
    assert.deepEqual(answer.setCookies.toSorted(), [
      '__Host-csrftoken=; Max-Age=0; Path=/; Secure; SameSite=Lax',
      '__Host-sessionid=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
    ])
    assert.equal(answer.headers['clear-site-data'], '"cache", "storage"')
  })

  test('S36: an address without TLS is no place to go on to; the same with TLS is', async () => {
    const { port } = opened.site
    const { answer } = await entered('own', { next: `http://${HOSTS.own}:${port}/en/explore/` })
    assert.equal(answer.location, '/en/')
    const { answer: again } = await entered('own', { next: `https://${HOSTS.own}:${port}/en/explore/` })
    assert.equal(again.location, '/en/explore/')
  })

  test('T05: a good session under the plain name, as a sibling could plant it, signs nobody in', async () => {
    const { visitor } = await entered('b')
    const victim = new Visitor(opened.site, HOSTS.b)
    victim.jar.set('sessionid', visitor.sessionId)
    const answer = await victim.go('/en/account/')
    assert.equal(answer.status, 303)
    assert.match(answer.location, /sign-in/)
  })

  test('T01: a session of a sibling portal is none here', async () => {
    const { visitor } = await entered('a')
    const there = new Visitor(opened.site, HOSTS.b)
    there.jar.set('__Host-sessionid', visitor.sessionId)
    assert.equal((await there.go('/en/account/')).status, 303)
    assert.equal((await visitor.go('/en/account/')).status, 200)
  })
})
