import assert from 'node:assert/strict'
import { accepted, assertOnlyClearing, refused } from './refused.ts'
import type { Asked, Rig } from './rig.ts'
import type { Row } from './row.ts'

type Headers = NonNullable<Asked['headers']>

/** A form that Alice's browser sends with everything right, but for what is said. */
async function alicePosts(rig: Rig, asked: Asked): Promise<() => ReturnType<Rig['ask']>> {
  const { jar, token } = await rig.signedIn()
  return () => rig.ask('/act/', { jar, body: `csrfmiddlewaretoken=${token}`, ...asked })
}

const isRefused =
  (reason: string, of: (rig: Rig) => Asked): Row['run'] =>
  async rig => {
    await refused(rig, reason, await alicePosts(rig, of(rig)))
  }

const isAccepted =
  (of: (rig: Rig) => Asked): Row['run'] =>
  async rig => {
    await accepted(rig, await alicePosts(rig, of(rig)))
  }

const origin = (ids: string, name: string, of: (rig: Rig) => string, only?: Rig['setting']): Row => ({
  ids,
  name: `Origin: ${name}`,
  run: isRefused('foreign_origin', rig => ({ origin: of(rig) })),
  ...(only === undefined ? {} : { only }),
})

const site = (ids: string, value: string): Row => ({
  ids,
  name: `Sec-Fetch-Site: ${value}, with a good token`,
  run: isRefused('foreign_fetch_site', () => ({ headers: [['sec-fetch-site', value]] })),
})

const referer = (value: string): Headers => [['referer', value]]

const portOf = (rig: Rig): string => new URL(rig.originOf('x.test')).port

