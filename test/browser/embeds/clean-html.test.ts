import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { foreignRules } from '../../../src/core/content/foreign-rules.ts'
import { pageText } from '../../../src/core/content/rich-text.ts'
import { hostileHtml, LOADING_CONSTRUCTS } from '../../../src/core/content/testing/hostile-html.ts'
import { KNOWN_SERVICES } from '../../../src/core/privacy/services/catalogue.ts'
import { CHROMIUM_NEEDED, chromiumPath, openBrowser } from '../pages/chromium.ts'

const ORIGIN = 'http://portal.localhost'
/** Texts of one page; the seed is that of the day, so that every day tries others. */
const TEXTS = 1500
const SEED = Math.floor(Date.now() / 86_400_000)

const rules = foreignRules({ services: KNOWN_SERVICES, language: 'en', key: new Uint8Array(32) })

const path = chromiumPath()

describe('cleaned texts in a browser', { skip: path === undefined ? CHROMIUM_NEEDED : false }, () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>
  before(async () => {
    browser = await openBrowser(path ?? '')
  })
  after(() => browser?.close())

  /** Shows texts twice, as a document and as markup put in later, and tells what they reached or ran. */
  async function reached(texts: readonly string[]): Promise<readonly string[]> {
    const context = await browser.context({})
    const asked: string[] = []
    await context.route('**/*', route => {
      const url = route.request().url()
      if (url === `${ORIGIN}/`)
        return route.fulfill({
          contentType: 'text/html; charset=utf-8',
          body: `<!doctype html><body>${texts.map(text => `<div>${text}</div>`).join('\n')}<main></main></body>`,
        })
      if (!url.startsWith(`${ORIGIN}/`)) asked.push(url)
      return route.fulfill({ contentType: 'text/html', body: '' })
    })
    const page = await context.newPage()
    page.on('dialog', dialog => {
      asked.push('a dialogue')
      return dialog.dismiss()
    })
    await page.goto(`${ORIGIN}/`, { waitUntil: 'load' })
    await page.evaluate(later => {
      const main = document.querySelector('main')
      if (main !== null) main.innerHTML = later.join('\n')
    }, texts)
    await page.mouse.wheel(0, 100_000)
    await page.waitForTimeout(500)
    const found = await page.evaluate(() => ({
      ran: 'ran' in window,
      strange: document.querySelectorAll('script,style,svg,math,object,embed,form,base,meta,link,video,audio')
        .length,
      handlers: [...document.querySelectorAll('*')].filter(one =>
        [...one.attributes].some(({ name }) => name.startsWith('on') || name === 'style'),
      ).length,
    }))
    await context.close()
    if (found.ran) asked.push('a script')
    if (found.strange > 0) asked.push(`${found.strange} elements`)
    if (found.handlers > 0) asked.push(`${found.handlers} handlers`)
    return asked
  }

  test('the trap springs: texts that were not cleaned reach others and run', async () => {
    // one of them would leave the page
    const { refresh: _, ...stay } = LOADING_CONSTRUCTS
    const found = await reached(Object.values(stay))
    assert.ok(found.some(url => url.includes('tracker.example')))
    assert.ok(found.includes('a script'))
  })

  test('P21, P22, P50: each construct that loads something reaches nobody and runs nothing', async () => {
    const texts = Object.values(LOADING_CONSTRUCTS).map(source => pageText(source, rules).html.safe)
    assert.deepEqual(await reached(texts), [])
  })

  test(`P22, P23, P50: whatever is put together of them does not either (seed ${SEED})`, async () => {
    const sources = fc.sample(hostileHtml, { numRuns: TEXTS, seed: SEED })
    assert.deepEqual(await reached(sources.map(source => pageText(source, rules).html.safe)), [])
  })
})
