import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, describe, test } from 'node:test'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { consentValue, consentWeek, type Grant } from '../../../src/core/privacy/consent-value.ts'
import { portalKey } from '../../../src/core/privacy/portal-key.ts'
import { freePort } from '../../chaos/deployment.ts'
import { CHROMIUM_NEEDED, chromiumPath, openBrowser } from '../pages/chromium.ts'
import { axeFaults, overflow } from '../watching.ts'
import {
  type Embedding,
  FILES,
  FILES_HOST,
  HOST,
  interceptOthers,
  openEmbedding,
  type Reached,
  VIDEO,
} from './embedding.ts'

const path = chromiumPath()
const PAGE = '/en/explore/dataset/video/'
const PIECE = `/embed/svc/youtube/${VIDEO}?lang=en`
const YOUTUBE = 'https://www.youtube-nocookie.com'

interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  readonly reached: readonly Reached[]
  /** What the portal's own policy held back, and what was said on the console. */
  readonly broken: readonly string[]
}

describe('content of others', {
  skip: path === undefined ? CHROMIUM_NEEDED : false,
  timeout: 240_000,
}, () => {
  let portal: Embedding
  let browser: Awaited<ReturnType<typeof openBrowser>>

  before(async () => {
    portal = await openEmbedding()
    browser = await openBrowser(path ?? '', ['--short-reporting-delay'])
  })
  after(async () => {
    await browser?.close()
    await portal?.[Symbol.asyncDispose]()
  })

  async function visit(
    way: (visit: Visit) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> {
    const context = await browser.context({
      ...{ ignoreHTTPSErrors: true, viewport: { width: 1200, height: 900 }, ...options },
    })
    const broken: string[] = []
    context.on('console', message => {
      if (message.type() === 'error') broken.push(message.text())
    })
    try {
      const reached = await interceptOthers(context, portal.origin)
      await way({ page: await context.newPage(), context, reached, broken })
    } finally {
      await context.close()
    }
  }

  const settle = async (page: Page): Promise<void> => {
    await page.mouse.wheel(0, 5000)
    await page.waitForTimeout(300)
  }

  /** The document in front of a piece, in the page around it. */
  const piece = (page: Page, service = 'youtube') =>
    page.frameLocator(`iframe[src^="/embed/svc/${service}/"]`)

  const STATES: Readonly<Record<string, BrowserContextOptions>> = {
    'first visit (a)': {},
    'refusal by signal (e)': { extraHTTPHeaders: { 'sec-gpc': '1' } },
    'without scripts': { javaScriptEnabled: false },
  }
  for (const [state, options] of Object.entries(STATES))
    test(`P21: a raw frame of a publisher waits behind the portal's own document: ${state}`, () =>
      visit(async ({ page, context, reached, broken }) => {
        await page.goto(`${portal.origin}${PAGE}`)
        await settle(page)
        await piece(page).getByRole('button', { name: 'Load once' }).waitFor()
        await piece(page, 'openstreetmap').getByRole('button', { name: 'Load once' }).waitFor()
        assert.deepEqual([reached, broken, await context.cookies()], [[], [], []])
      }, options))

  for (const id of ['hostile', 'harvested', 'proxied'])
    test(`P22, P23: the description of ${id} reaches nobody else, and nothing is left for the policy to hold back`, () =>
      visit(async ({ page, reached, broken }) => {
        await page.goto(`${portal.origin}/en/explore/dataset/${id}/`)
        await settle(page)
        assert.deepEqual(reached, [])
        assert.deepEqual(
          broken.filter(text => !/status of 404/.test(text)),
          [],
        )
        assert.equal(await page.evaluate(() => 'ran' in window), false)
      }))

  test('P24: loaded once: the frame, no cookie; at the next visit it waits again, and its ticket is spent', () =>
    visit(async ({ page, context, reached, broken }) => {
      await page.goto(`${portal.origin}${PAGE}`)
      await piece(page).getByRole('button', { name: 'Load once' }).click()
      await piece(page).locator('.loaded iframe').waitFor()
      await settle(page)
      assert.deepEqual(reached, [{ url: `${YOUTUBE}/embed/${VIDEO}`, referer: `${portal.origin}/` }])
      assert.deepEqual([await context.cookies(), broken], [[], []])
      const frame = page.frames().find(one => one.url().includes('ticket='))
      const spent = frame?.url() ?? ''
      await page.reload()
      await piece(page).getByRole('button', { name: 'Load once' }).waitFor()
      await page.goto(spent)
      await page.getByRole('button', { name: 'Load once' }).waitFor()
      assert.equal(reached.length, 1)
    }))

  /** A decision as a host of the portal signs it. */
  const signed = async (grants: readonly Grant[], host: string = HOST): Promise<string> => {
    const [stored] = await portal.deployment.ports.catalog.listPortals()
    const name = { purpose: 'consent', portal: `p_${stored?.id}`, version: 1 } as const
    const key = portalKey(portal.deployment.secrets[0], name)
    const via = grants.length === 0 ? 'reject' : 'placeholder'
    const week = consentWeek(Date.now())
    return consentValue({ key, host }, { revision: 1, week, uncounted: false, via, grants })
  }

  /** Rows of the ledger that came since. */
  const rowsAfter = async (seq: number) => {
    const [stored] = await portal.deployment.ports.catalog.listPortals()
    return portal.deployment.ports.consent.ledger(stored?.id ?? 0, seq, 10)
  }

  for (const script of [true, false])
    test(`P25, P26: always, one service alone, until it is taken back: scripts ${script}`, () =>
      visit(
        async ({ page, context, reached, broken }) => {
          const before = (await rowsAfter(0)).length
          await page.goto(`${portal.origin}${PAGE}`)
          await piece(page).getByRole('button', { name: 'Always load YouTube' }).click()
          await piece(page).locator('.loaded iframe').waitFor()
          const [cookie] = await context.cookies()
          assert.match(cookie?.value ?? '', /\.e:youtube\.p\./)
          await page.reload()
          await piece(page).locator('.loaded iframe').waitFor()
          await piece(page, 'openstreetmap').getByRole('button', { name: 'Load once' }).waitFor()
          const [always] = await rowsAfter(before)
          const { action, surface, grantsAfter } = always?.content ?? {}
          assert.deepEqual([action, surface, grantsAfter], ['service_always', 'placeholder', ['e:youtube']])
          assert.equal(new Set(reached.map(({ url }) => new URL(url).origin)).size, 1)
          await page.goto(`${portal.origin}/en/`)
          await page.getByRole('button', { name: 'Withdraw my consent' }).first().click()
          await page.waitForURL(`${portal.origin}/en/**`)
          const asked = reached.length
          await page.goto(`${portal.origin}${PAGE}`)
          await piece(page).getByRole('button', { name: 'Load once' }).waitFor()
          await settle(page)
          assert.equal(reached.length, asked)
          assert.doesNotMatch((await context.cookies())[0]?.value ?? '', /youtube/)
          assert.equal((await rowsAfter(before + 1))[0]?.content?.action, 'withdraw')
          assert.deepEqual(broken, [])
        },
        { javaScriptEnabled: script },
      ))

  test('P27: a decision that we signed opens nothing once anything of it is changed, or on another portal', async () => {
    const value = await signed(['e:youtube'])
    const ask = (value: string) => portal.ask(PIECE, { headers: { cookie: `cookies_preferences=${value}` } })
    assert.match((await ask(value)).text, /<iframe/)
    const other = await signed(['e:youtube'], 'other.localhost')
    for (const wrong of [other, value.replace('youtube', 'vimeo'), value.replace('.p.', '.a.'), `${value}0`])
      assert.doesNotMatch((await ask(wrong)).text, /<iframe/)
  })

  test('what a frame of others may do is bounded, and it alone may be there', () =>
    visit(async ({ page, reached }) => {
      await page.goto(`${portal.origin}${PIECE}`)
      const [answer] = await Promise.all([
        page.waitForResponse(response => response.url().includes('ticket=')),
        page.getByRole('button', { name: 'Load once' }).click(),
      ])
      const policy = answer.headers()['content-security-policy'] ?? ''
      assert.match(policy, new RegExp(`frame-src ${YOUTUBE};`))
      assert.match(policy, /default-src 'none'/)
      assert.doesNotMatch(policy, /script-src/)
      const frame = page.locator('iframe')
      assert.equal(await frame.getAttribute('referrerpolicy'), 'strict-origin')
      assert.notEqual(await frame.getAttribute('credentialless'), null)
      assert.doesNotMatch((await frame.getAttribute('sandbox')) ?? 'top-navigation', /top-navigation|modals/)
      assert.equal(reached.length, 1)
    }))

  const FORGED = [
    ...['1.1.9z.e:youtube.a.AAAAAAAAAAA', '1.1.9z.e:youtube_s.p.Qzlcdk8Cchg', '9.1.1.e:youtube.a.x'],
    ...['e:youtube', '1.1.9z.0.r.Qzlcdk8Cchg', 'x'.repeat(3000)],
  ]
  for (const value of FORGED)
    test(`P27, P30: the document waits, whatever a browser says that we did not: ${value.slice(0, 24)}`, async () => {
      const { status, text } = await portal.ask(PIECE, {
        headers: { cookie: `cookies_preferences=${value}` },
      })
      assert.equal(status, 200)
      assert.match(text, /value="once"/)
      assert.doesNotMatch(text, /<iframe/)
    })

  test('P38: a page with embedded content is the same bytes for everyone, and may be kept', async () => {
    const decided = [await signed(['e:youtube']), await signed([])]
    const cookies = [undefined, ...decided.map(value => `cookies_preferences=${value}`), 'sessionid=x']
    const answers = await Promise.all(
      cookies.map(cookie => portal.ask(PAGE, { headers: cookie === undefined ? {} : { cookie } })),
    )
    const [first] = answers
    for (const { text } of answers) assert.equal(text, first?.text)
    assert.equal(first?.headers['cache-control'], 'no-cache')
    assert.doesNotMatch(first?.headers.vary ?? '', /Cookie/i)
    assert.doesNotMatch(first?.text ?? '', /youtube\.com|youtube-nocookie|openstreetmap\.org/)
  })

  test('the document in front is kept by nobody, and never looks at a session', async () => {
    const { headers } = await portal.ask(PIECE, { headers: { cookie: 'sessionid=unknown; csrftoken=x' } })
    assert.equal(headers['cache-control'], 'private, no-store')
    assert.match(headers.vary ?? '', /Cookie/)
    assert.equal(headers['set-cookie'], undefined)
  })

  test('(j) a page of somebody else cannot have its visitors press the buttons', () =>
    visit(async ({ page, context }) => {
      // a server of its own: browsers keep pages that come from nowhere away from this machine
      const server = createServer((_, response) => {
        response.setHeader('content-type', 'text/html')
        response.end(`<iframe src="${portal.origin}${PIECE}"></iframe>`)
      })
      const port = await freePort()
      await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve).unref())
      const elsewhere = `http://elsewhere.localhost:${port}/`
      await context.route(elsewhere, route => route.continue())
      await page.goto(elsewhere)
      await page.waitForTimeout(500)
      assert.equal(await page.frameLocator('iframe').getByRole('button').count(), 0)
      assert.match(page.frames()[1]?.url() ?? '', /^chrome-error:/)
      assert.deepEqual(await context.cookies(), [])
      server.close()
    }))

  test('C62: buttons pressed from elsewhere, or from nowhere, are refused', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const origins = [{}, { origin: 'https://evil.example' }, { 'sec-fetch-site': 'same-site' }]
    for (const headers of origins) {
      const sent = { method: 'POST', body: 'load=always', headers: { ...form, ...headers } }
      const answer = await portal.ask(PIECE, sent)
      assert.equal(answer.status, 403)
      assert.equal(answer.headers['set-cookie'], undefined)
    }
  })

  test('what is no piece of a declared service is not there, with no banner and no frame', async () => {
    for (const piece of ['vimeo/76979871', 'youtube/%22%3E%3Cscript%3E', 'youtube/../../x', 'pictures/x'])
      assert.equal((await portal.ask(`/embed/svc/${piece}`)).status, 404, piece)
  })

  test('Chromium tells what was held back: directive and host are kept, nothing else', () =>
    visit(async ({ page }) => {
      await page.goto(`${portal.origin}/en/`)
      await page.evaluate(() => {
        new Image().src = 'https://tracker.example/secret.png?visitor=7'
      })
      const isTold = (): boolean => portal.logged.some(line => line.startsWith('csp_held_back'))
      for (let at = 0; at < 100 && !isTold(); at++) await page.waitForTimeout(100)
      assert.deepEqual(
        portal.logged.filter(line => line.startsWith('csp_held_back')),
        ['csp_held_back {"portal":"embeds","directive":"img-src","source":"tracker.example"}'],
      )
    }))

  for (const [name, bytes] of Object.entries(FILES))
    test(`T09: ${name} of a publisher is kept, never shown, and served where no cookie of the portal goes`, () =>
      visit(async ({ page, context }) => {
        const address = `/api/explore/v2.1/catalog/datasets/video/attachments/${name.replace('.', '-')}`
        const sent = await portal.ask(address)
        assert.equal(sent.status, 307)
        const there = new URL(sent.headers.location ?? '')
        assert.equal(there.hostname, FILES_HOST)
        const { headers, text } = await portal.ask(there.pathname, { host: FILES_HOST })
        assert.equal(text, bytes)
        assert.match(headers['content-disposition'] ?? '', /^attachment;/)
        assert.equal(String(headers['x-content-type-options']), 'nosniff')
        assert.match(String(headers['content-security-policy']), /; sandbox$/)
        assert.equal(headers['set-cookie'], undefined)
        const cookie = { name: 'sessionid', value: 'secret', url: portal.origin, secure: true }
        await context.addCookies([cookie])
        const told: (string | undefined)[] = []
        page.on('request', request => {
          if (new URL(request.url()).hostname === FILES_HOST) told.push(request.headers().cookie)
        })
        await page.goto(`${portal.origin}/en/`)
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.evaluate(to => location.assign(to), address),
        ])
        assert.equal(download.suggestedFilename(), name)
        assert.deepEqual(told, [undefined])
        assert.notEqual(await page.title(), 'ran')
      }))

  test('T09: the host of files serves files alone, to whom the portal sends there, and no portal serves its addresses', async () => {
    const address = '/api/explore/v2.1/catalog/datasets/video/attachments/page-html'
    const there = new URL((await portal.ask(address)).headers.location ?? '').pathname
    assert.equal((await portal.ask(there)).status, 404)
    const changed = there.replace(/[0-9a-f]{64}/, 'a'.repeat(64))
    assert.equal((await portal.ask(changed, { host: FILES_HOST })).status, 404)
    for (const path of ['/', '/en/', address, PIECE])
      assert.equal((await portal.ask(path, { host: FILES_HOST })).status, 421, path)
    const part = await portal.ask(there, { host: FILES_HOST, headers: { range: 'bytes=0-4' } })
    assert.deepEqual([part.status, part.text], [206, '<!doc'])
    assert.equal((await portal.ask(there, { host: FILES_HOST, method: 'HEAD' })).text, '')
  })

  const LOOKS: readonly (readonly [string, BrowserContextOptions & { language: string }])[] = [
    ['a desk', { language: 'en' }],
    ['a phone', { language: 'fr', viewport: { width: 390, height: 844 } }],
    ['a dark desk', { language: 'en', colorScheme: 'dark' }],
    ['right to left', { language: 'ar' }],
    ['a narrow frame', { language: 'en', viewport: { width: 320, height: 400 } }],
  ]
  for (const [look, { language, ...options }] of LOOKS)
    test(`the placeholder on ${look}: no fault of axe, in its language, as wide as its frame`, () =>
      visit(async ({ page, broken }) => {
        await page.goto(`${portal.origin}/embed/svc/youtube/${VIDEO}?lang=${language}`)
        assert.equal(await page.locator('html').getAttribute('lang'), language)
        assert.ok((await overflow(page)) <= 0)
        await page.locator('summary').click()
        assert.deepEqual(await axeFaults(page), [])
        assert.ok((await overflow(page)) <= 0)
        assert.deepEqual(broken, [])
      }, options))
})