/** Where a request comes from (privacy.md §1.7, C17 to C38). */
export const provenanceRows: readonly Row[] = [
  origin('C17', 'another site', () => 'https://evil.test'),
  origin('C18', 'null, as of a sandboxed frame', () => 'null'),
  origin(
    'C19',
    'the same host without TLS',
    rig => rig.originOf(rig.hosts.town).replace('https:', 'http:'),
    'tls',
  ),
  origin('C20', 'no origin at all', () => 'https://['),
  {
    ids: 'C21',
    name: 'the right Origin lets the token decide',
    run: async rig => {
      await isAccepted(({ originOf, hosts }) => ({ origin: originOf(hosts.town) }))(rig)
      await isRefused('csrf_token_missing', ({ originOf, hosts }) => ({
        origin: originOf(hosts.town),
        body: 'a=1',
      }))(rig)
    },
  },
  origin('C22', 'another port of the host', rig => `${rig.originOf(rig.hosts.town).replace(/:\d+$/, ':1')}`),
  origin('C22', 'no port where there is one', rig => rig.originOf(rig.hosts.town).replace(/:\d+$/, '')),
  origin('C23', 'a sibling, with a good token', rig =>
    rig.originOf(`shop.${rig.hosts.town.replace(/^[^.]*\./, '')}`),
  ),
  origin('C23', 'another portal of the deployment', rig => rig.originOf(rig.hosts.other)),
  origin('C23', 'the other host of the same portal', rig => rig.originOf(rig.hosts.alias)),
  origin(
    'C24',
    'the host as the beginning of another',
    rig => `${rig.originOf(rig.hosts.town).replace(/:\d+$/, '')}.evil.net`,
  ),
  origin('C24', 'the host as the end of another', rig => rig.originOf(`evil-${rig.hosts.town}`)),
  origin('C24', 'the origin in other letters', rig => rig.originOf(rig.hosts.town).toUpperCase()),
  origin('C24', 'the origin with a path', rig => `${rig.originOf(rig.hosts.town)}/`),
  {
    ids: 'C27',
    name: 'two Origin headers are no request',
    run: async rig => {
      const { jar, token } = await rig.signedIn()
      const own = rig.originOf(rig.hosts.town)
      const before = rig.done.length
      for (const pair of [
        [own, own],
        [own, 'https://evil.test'],
        ['https://evil.test', own],
      ] as const) {
        const answer = await rig.ask('/act/', {
          ...{ jar, body: `csrfmiddlewaretoken=${token}`, origin: null },
          headers: pair.map(value => ['origin', value] as const),
        })
        assert.equal(answer.status, 400)
        assertOnlyClearing(answer)
      }
      assert.equal(rig.done.length, before)
    },
  },
  {
    ids: 'C28',
    name: 'a request that says nothing of where it comes from',
    run: isRefused('foreign_referer', () => ({ origin: null })),
  },
  ...['https://evil.test/', 'https://data.example.org.evil.net/'].map(value => ({
    ids: 'C29',
    name: `a Referer of another site: ${value}`,
    run: isRefused('foreign_referer', () => ({ origin: null, headers: referer(value) })),
  })),
  ...['', 'ØBöIß', '//example.com/', 'https://', 'https://[', 'http://http://data.example.org/'].map(
    value => ({
      ids: 'C30',
      name: `a Referer that is none: “${value}”`,
      run: isRefused('foreign_referer', () => ({ origin: null, headers: referer(value) })),
    }),
  ),
  {
    ids: 'C31',
    name: 'a Referer of the same host without TLS',
    only: 'tls',
    run: isRefused('foreign_referer', rig => ({
      origin: null,
      headers: referer(rig.originOf(rig.hosts.town).replace('https:', 'http:')),
    })),
  },
  ...['', '/', '/form/?a=1'].map(path => ({
    ids: 'C32',
    name: `a Referer of the portal itself, ending in “${path}”`,
    run: isAccepted(rig => ({ origin: null, headers: referer(`${rig.originOf(rig.hosts.town)}${path}`) })),
  })),
  {
    ids: 'C32',
    name: 'a Referer of another port',
    run: isRefused('foreign_referer', rig => ({
      origin: null,
      headers: referer(rig.originOf(rig.hosts.town).replace(/:\d+$/, ':1/')),
    })),
  },
  site('C33', 'cross-site'),
  site('C34', 'same-site'),
  {
    ids: 'C35',
    name: 'Sec-Fetch-Site: same-origin is enough, and lets the token decide',
    run: async rig => {
      const headers: Headers = [['sec-fetch-site', 'same-origin']]
      await isAccepted(() => ({ origin: null, headers }))(rig)
      await isRefused('csrf_token_missing', () => ({ origin: null, headers, body: 'a=1' }))(rig)
    },
  },
  {
    ids: 'C36',
    name: 'Sec-Fetch-Site: none goes on, and the token decides',
    run: async rig => {
      const headers: Headers = [['sec-fetch-site', 'none']]
      await isAccepted(() => ({ origin: null, headers }))(rig)
      await isRefused('csrf_token_missing', () => ({ origin: null, headers, body: 'a=1' }))(rig)
    },
  },
  ...['', 'same-party', 'SAME-ORIGIN', 'same-origin, same-origin'].map(value => site('C37', value)),
  {
    ids: 'C38',
    name: 'Sec-Fetch-Site: same-origin does not make up for a foreign Origin',
    run: isRefused('foreign_origin', () => ({
      origin: 'https://evil.test',
      headers: [['sec-fetch-site', 'same-origin']],
    })),
  },
  {
    ids: 'C38',
    name: 'the right Origin does not make up for a foreign Sec-Fetch-Site',
    run: isRefused('foreign_fetch_site', () => ({ headers: [['sec-fetch-site', 'cross-site']] })),
  },
  ...['/i18n/setlang/', '/choose/'].flatMap(path =>
    (
      [
        ['from a foreign page', 'foreign_origin', { origin: 'https://evil.test' }],
        ['with no word of where it comes from', 'foreign_referer', { origin: null }],
        ['from a sibling', 'foreign_fetch_site', { headers: [['sec-fetch-site', 'same-site']] }],
      ] as const
    ).map(([how, reason, asked]) => ({
      ids: path === '/choose/' ? 'C62' : 'C61',
      name: `${path} ${how} sets nothing`,
      run: async (rig: Rig) => {
        const answer = await refused(rig, reason, () =>
          rig.ask(path, { body: 'language=fr&value=1', ...asked }),
        )
        assert.deepEqual(answer.setCookies, [])
      },
    })),
  ),
  {
    ids: 'C61, C62',
    name: 'what changes next to nothing needs no token, and no cookie before it',
    run: async rig => {
      const language = await rig.ask('/i18n/setlang/', { body: 'language=fr&next=/nl/x' })
      assert.deepEqual([language.status, language.headers.location], [303, '/fr/x'])
      assert.equal(language.setCookies.length, 1)
      await accepted(rig, () => rig.ask('/choose/', { body: 'value=1' }))
    },
  },
  {
    ids: 'C39',
    name: 'what a peer says of other hosts does not count, unless it is a proxy that is trusted',
    run: async rig => {
      const forged: Headers = [
        ['x-forwarded-host', 'evil.test'],
        ['x-forwarded-port', '1'],
        ['x-forwarded-proto', 'ftp'],
      ]
      await isAccepted(() => ({ headers: forged }))(rig)
      await isRefused('foreign_origin', () => ({ headers: forged, origin: 'https://evil.test' }))(rig)
      await isRefused('foreign_origin', () => ({ headers: forged, origin: 'https://evil.test:1' }))(rig)
      assert.equal(
        (await rig.ask('/plain/', { host: 'evil.test', headers: [['x-forwarded-host', rig.hosts.town]] }))
          .status,
        421,
      )
    },
  },
  {
    ids: 'C25, T10',
    name: 'a host that is no portal, whatever the Origin says',
    run: async rig => {
      const { jar, token } = await rig.signedIn()
      const before = rig.done.length
      for (const host of [
        'evil.test',
        `${rig.hosts.town}.evil.test`,
        `x.${rig.hosts.town}`,
        `${rig.hosts.town}.`,
      ]) {
        const answer = await rig.ask('/act/', { host, jar, body: `csrfmiddlewaretoken=${token}` })
        assert.equal(answer.status, 421, host)
        assert.deepEqual(answer.setCookies, [])
        for (const path of ['/plain/', '/nothing/', '/api/nothing', '/form/']) {
          const got = await rig.ask(path, { host, jar })
          assert.deepEqual(
            [got.status, got.setCookies, got.headers.location],
            [421, [], undefined],
            `${host} ${path}`,
          )
        }
      }
      assert.equal(rig.done.length, before)
    },
  },
  {
    ids: 'C26',
    name: 'a host that is none',
    run: async rig => {
      const { town } = rig.hosts
      for (const host of [
        '@malformed',
        `user@${town}`,
        `${town}:x`,
        `${town}:1:2`,
        `${town}/x`,
        `${town}, ${town}`,
        '',
      ])
        for (const method of ['GET', 'POST']) {
          const answer = await rig.send({
            ...{ path: method === 'GET' ? '/form/' : '/act/', method },
            headers: [['host', host]],
          })
          assert.ok(answer.status === 421 || answer.status === 400, `${host}: ${answer.status}`)
          assert.deepEqual(answer.setCookies, [])
        }
    },
  },
  {
    ids: 'C26',
    name: 'two hosts in one request',
    run: async rig => {
      const own = `${rig.hosts.town}:${portOf(rig)}`
      for (const pair of [
        [own, 'evil.test'],
        ['evil.test', own],
        [own, own],
      ])
        assert.equal(
          (await rig.send({ path: '/plain/', headers: pair.map(host => ['host', host] as const) })).status,
          400,
        )
    },
  },
  {
    ids: 'C22, C26',
    name: 'a port that does not lead here is no address of the portal',
    only: 'tls',
    run: async rig => {
      const answer = await rig.send({
        ...{ path: '/act/', method: 'POST' },
        headers: [
          ['host', `${rig.hosts.town}:6666`],
          ['origin', `https://${rig.hosts.town}:6666`],
        ],
      })
      assert.equal(answer.status, 421)
    },
  },
]
