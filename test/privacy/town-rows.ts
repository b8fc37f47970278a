import assert from 'node:assert/strict'
import { Jar } from './jar.ts'
import type { TownRow } from './language-rows.ts'
import { STADT, TOWN, type Town, TREES } from './open-town.ts'
import { pathOf, ROWS } from './rows-of-portals.ts'

const JUNK = new Jar()
  .set('django_language', 'fr')
  .set('cookies_preferences', '1.3.9z.e:youtube_s.c.y-LVvP8m-Gg')
  .set('csrftoken', 'x')
  .set('other', '1')

const sessionJar = (id: string): Jar => new Jar().set('sessionid', id)

const asSignedIn = async (town: Town, id: string, host: string): Promise<boolean> => {
  const { headers } = await town.ask('/', { host, jar: sessionJar(id), headers: [['accept-language', 'en']] })
  return headers.location === '/fr/'
}

/** What the product as it runs leaves in browsers, row by row of its own table (privacy.md §1.0, §1.7). */
export const townRows: readonly TownRow[] = [
  {
    ids: 'G1, P01, S20, P52',
    name: 'the first visit of every row leaves no cookie, but the token of a form that is there',
    run: async town => {
      for (const { path, name } of ROWS.routes) {
        const { setCookies, body, status } = await town.ask(pathOf(path))
        assert.notEqual(status, 500, path)
        const hasForm = /csrfmiddlewaretoken/.test(body) || name === 'visitor.csrf'
        const names = setCookies.map(text => text.split('=', 1)[0])
        assert.deepEqual(names, hasForm ? ['csrftoken'] : [], `${name} ${path}`)
      }
    },
  },
  {
    ids: 'G8, C47',
    name: 'every row either depends on no cookie, or says so and is kept by nobody',
    run: async town => {
      for (const { path, name } of ROWS.routes) {
        const first = await town.ask(pathOf(path))
        const isPersonal = first.headers['cache-control'] === 'private, no-store'
        if (isPersonal) {
          assert.match(first.headers.vary ?? '', /\bCookie\b/, name)
          continue
        }
        assert.doesNotMatch(first.headers.vary ?? '', /\bCookie\b/, name)
        const second = await town.ask(pathOf(path), { jar: JUNK })
        assert.deepEqual([second.status, second.setCookies], [first.status, []], name)
        assert.equal(second.headers.etag, first.headers.etag, `${name}: an identifier in a tag`)
        const same = (text: string): string => text.replaceAll(/[\w-]{8}-[0-9a-z]+/g, '')
        if (!/export|download|spreadsheet/.test(name)) assert.equal(same(second.body), same(first.body), name)
      }
    },
  },
  {
    ids: 'S23, G8',
    name: 'every row is private to whoever comes with a session, or does not look at it',
    run: async town => {
      const jar = sessionJar(await town.signIn('town', TOWN))
      for (const { path, name, sessionless } of ROWS.routes) {
        const { headers, setCookies } = await town.ask(pathOf(path), { jar })
        assert.deepEqual(
          setCookies.filter(text => !text.startsWith('csrftoken=')),
          [],
          name,
        )
        if (sessionless !== true) assert.match(headers['cache-control'] ?? '', /no-store/, name)
      }
    },
  },
  {
    ids: 'C17, C28, C33, C34',
    name: 'every act of the product turns foreign pages away, and changes nothing',
    run: async town => {
      const jar = sessionJar(await town.signIn('town', TOWN))
      for (const { path, name, method, guard, sessionless } of ROWS.actions) {
        if (guard === 'none') {
          assert.equal(sessionless, true, `${name} proves nothing, so it must know nobody`)
          continue
        }
        for (const headers of [
          [['origin', 'https://evil.test']],
          [],
          [['sec-fetch-site', 'same-site']],
          [
            ['sec-fetch-site', 'cross-site'],
            ['origin', `http://${TOWN}`],
          ],
        ] as const) {
          const answer = await town.ask(pathOf(path), { method, jar, body: 'a=1', headers, fromPage: false })
          assert.deepEqual(
            [answer.status, answer.setCookies],
            [403, []],
            `${name} ${JSON.stringify(headers)}`,
          )
        }
      }
    },
  },
  {
    ids: 'C03, C12, C58',
    name: 'every act of class T asks for its token, signed in or not',
    run: async town => {
      const signedIn = sessionJar(await town.signIn('town', TOWN))
      for (const { path, name, method, guard } of ROWS.actions)
        if (guard === 'token')
          for (const jar of [signedIn, new Jar()]) {
            const answer = await town.ask(pathOf(path), { method, jar, body: 'a=1' })
            assert.ok([403, 401].includes(answer.status), `${name} ${answer.status}`)
            assert.deepEqual(answer.setCookies, [], name)
          }
    },
  },
  {
    ids: 'C14, C63',
    name: 'no act of the product is done by a look',
    run: async town => {
      const bare = (path: string): string => path.replace(/\/$/, '')
      const looked = new Set(ROWS.routes.map(({ path }) => bare(path)))
      for (const { path, name } of ROWS.actions) {
        if (looked.has(bare(path))) continue
        for (const method of ['GET', 'HEAD'])
          assert.equal((await town.ask(pathOf(path), { method })).status, 405, `${name} ${method}`)
      }
    },
  },
  {
    ids: 'C68',
    name: 'no row asks browsers to hide where its forms come from',
    run: async town => {
      for (const { path, name } of ROWS.routes)
        assert.match(
          (await town.ask(pathOf(path))).headers['referrer-policy'] ?? '',
          /^(?:strict-origin-when-cross-origin|same-origin|strict-origin)$/,
          name,
        )
    },
  },
  {
    ids: 'T14',
    name: 'no row tells a browser to clear the cookies of a domain',
    run: async town => {
      for (const { path, name } of ROWS.routes)
        assert.doesNotMatch(
          (await town.ask(pathOf(path))).headers['clear-site-data'] ?? '',
          /cookies|\*/,
          name,
        )
    },
  },
  {
    ids: 'T01, T04, I2',
    name: 'a session of one portal is nobody’s on another, and goes on where it is from',
    run: async town => {
      const id = await town.signIn('town', TOWN, 'fr')
      assert.ok(await asSignedIn(town, id, TOWN))
      const answer = await town.ask('/en/', { host: TREES, jar: sessionJar(id) })
      assert.match(answer.setCookies.join(), /^sessionid=; Max-Age=0;/)
      assert.equal(await asSignedIn(town, id, TREES), false)
      assert.ok(await asSignedIn(town, id, TOWN))
    },
  },
  {
    ids: 'T02, I2',
    name: 'a session of one host of a portal is nobody’s under its other one',
    run: async town => {
      const id = await town.signIn('town', TOWN, 'fr')
      assert.equal(await asSignedIn(town, id, STADT), false)
      assert.match(
        (await town.ask('/en/', { host: STADT, jar: sessionJar(id) })).setCookies.join(),
        /^sessionid=; Max-Age=0;/,
      )
      assert.ok(await asSignedIn(town, id, TOWN))
    },
  },
  {
    ids: 'T10, I1',
    name: 'an unknown host is misdirected on every row, without a cookie or a way on',
    run: async town => {
      for (const { path, name } of ROWS.routes) {
        const { status, setCookies, headers } = await town.ask(pathOf(path), { host: 'evil.localhost' })
        assert.deepEqual([status, setCookies, headers.location], [421, [], undefined], name)
      }
    },
  },
  {
    ids: 'S02, S27',
    name: 'an identifier of another form, or its hash, opens nothing and is taken back',
    run: async town => {
      const id = await town.signIn('town', TOWN, 'fr')
      const { createHash } = await import('node:crypto')
      const hash = createHash('sha256').update(id)
      for (const value of [
        '1',
        'a'.repeat(1240),
        'a/b/c',
        'a\\b\\c',
        '../../x',
        hash.copy().digest('hex'),
        hash.digest('base64url'),
      ]) {
        const answer = await town.ask('/', { jar: sessionJar(value), headers: [['accept-language', 'en']] })
        assert.equal(answer.headers.location, '/en/', value.slice(0, 20))
        assert.match(answer.setCookies.join(), /^sessionid=; Max-Age=0;/)
      }
    },
  },
  {
    ids: 'S26',
    name: 'no log holds an identifier, a token or an address',
    run: async town => {
      const id = await town.signIn('town', TOWN)
      const page = await town.ask('/api/csrf', { jar: sessionJar(id) })
      const token = String(JSON.parse(page.body).token)
      await town.ask('/i18n/setlang/', {
        jar: sessionJar(id),
        body: `csrfmiddlewaretoken=${token}`,
        fromPage: false,
      })
      await town.ask('/en/', { jar: sessionJar(`${id}x`) })
      const all = town.logged.join('\n')
      assert.match(all, /security \{"reason":"foreign_referer"\}/)
      for (const secret of [id, token, '127.0.0.1', '@example.org'])
        assert.ok(!all.includes(secret), 'a secret is in the log')
    },
  },
  {
    ids: 'T13',
    name: 'one browser on two portals: no cookie is the same',
    run: async town => {
      const values = await Promise.all(
        [TOWN, TREES].map(async host => {
          const jar = new Jar()
            .take(await town.ask('/api/csrf', { host }))
            .take(await town.ask('/cookies/preferences', { host, body: 'choice=object' }))
          assert.ok(jar.get('cookies_preferences') !== undefined)
          return [jar.get('csrftoken'), jar.get('cookies_preferences')]
        }),
      )
      assert.equal(new Set(values.flat()).size, 4)
    },
  },
]
