import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { CHROMIUM_NEEDED, chromiumPath, openBrowser } from '../browser/pages/chromium.ts'
import { axeFaults, overflow } from '../browser/watching.ts'
import { ASKING, type Asking } from './asking.ts'

const path = chromiumPath()
const BANNER = 'section.consent'

/** The banner and the page of choices in a real browser. */
export function inBrowser(opened: () => Asking): void {
  describe('in a browser', { skip: path === undefined ? CHROMIUM_NEEDED : false }, () => {
    let browser: Awaited<ReturnType<typeof openBrowser>>
    const origin = () => `http://${ASKING}:${opened().port}`
    before(async () => {
      browser = await openBrowser(path ?? '')
    })
    after(() => browser.close())

    const visit = async (
      options: BrowserContextOptions,
      way: (page: Page, cookies: () => Promise<string>) => Promise<void>,
    ) => {
      const context = await browser.context({
        viewport: { width: 1360, height: 900 },
        // pages fade into each other, which a test may be too fast for
        reducedMotion: 'reduce',
        ...options,
      })
      const broken: string[] = []
      context.on('console', message => message.type() === 'error' && broken.push(message.text()))
      context.on('weberror', error => broken.push(error.error().message))
      context.on('request', request => {
        if (!request.url().startsWith(`${origin()}/`)) broken.push(request.url())
      })
      const cookies = async () =>
        (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
      await way(await context.newPage(), cookies)
      await context.close()
      assert.deepEqual(broken, [])
    }
    const without = { javaScriptEnabled: false }

    test('P35, B16: accept, reject, choose, withdraw without scripts', async () => {
      const shown = (page: Page) => page.locator(BANNER).isVisible()
      for (const [button, grants] of [
        ['Accept all', 'e:vimeo_e:weather_e:youtube'],
        ['Reject all', '0'],
      ] as const)
        await visit(without, async (page, cookies) => {
          await page.goto(`${origin()}/en/explore/?q=x`)
          assert.equal(await cookies(), '')
          await page.locator(BANNER).getByRole('button', { name: button }).click()
          assert.equal(page.url(), `${origin()}/en/explore/?q=x`)
          assert.ok((await cookies()).includes(`.${grants}.`))
          assert.equal(await shown(page), false)
        })
      await visit(without, async (page, cookies) => {
        await page.goto(`${origin()}/fr/`)
        await page.getByText('Choisir un par un').click()
        await page.getByLabel('Weather map').check()
        await page.getByRole('button', { name: 'Enregistrer mon choix' }).click()
        assert.ok((await cookies()).includes('.e:weather.c.'))
        await page.getByRole('button', { name: 'Retirer mon consentement' }).click()
        assert.ok((await cookies()).includes('.0.c.'))
        assert.equal(await page.locator('.consent-withdraw').isVisible(), false)
      })
    })

    test('P36, B02: refusing looks and costs as accepting', async () => {
      await visit({}, async page => {
        await page.goto(`${origin()}/en/`)
        const looks = await Promise.all(
          ['Reject all', 'Accept all'].map(name =>
            page
              .locator(BANNER)
              .getByRole('button', { name })
              .evaluate(button => {
                const style = getComputedStyle(button)
                const { width, height } = button.getBoundingClientRect()
                return [
                  ...[button.tagName, width, height, style.fontSize, style.fontWeight, style.color],
                  ...[style.backgroundColor, style.borderColor, style.padding, style.opacity],
                ]
              }),
          ),
        )
        assert.deepEqual(looks[0], looks[1])
      })
    })

    test('P37, B04, B17: by keyboard and by name, and the page can be used without answering', async () => {
      await visit({}, async page => {
        await page.goto(`${origin()}/en/`)
        assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'BODY', 'takes no focus')
        await page.keyboard.press('Tab')
        assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Reject all')
        const region = page.getByRole('region', { name: 'Your choice about content of other sites' })
        assert.equal(await region.isVisible(), true)
        assert.equal(await page.evaluate(() => getComputedStyle(document.body).overflow), 'visible')
        await page.locator('main').getByRole('searchbox').fill('x')
        await page.locator('main').getByRole('searchbox').press('Enter')
        await page.waitForURL(/explore/)
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
        assert.ok(await page.locator('footer').getByRole('link', { name: 'Cookies' }).isVisible())
      })
    })

    test('P51: at 320 pixels, at 200 %, right to left and in the dark nothing is cut off, nothing is wrong', async () => {
      const ways: readonly (readonly [string, BrowserContextOptions])[] = [
        ['en', { viewport: { width: 320, height: 640 } }],
        ['de', { viewport: { width: 680, height: 450 }, deviceScaleFactor: 2 }],
        ['ar', { viewport: { width: 390, height: 800 }, colorScheme: 'dark' }],
        ['fr', { colorScheme: 'dark' }],
        ['nl', {}],
      ]
      for (const [language, options] of ways)
        await visit(options, async page => {
          for (const at of [`/${language}/`, `/${language}/cookies/preferences/`]) {
            await page.goto(`${origin()}${at}`)
            for (const details of await page.locator('.consent details, .choices details').all())
              await details.evaluate(element => element.setAttribute('open', ''))
            assert.ok((await overflow(page)) <= 0, `${at} ${await overflow(page)}`)
            assert.deepEqual(await axeFaults(page), [], at)
          }
        })
    })

    test('P51, B20: on paper there is no banner', async () => {
      await visit({}, async page => {
        await page.goto(`${origin()}/en/`)
        await page.emulateMedia({ media: 'print' })
        assert.equal(await page.locator(BANNER).isVisible(), false)
      })
    })

    test('B19: nothing moves when a page with the banner appears, nor for those who answered', async () => {
      await visit({}, async page => {
        const shift = async () => {
          await page.goto(`${origin()}/en/`)
          await page.waitForTimeout(300)
          return page.evaluate(
            () =>
              new Promise<number>(resolve => {
                let sum = 0
                new PerformanceObserver(list => {
                  for (const entry of list.getEntries()) sum += Number(Reflect.get(entry, 'value'))
                }).observe({ type: 'layout-shift', buffered: true })
                setTimeout(() => resolve(sum), 100)
              }),
          )
        }
        // the letters of the page arrive once, whoever asks for consent
        await page.goto(`${origin()}/en/cookies/`)
        await page.evaluate(() => document.fonts.ready)
        assert.equal(await shift(), 0)
        await page.locator(BANNER).getByRole('button', { name: 'Reject all' }).click()
        assert.equal(await shift(), 0)
      })
    })

    test('P26: a withdrawal takes the frame out of the page', async () => {
      await visit({}, async (page, cookies) => {
        await page.goto(`${origin()}/en/`)
        await page.locator(BANNER).getByRole('button', { name: 'Accept all' }).click()
        await page.goto(`${origin()}/en/cookies/preferences/`)
        await page.getByRole('main').getByRole('button', { name: 'Reject all' }).click()
        assert.ok((await cookies()).includes('.0.r.'))
        assert.ok(await page.getByText('Your choice is saved.').isVisible())
        await page.goto(`${origin()}/embed/svc/youtube/dQw4w9WgXcQ`)
        assert.equal(await page.locator('iframe').count(), 0)
      })
    })
  })
}
