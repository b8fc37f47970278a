import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import type { BrowserContext, BrowserContextOptions, Page, Response } from 'playwright-core'
import { type RunningDeployment, startDeployment } from '../../chaos/deployment.ts'
import { CHROMIUM_NEEDED, chromiumPath, openBrowser } from '../pages/chromium.ts'
import { axeFaults, overflow, watch } from '../watching.ts'
import { ERRANDS } from './errands.ts'
import { makeJourney } from './journey.ts'
import { publishAndRegret } from './publisher-story.ts'
import { soukPortals } from './souk.ts'

const PORTALS = {
  datastro: { languages: ['fr', 'en'], dataset: 'messier-objects' },
  eulerhermes: { languages: ['en', 'fr'], dataset: 'countries-of-the-world' },
  'gouv-nc': { languages: ['fr', 'en'], dataset: 'new-caledonia-outline' },
  odwb: { languages: ['fr', 'en', 'nl', 'de'], dataset: 'borders-of-countries' },
  smartbump: { languages: ['fr', 'en'], dataset: 'german-railway-stations' },
  souk: { languages: ['ar', 'en'], dataset: 'markets' },
} as const

type Slug = keyof typeof PORTALS

/** All languages of the portal that has most; of the others, the first. */
const languagesOf = (slug: Slug): readonly string[] =>
  slug === 'odwb' ? PORTALS.odwb.languages : PORTALS[slug].languages.slice(0, 1)

/** Every template of a portal in one language: path and status. */
const templates = (slug: Slug, language: string): readonly (readonly [string, number])[] => {
  const dataset = `/${language}/explore/dataset/${PORTALS[slug].dataset}/`
  return [
    [`/${language}/`, 200],
    [`/${language}/explore/`, 200],
    [`/${language}/explore/?q=zzzz`, 200],
    [dataset, 200],
    [`${dataset}table/`, 200],
    [`${dataset}table/?where=nothing+%3D+1`, 200],
    [`${dataset}export/`, 200],
    [`${dataset}api/`, 200],
    [`/${language}/legal/`, 200],
    [`/${language}/api/`, 200],
    [`/${language}/explore/dataset/no-such-thing/`, 404],
  ]
}

/** Ways of looking that axe judges differently, each on another portal; a light desk is looked at in test/browser/pages. */
const WAYS = {
  'a desk, dark': { slug: 'odwb', language: 'de', width: 1360, scheme: 'dark' },
  'a phone': { slug: 'eulerhermes', language: 'fr', width: 390, scheme: 'light' },
  'a dark phone, right to left': { slug: 'souk', language: 'ar', width: 390, scheme: 'dark' },
} as const

const path = chromiumPath()
/** The demo's data is published first, then some three hundred pages are looked at. */
const PATIENCE_MS = 600_000

