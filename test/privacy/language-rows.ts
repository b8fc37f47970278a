import assert from 'node:assert/strict'
import { parseSetCookie } from 'cookie'
import type { Answer } from './ask.ts'
import { Jar } from './jar.ts'
import { STADT, type Town, TREES } from './open-town.ts'

/** A vector against the product as it runs. */
export interface TownRow {
  readonly ids: string
  readonly name: string
  readonly run: (town: Town) => Promise<void>
}

const remembering = (language: string): Jar => new Jar().set('django_language', language)

const wishes = (header: string): readonly (readonly [string, string])[] => [['accept-language', header]]

/** Where the start page's bare address leads. */
const leadsTo = async (town: Town, asked: Parameters<Town['ask']>[1]): Promise<string | undefined> => {
  const answer = await town.ask('/', asked)
  assert.equal(answer.status, 302)
  return answer.headers.location
}

const cookieOf = ({ setCookies }: Answer) => setCookies.map(text => parseSetCookie(text))[0]

const setLanguage = (town: Town, body: string, more: Parameters<Town['ask']>[1] = {}): Promise<Answer> =>
  town.ask('/i18n/setlang/', { body, ...more })

/** Privacy.md §1.4, §1.7. */
export const languageRows: readonly TownRow[] = [
  {
    ids: 'L01',
    name: 'the language of the path wins over the cookie',
    run: async town => {
      const answer = await town.ask('/fr/', { jar: remembering('de') })
      assert.deepEqual([answer.status, answer.headers['content-language']], [200, 'fr'])
    },
  },
  {
    ids: 'L02, L03',
    name: 'a bare address follows the cookie, from the region to the language',
    run: async town => {
      assert.equal(await leadsTo(town, { jar: remembering('de'), headers: wishes('fr') }), '/de/')
      assert.equal(await leadsTo(town, { jar: remembering('fr-ca'), headers: wishes('de') }), '/fr/')
    },
  },
  {
    ids: 'L05',
    name: 'a cookie for a language that is not enabled is overlooked and cleared',
    run: async town => {
      const answer = await town.ask('/', { jar: remembering('ja'), headers: wishes('nl') })
      assert.equal(answer.headers.location, '/nl/')
      assert.deepEqual(cookieOf(answer), {
        ...{ name: 'django_language', value: '', maxAge: 0, path: '/', httpOnly: true, sameSite: 'lax' },
      })
    },
  },
  {
    ids: 'L06',
    name: 'rubbish in the cookie reaches no path and no header',
    run: async town => {
      for (const value of [
        '../../etc/passwd',
        'a'.repeat(5000),
        'fr%0d%0aset-cookie:x=1',
        '//evil.test',
        'fr"',
        'ØÜ',
      ]) {
        const answer = await town.ask('/', { jar: remembering(value), headers: wishes('nl') })
        assert.deepEqual([answer.status, answer.headers.location], [302, '/nl/'], value.slice(0, 20))
        assert.doesNotMatch(JSON.stringify(answer.headers), /passwd|evil|x=1/)
      }
    },
  },
  {
    ids: 'L07',
    name: 'the profile decides without a cookie, and not beside one',
    run: async town => {
      const jar = new Jar().set('sessionid', await town.signIn('town', 'town.localhost', 'nl'))
      assert.equal(await leadsTo(town, { jar, headers: wishes('de') }), '/nl/')
      assert.equal(await leadsTo(town, { jar: jar.set('django_language', 'fr') }), '/fr/')
    },
  },
  {
    ids: 'L08',
    name: 'the language of a host wins over what the browser wishes',
    run: async town => {
      assert.equal(await leadsTo(town, { host: STADT, headers: wishes('fr') }), '/de/')
      assert.equal(await leadsTo(town, { headers: wishes('fr') }), '/fr/')
    },
  },
  {
    ids: 'L09, L10, L11, L12',
    name: 'wishes count by weight, end at a star, and not at all when malformed or beyond the limit',
    run: async town => {
      assert.equal(await leadsTo(town, { headers: wishes('de;q=0.5, fr;q=0.9') }), '/fr/')
      assert.equal(await leadsTo(town, { headers: wishes('*, fr;q=0.5') }), '/en/')
      assert.equal(await leadsTo(town, { headers: wishes('fr, de;q=x') }), '/en/')
      assert.equal(
        await leadsTo(town, { headers: wishes(`${'xx-yy,'.repeat(83)}fr,${'x'.repeat(9000)}`) }),
        '/en/',
      )
      assert.equal(await leadsTo(town, { headers: wishes(`xx,fr,${'yy,'.repeat(3000)}`) }), '/fr/')
    },
  },
  {
    ids: 'L14',
    name: 'an address without a language says what its answer depends on',
    run: async town => {
      const { headers } = await town.ask('/', { headers: wishes('fr') })
      assert.equal(headers['content-language'], 'fr')
      assert.match(headers.vary ?? '', /Accept-Language/)
      assert.match(headers.vary ?? '', /Cookie/)
    },
  },
  {
    ids: 'L15',
    name: 'a page with its language in the path depends on no wishes, and may be shared',
    run: async town => {
      for (const path of ['/fr/', '/fr/explore/', '/fr/legal/', '/fr/cookies/']) {
        const { headers, setCookies } = await town.ask(path, { headers: wishes('de') })
        assert.doesNotMatch(headers.vary ?? '', /Accept-Language|Cookie/, path)
        assert.doesNotMatch(headers['cache-control'] ?? '', /private|no-store/, path)
        assert.deepEqual(setCookies, [])
      }
    },
  },
  {
    ids: 'L16',
    name: 'a look at the address of the choice changes nothing',
    run: async town => {
      const answer = await town.ask('/i18n/setlang/?language=fr')
      assert.deepEqual([answer.status, answer.setCookies], [405, []])
    },
  },
  {
    ids: 'L17',
    name: 'a target that leads elsewhere is the root, and the language is set all the same',
    run: async town => {
      for (const next of [
        '//evil/',
        'https://evil.test/',
        '/\\evil.test',
        'javascript:alert(1)',
        '/fr//evil.test/..//',
      ]) {
        const answer = await setLanguage(town, `language=fr&next=${encodeURIComponent(next)}`)
        assert.equal(answer.status, 303)
        assert.doesNotMatch(answer.headers.location ?? '', /^\/\/|^[a-z]+:|\\/, next)
        assert.equal(cookieOf(answer)?.value, 'fr')
      }
      assert.equal((await setLanguage(town, 'language=fr&next=//evil/')).headers.location, '/')
      const forgotten = await setLanguage(
        town,
        `language=automatic&next=${encodeURIComponent('/fr//evil.test/')}`,
      )
      assert.equal(forgotten.headers.location, '/evil.test/')
    },
  },
  {
    ids: 'L18',
    name: 'from a page, the choice leads to the same page in the other language, and is remembered for six months',
    run: async town => {
      const answer = await setLanguage(town, `language=nl&next=${encodeURIComponent('/en/explore/?q=a')}`)
      assert.equal(answer.headers.location, '/nl/explore/?q=a')
      const { maxAge, value, httpOnly, domain } = cookieOf(answer) ?? { name: '' }
      assert.deepEqual([maxAge, value, httpOnly, domain], [15_552_000, 'nl', true, undefined])
      assert.equal(await leadsTo(town, { jar: new Jar().take(answer) }), '/nl/')
      for (const body of ['language=ja', 'language=../x', 'language=', ''])
        assert.deepEqual((await setLanguage(town, body || 'a=1')).setCookies, [], body)
    },
  },
  {
    ids: 'L19',
    name: 'what was found out is not remembered',
    run: async town => {
      for (const path of ['/', '/explore/', '/fr/', '/api/explore/v2.1/console'])
        assert.deepEqual((await town.ask(path, { headers: wishes('fr') })).setCookies, [], path)
    },
  },
  {
    ids: 'L20',
    name: 'an address without a language leads to the one with it, question and all',
    run: async town => {
      const answer = await town.ask('/explore/?q=oak', { headers: wishes('fr') })
      assert.deepEqual([answer.status, answer.headers.location], [302, '/fr/explore/?q=oak'])
      assert.equal(
        (await town.ask('//evil.test/explore/', { headers: wishes('fr') })).headers.location?.startsWith(
          '//',
        ),
        false || undefined,
      )
      assert.equal((await town.ask('/', { host: TREES, headers: wishes('nl') })).headers.location, '/en/')
    },
  },
]
