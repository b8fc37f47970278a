import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { accepted, refused } from './refused.ts'
import { openRig, type Rig } from './rig.ts'

const INSIDE = '10.0.0.2:8080'

/** What a proxy says of a visitor of the town, who came to the usual port. */
const passedOn = (host: string): readonly (readonly [string, string])[] => [
  ['x-forwarded-for', '203.0.113.9'],
  ['x-forwarded-proto', 'https'],
  ['x-forwarded-host', host],
]

async function posted(rig: Rig, origin: string, more: readonly (readonly [string, string])[]) {
  const { jar, token } = await rig.signedIn()
  return () =>
    rig.send({
      ...{ path: '/act/', method: 'POST', body: `csrfmiddlewaretoken=${token}` },
      headers: [
        ['host', INSIDE],
        ['content-type', 'application/x-www-form-urlencoded'],
        ['cookie', jar.header ?? ''],
        ['origin', origin],
        ...more,
      ],
    })
}

for (const trustedProxies of [['127.0.0.0/8'], ['192.0.2.1'], []])
  describe(`behind a proxy, trusted: ${trustedProxies}`, () => {
    const isTrusted = trustedProxies.includes('127.0.0.0/8')
    let rig: Rig
    before(async () => {
      rig = await openRig({ setting: 'tls', trustedProxies })
    })
    after(() => rig.close())

    test(`${isTrusted ? 'C40' : 'C39'}, I1: the public host and origin count from a trusted proxy only (${trustedProxies})`, async () => {
      const { town } = rig.hosts
      const send = await posted(rig, `https://${town}`, passedOn(town))
      if (isTrusted) await accepted(rig, send)
      else assert.equal((await send()).status, 421)
    })

    if (isTrusted)
      test('C40, C17: the origin inside, another one, and another port are foreign', async () => {
        const { town } = rig.hosts
        for (const origin of [
          `https://${INSIDE}`,
          'https://evil.test',
          `http://${town}`,
          `https://${town}:8443`,
        ])
          await refused(rig, 'foreign_origin', await posted(rig, origin, passedOn(town)))
        await accepted(rig, await posted(rig, `https://${town}:8443`, passedOn(`${town}:8443`)))
      })

    test(`C25, I1: a host that is no portal is misdirected, whoever passes it on (${trustedProxies})`, async () => {
      const send = await posted(rig, 'https://evil.test', passedOn('evil.test'))
      assert.equal((await send()).status, 421)
    })
  })

test('I8: strict transport is of one host', async () => {
  const rig = await openRig({ setting: 'tls' })
  const { headers } = await rig.ask('/plain/')
  await rig.close()
  assert.equal(headers['strict-transport-security'], 'max-age=31536000')
})

test('P06: where Vitrine is developed, a cookie that nobody declared is a failure', async () => {
  const rig = await openRig({ setting: 'plain', strictGate: true })
  const answer = await rig.ask('/foreign/?name=set-cookie&value=foo%3D1')
  const after = await rig.ask('/plain/')
  await rig.close()
  assert.deepEqual([answer.status, answer.setCookies, after.status], [500, [], 200])
})