describe('a visitor', { skip: path === undefined ? CHROMIUM_NEEDED : false, timeout: PATIENCE_MS }, () => {
  let portals: string
  let deployment: RunningDeployment
  let browser: Awaited<ReturnType<typeof openBrowser>>
  const originOf = (slug: string) => `http://${slug}.localhost:${deployment.port}`

  before(async () => {
    portals = await soukPortals()
    deployment = await startDeployment({ portals, words: ['--demo'] })
    browser = await openBrowser(path ?? '')
  })
  after(async () => {
    await browser?.close()
    await deployment?.stop()
    await rm(portals, { recursive: true, force: true })
  })

  /** A page that is watched: nothing is broken on the way, and no cookie is there at its end. */
  async function visit(
    slug: string,
    options: BrowserContextOptions,
    way: (page: Page, context: BrowserContext) => Promise<void>,
  ): Promise<void> {
    const context = await browser.context({ viewport: { width: 1360, height: 900 }, ...options })
    try {
      const broken = await watch(context, originOf(slug))
      await way(await context.newPage(), context)
      assert.deepEqual(broken, [])
      assert.deepEqual(await context.cookies(), [])
    } finally {
      await context.close()
    }
  }

  const [last, ...others] = ERRANDS.toReversed()
  for (const errand of others)
    test(`finds, filters, downloads and asks on ${errand.slug}`, () =>
      visit(errand.slug, { locale: errand.language }, page => makeJourney(page, deployment, errand)))

  if (last !== undefined)
    test(`the same on ${last.slug} without scripts`, () =>
      visit(last.slug, { locale: last.language, javaScriptEnabled: false }, page =>
        makeJourney(page, deployment, last),
      ))

  for (const slug of Object.keys(PORTALS) as Slug[])
    test(`every page of ${slug} on a phone: its language, its direction, not wider than the screen`, () =>
      visit(slug, { viewport: { width: 390, height: 844 } }, async page => {
        for (const language of languagesOf(slug))
          for (const [address, status] of templates(slug, language)) {
            const response = await page.goto(`${originOf(slug)}${address}`)
            assert.equal(response?.status(), status, address)
            assert.equal(await page.locator('html').getAttribute('lang'), language, address)
            assert.equal(await page.locator('html').getAttribute('dir'), language === 'ar' ? 'rtl' : 'ltr')
            assert.ok((await overflow(page)) <= 0, `${address} is too wide`)
          }
      }))

  for (const [way, { slug, language, width, scheme }] of Object.entries(WAYS))
    test(`on ${way}: no fault of axe on any template of ${slug}`, () =>
      visit(slug, { viewport: { width, height: 900 }, colorScheme: scheme }, async page => {
        for (const [address] of templates(slug, language)) {
          await page.goto(`${originOf(slug)}${address}`)
          assert.deepEqual(await axeFaults(page), [], address)
        }
      }))

  test('a filter that cannot be used is told in the language of the page, and no link carries it on', () =>
    visit('odwb', {}, async page => {
      const told = {
        fr: /ne peut pas être appliqué.*nme.*name/,
        nl: /kan niet worden toegepast.*nme.*name/,
        de: /lässt sich nicht anwenden.*nme.*name/,
        en: /cannot be applied.*nme.*name/,
      }
      for (const [language, sentence] of Object.entries(told)) {
        await page.goto(
          `${originOf('odwb')}/${language}/explore/dataset/borders-of-countries/table/?where=nme%3D3`,
        )
        assert.match((await page.locator('#fault').textContent()) ?? '', sentence)
        assert.equal(await page.locator('#where').inputValue(), 'nme=3')
        assert.equal(await page.locator('main a[href*="nme"]').count(), 0)
        await page.locator('.examples a').first().click()
        assert.equal(await page.locator('#fault').count(), 0)
        assert.ok((await page.locator('tbody tr').count()) > 0)
      }
    }))

  test('budgets of the catalogue as sent: styles 8 KB, scripts 10 KB, the page 60 KB before coding', () =>
    visit('smartbump', {}, async page => {
      const responses: Response[] = []
      page.on('response', response => responses.push(response))
      await page.goto(`${originOf('smartbump')}/fr/explore/`, { waitUntil: 'networkidle' })
      const sent = { stylesheet: 0, script: 0 }
      for (const response of responses) {
        const type = response.request().resourceType()
        const { responseBodySize } = await response.request().sizes()
        if (type === 'stylesheet' || type === 'script') sent[type] += responseBodySize
        if (type === 'document') assert.ok((await response.body()).length <= 60_000)
      }
      assert.ok(sent.stylesheet > 0 && sent.stylesheet <= 8_000, `${sent.stylesheet} bytes of styles`)
      assert.ok(sent.script > 0 && sent.script <= 10_000, `${sent.script} bytes of scripts`)
    }))

  test('the policy holds: a script that is written into a page is refused, and that is heard', async () => {
    const context = await browser.context({})
    const broken = await watch(context, originOf('datastro'))
    const page = await context.newPage()
    await page.goto(`${originOf('datastro')}/fr/`)
    await page.locator('body').evaluate(body => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "taken over"'
      body.append(script)
    })
    await page.locator('h1').click()
    assert.notEqual(await page.title(), 'taken over')
    assert.ok(
      broken.some(text => text.startsWith('script-src')),
      `${broken}`,
    )
    await context.close()
  })

  test('sees what a publisher publishes, renames, takes away and gives back, at once', () =>
    visit('datastro', {}, page => publishAndRegret(page, deployment)))
})
