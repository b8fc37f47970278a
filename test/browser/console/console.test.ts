import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { FUNCTIONS } from '../../../src/core/odsql/functions.ts'
import { city, exchange, read, withCity } from '../../explore/ask-city.ts'
import { CITY, DATASET } from '../../explore/city.ts'
import { TREES } from '../../explore/trees.ts'
import { CHROMIUM_NEEDED, chromiumPath, openBrowser } from '../pages/chromium.ts'
import { axeFaults, overflow, watch } from '../watching.ts'

const run = promisify(execFile)
const path = chromiumPath()
const CONSOLE = '/en/explore/dataset/city-trees/api/'

const oaks = TREES.filter(({ species }) => species === 'oak').length

interface Told {
  readonly total_count: number
  readonly error_code?: string
}

/** The answer that the page shows. */
const answer = async (page: Page): Promise<Told> =>
  JSON.parse((await page.locator('[data-live] .code').nth(1).textContent()) ?? '')

/** The request that the page shows. */
const request = async (page: Page): Promise<URL> =>
  new URL((await page.locator('[data-live] .code').first().textContent()) ?? '')

withCity()

describe('the API console', { skip: path === undefined ? CHROMIUM_NEEDED : false }, () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>
  const origin = () => `http://${CITY}:${city().running.port}`
  before(async () => {
    browser = await openBrowser(path ?? '')
  })
  after(() => browser?.close())

  async function visit(options: BrowserContextOptions, way: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.context({ viewport: { width: 1360, height: 900 }, ...options })
    try {
      const broken = await watch(context, origin())
      await way(await context.newPage())
      assert.deepEqual(broken, [])
    } finally {
      await context.close()
    }
  }

  const editor = (page: Page, clause: string) => page.locator(`v-odsql[data-clause="${clause}"] .cm-content`)

  test('without scripts: a form whose answer is on the page, faults where they are', () =>
    visit({ javaScriptEnabled: false }, async page => {
      await page.goto(`${origin()}${CONSOLE}`)
      assert.equal((await answer(page)).total_count, TREES.length)
      await page.locator('#where').fill('species = "oak"')
      await page.locator('#select').fill('tree_id')
      await page.locator('.console-form button').click()
      assert.equal((await answer(page)).total_count, oaks)
      const asked = await request(page)
      assert.equal(asked.searchParams.get('where'), 'species = "oak"')
      assert.deepEqual(await answer(page), await read(`${asked.pathname}${asked.search}`))
      await page.locator('#where').fill('specis = "oak"')
      await page.locator('#limit').fill('101')
      await page.locator('.console-form button').click()
      assert.equal((await answer(page)).error_code, 'InvalidRESTParameterError')
      assert.match((await page.locator('[data-fault="limit"]').textContent()) ?? '', /101/)
      await page.locator('#limit').fill('5')
      await page.locator('.console-form button').click()
      assert.equal((await answer(page)).error_code, 'ODSQLError')
      assert.match((await page.locator('[data-fault="where"]').textContent()) ?? '', /specis.*species/)
      assert.equal(await page.locator('#where').getAttribute('aria-invalid'), 'true')
    }))

  test('facets are counted, a value is kept', () =>
    visit({ javaScriptEnabled: false }, async page => {
      await page.goto(`${origin()}${CONSOLE}?view=facets&facet=remarkable&refine=species:oak`)
      const asked = await request(page)
      assert.equal(asked.pathname, `${DATASET}/facets`)
      assert.deepEqual(await answer(page), await read(`${asked.pathname}${asked.search}`))
      assert.equal(await page.locator('input[name="refine"]').first().inputValue(), 'species:oak')
      assert.equal(await page.locator('#select').isVisible(), false)
      assert.equal(await page.locator('#facet').isVisible(), true)
    }))

  /** Takes the first offer; the editor hears no key in the first moment of a list, when it may be meant for the text. */
  const take = async (page: Page): Promise<void> => {
    await page.waitForTimeout(300)
    await page.keyboard.press('Enter')
  }

  test('while typing: fields and functions are offered, the answer follows, the address too', () =>
    visit({}, async page => {
      await page.goto(`${origin()}${CONSOLE}`)
      await editor(page, 'where').waitFor()
      await editor(page, 'where').click()
      await page.keyboard.type('spec')
      const options = page.locator('.cm-tooltip-autocomplete li')
      await options.first().waitFor()
      assert.match((await options.first().textContent()) ?? '', /^species/)
      await take(page)
      await page.keyboard.type(' = "oak')
      await page.waitForFunction(
        total =>
          document.querySelectorAll('[data-live] .code')[1]?.textContent?.includes(`"total_count": ${total}`),
        oaks,
      )
      assert.equal(new URL(page.url()).searchParams.get('where'), 'species = "oak"')
      assert.equal((await request(page)).searchParams.get('where'), 'species = "oak"')
      await editor(page, 'select').click()
      await page.keyboard.type('avg')
      await options.first().waitFor()
      assert.match((await options.first().textContent()) ?? '', /^avg.*avg\(number\)/)
      await take(page)
      await page.keyboard.type('heigth)')
      await page.locator('[data-fault="select"] .fault', { hasText: 'Did you mean “height”?' }).waitFor()
      assert.equal((await answer(page)).error_code, 'ODSQLError')
      assert.deepEqual(await axeFaults(page), [])
      for (let i = 0; i < 'heigth)'.length; i++) await page.keyboard.press('Backspace')
      await page.keyboard.type('height)')
      await page.locator('.badge.good').waitFor()
      assert.equal(await page.locator('[data-fault="select"] .fault').count(), 0)
      await page.reload()
      await editor(page, 'select').waitFor()
      assert.equal(await editor(page, 'select').textContent(), 'avg(height)')
    }))

  test('the request as programs send it: curl gives the answer that the page shows', () =>
    visit({}, async page => {
      await page.goto(
        `${origin()}${CONSOLE}?where=${encodeURIComponent('species = "l\'été" or age < 3')}&limit=3`,
      )
      const curl = (await page.locator('.programs .code').first().textContent()) ?? ''
      const { stdout } = await run('bash', ['-c', `${curl} --silent`])
      assert.deepEqual(JSON.parse(stdout), await answer(page))
      const labels = await page.locator('.programs summary').allTextContents()
      assert.deepEqual(labels, ['curl', 'JavaScript', 'Python', 'R'])
    }))

  for (const [way, options] of [
    ['a phone', { viewport: { width: 390, height: 844 } }],
    ['the dark', { colorScheme: 'dark' }],
  ] as const)
    test(`in ${way}: no fault of axe, nothing too wide`, () =>
      visit(options, async page => {
        for (const address of [CONSOLE, `${CONSOLE}?where=nope%3D1`, '/en/api/', '/fr/api/']) {
          await page.goto(`${origin()}${address}`, { waitUntil: 'networkidle' })
          assert.deepEqual(await axeFaults(page), [], address)
          assert.ok((await overflow(page)) <= 0, address)
        }
      }))

  test('the editor costs no other page a byte, and is within its budget', () =>
    visit({}, async page => {
      const scripts: string[] = []
      let bytes = 0
      page.on('response', async response => {
        if (response.request().resourceType() !== 'script') return
        scripts.push(response.url())
        bytes += (await response.request().sizes()).responseBodySize
      })
      await page.goto(`${origin()}/en/explore/dataset/city-trees/`, { waitUntil: 'networkidle' })
      assert.ok(bytes <= 10_000, `${bytes} bytes on the overview`)
      await page.goto(`${origin()}${CONSOLE}`, { waitUntil: 'networkidle' })
      assert.ok(scripts.some(url => url.includes('v-odsql')))
      assert.ok(bytes <= 110 * 1024, `${bytes} bytes with the editor`)
    }))
})

test('the reference: every function is there, examples run, the console’s addresses lead to it', async () => {
  const page = (await exchange('/en/api/', {})).bytes.toString()
  for (const name of Object.keys(FUNCTIONS))
    assert.ok(page.includes(`>${name}(`) || page.includes(`${name}(`), name)
  const examples = [...page.matchAll(/href="(\/en\/explore\/dataset\/[^"]*api\/\?[^"]*)"/g)].map(
    ([, href = '']) => href.replaceAll('&amp;', '&'),
  )
  assert.ok(examples.length >= 1)
  for (const href of examples) {
    const { status, bytes } = await exchange(href, {})
    assert.equal(status, 200, href)
    assert.match(bytes.toString(), /badge good/, href)
  }
  for (const address of ['/api/explore/v2.1/console', '/api-console/explore/v2.1/']) {
    const { status, headers } = await exchange(address, { headers: { 'accept-language': 'fr' } })
    assert.deepEqual([status, headers.location], [302, '/fr/api/'])
  }
})
