import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { axeFaults, overflow, watch } from '../watching.ts'
import { CHROMIUM_NEEDED, chromiumPath, openBrowser } from './chromium.ts'
import { type Preview, startPreview } from './preview.ts'
import { SAMPLE_PAGES } from './sample-pages.tsx'

const path = chromiumPath()

/** Ways of looking at every page; `axe` where its rules can answer otherwise than in the ways before. */
const WAYS = {
  'a desk, light': { language: 'en', width: 1360, scheme: 'light', axe: true },
  'a desk, dark': { language: 'de', width: 1360, scheme: 'dark', axe: true },
  'right to left': { language: 'ar', width: 1360, scheme: 'light', axe: true },
  'a phone': { language: 'fr', width: 390, scheme: 'light', axe: true },
  'a dark phone, right to left': { language: 'ar', width: 390, scheme: 'dark', axe: false },
  'a narrow phone': { language: 'nl', width: 320, scheme: 'light', axe: false },
} as const

describe('pages in a browser', { skip: path === undefined ? CHROMIUM_NEEDED : false }, () => {
  let preview: Preview
  let browser: Awaited<ReturnType<typeof openBrowser>>
  before(async () => {
    preview = await startPreview()
    browser = await openBrowser(path ?? '')
  })
  after(async () => {
    await browser.close()
    await preview.close()
  })

  for (const [way, { language, width, scheme, axe }] of Object.entries(WAYS)) {
    test(`on ${way}: no fault of axe, nothing against the policy, nothing wider than the screen`, async () => {
      const context = await browser.context({ viewport: { width, height: 900 }, colorScheme: scheme })
      const broken = await watch(context, preview.origin)
      const page = await context.newPage()
      for (const name of Object.keys(SAMPLE_PAGES)) {
        await page.goto(`${preview.origin}/${language}/${name}`)
        if (axe) assert.deepEqual(await axeFaults(page), [], `${name}: axe`)
        const wide = await overflow(page)
        assert.ok(wide <= 0, `${name} is ${wide} px too wide`)
        assert.deepEqual(broken, [], name)
      }
      await context.close()
    })
  }

  test('P51: printed, and 320 pixels wide, every fact of the policy can be read', async () => {
    const context = await browser.context({ javaScriptEnabled: false, viewport: { width: 320, height: 900 } })
    const page = await context.newPage()
    await page.goto(`${preview.origin}/en/cookies`)
    const facts = page.locator('main :is(h1, h2, p, dt, dd, th[scope=row], td, li)')
    for (const [media, width] of [
      ['screen', 320],
      ['print', 700],
    ] as const) {
      await page.emulateMedia({ media })
      await page.setViewportSize({ width, height: 900 })
      const boxes = await facts.evaluateAll(elements =>
        elements.map(element => {
          const { height, left, right } = element.getBoundingClientRect()
          return { text: element.textContent, height, left, right }
        }),
      )
      assert.ok(boxes.length > 100)
      for (const { text, height, left, right } of boxes)
        assert.ok(height >= 10 && left >= 0 && right <= width, `${media}: ${text}`)
      const terms = await page
        .locator('[data-term]')
        .evaluateAll(cells => cells.map(cell => getComputedStyle(cell, '::before').content))
      if (media === 'screen')
        assert.ok(
          terms.every(term => term.length > 2),
          'each fact has its term',
        )
      else assert.equal(await page.locator('thead').first().isVisible(), true)
    }
    await context.close()
  })

  test('without scripts: content, forms and links are there', async () => {
    const context = await browser.context({ javaScriptEnabled: false, viewport: { width: 390, height: 900 } })
    const page = await context.newPage()
    await page.goto(`${preview.origin}/en/catalog-filtered`)
    assert.equal(await page.locator('.card').count(), 20)
    assert.equal(await page.locator('form[method="get"] button[type="submit"]').first().isVisible(), true)
    assert.equal(await page.locator('.sort button').isVisible(), true)
    await page.locator('.filters > summary').click()
    assert.equal(await page.locator('.facet a').first().isVisible(), true)
    await page.goto(`${preview.origin}/en/api`)
    assert.match((await page.locator('.code').first().textContent()) ?? '', /^https:/)
    await context.close()
  })

  test('with scripts: the order changes without a button, and code can be copied', async () => {
    const context = await browser.context({ viewport: { width: 1360, height: 900 } })
    const page = await context.newPage()
    await page.goto(`${preview.origin}/en/catalog-filtered`)
    await page.locator('.sort.auto').waitFor()
    assert.equal(await page.locator('.sort button').isVisible(), false)
    const [request] = await Promise.all([
      page.waitForRequest(/sort=title/),
      page.locator('#sort').selectOption('title'),
    ])
    await page.waitForURL(/sort=title/)
    assert.match(
      request.url(),
      /\/en\/explore\/\?q=bus&refine=theme%3ACulture&refine=publisher%3ARegion&sort=title/,
    )
    await page.goto(`${preview.origin}/en/api`)
    await page.locator('v-copy button').first().waitFor()
    await context.close()
  })

  test('filters are open on a desk without a click, and closed on a phone', async () => {
    for (const [width, visible] of [
      [1360, true],
      [390, false],
    ] as const) {
      const context = await browser.context({ viewport: { width, height: 900 } })
      const page = await context.newPage()
      await page.goto(`${preview.origin}/en/catalog`)
      assert.equal(await page.locator('.facet a').first().isVisible({ timeout: 500 }), visible, `${width}`)
      await context.close()
    }
  })

  test('keyboard: the first stop skips to the content, and every stop can be seen', async () => {
    const context = await browser.context({ viewport: { width: 1360, height: 900 } })
    const page = await context.newPage()
    await page.goto(`${preview.origin}/en/overview`)
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('href')), '#main')
    for (let stop = 0; stop < 12; stop++) {
      await page.keyboard.press('Tab')
      const outline = await page.evaluate(() => {
        const element = document.activeElement
        return element === null ? '' : getComputedStyle(element).outlineWidth
      })
      assert.equal(outline, '3px', `stop ${stop}`)
    }
    await context.close()
  })
})
