import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { type Opened, openPortals, PASSWORD } from '../../account/opened-portals.ts'
import { CHROMIUM_NEEDED, chromiumPath, openBrowser } from '../pages/chromium.ts'
import { axeFaults, overflow } from '../watching.ts'

const path = chromiumPath()

/** Folder for pictures of every page; none are taken without it. */
const PICTURES = process.env.VITRINE_TEST_PICTURES

const PAGES = ['', 'people', 'groups', 'groups/crew', 'keys', 'providers', 'services', 'events']

const LONG_NAME = 'Maximiliane Wilhelmina van der Groot-Oosterhuis Donaudampfschifffahrt'

describe('the back office in a browser', { skip: path === undefined ? CHROMIUM_NEEDED : false }, () => {
  let opened: Opened
  let browser: Awaited<ReturnType<typeof openBrowser>>
  let origin = ''
  before(async () => {
    opened = await openPortals()
    browser = await openBrowser(path ?? '')
    origin = `http://open.localhost:${opened.site.port}`
    await opened.user({ name: LONG_NAME, state: 'unapproved' })
    await opened.user({ name: 'سارة أحمد', state: 'suspended' })
  })
  after(async () => {
    await browser.close()
    await opened[Symbol.asyncDispose]()
  })

  const office = (language = 'en', name = ''): string =>
    `${origin}/${language}/office/${name === '' ? '' : `${name}/`}`

  /** Somebody who runs the portal, at the back office. */
  async function enter(context: BrowserContext): Promise<{ readonly page: Page; readonly broken: string[] }> {
    const broken: string[] = []
    context.on('console', message => {
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) broken.push(message.text())
    })
    context.on('weberror', error => broken.push(error.error().message))
    context.on('request', request => {
      if (!request.url().startsWith(`${origin}/`)) broken.push(request.url())
    })
    const { email } = await opened.user({ roles: ['administrator'] })
    const page = await context.newPage()
    await page.goto(`${origin}/en/account/sign-in/?next=/en/office/`)
    await page.locator('#email').fill(email)
    await page.locator('#password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    assert.equal(page.url(), office())
    return { page, broken }
  }

  const done = (page: Page) => page.locator('p.done').textContent()

  test('without scripts, on a phone: a group, its grant, a key, an invitation, and somebody let in', async () => {
    const context = await browser.context({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
    const { page, broken } = await enter(context)
    const menu = page.getByRole('navigation', { name: 'Back office' })

    await menu.getByRole('link', { name: 'Groups' }).click()
    await page.locator('#slug').fill('crew')
    await page.locator('#name').fill('Crew')
    await page.locator('main form:has(#slug) button[type="submit"]').click()
    assert.equal(page.url(), `${office('en', 'groups/crew')}?done=saved`)
    assert.equal(await page.locator('datalist#dataset-choices option').getAttribute('value'), 'plants')
    await page.locator('#dataset').fill('plants')
    await page.locator('#where').fill('kind = "tree')
    const grant = page.locator('form:has(#dataset) button[type="submit"]')
    await grant.click()
    assert.equal(await page.locator('#where').getAttribute('aria-invalid'), 'true')
    assert.equal(await page.locator('#where').inputValue(), 'kind = "tree')
    await page.locator('#where').fill('kind = "tree"')
    await grant.click()
    assert.equal(await done(page), 'Saved.')

    await menu.getByRole('link', { name: 'Keys' }).click()
    await page.locator('form:has(#days) #name').fill('Harvester')
    await page.locator('form:has(#days) button[type="submit"]').click()
    assert.match((await page.locator('main code').first().textContent()) ?? '', /^[0-9a-f]{56}$/)

    await menu.getByRole('link', { name: 'People' }).click()
    await page.getByRole('link', { name: LONG_NAME }).click()
    await page.getByRole('button', { name: 'Approve' }).click()
    assert.equal(await done(page), 'The account is open now.')
    assert.deepEqual(broken, [])
    await context.close()
  })

  for (const [language, width, scheme] of [
    ['en', 390, 'dark'],
    ['ar', 1360, 'light'],
  ] as const)
    test(`every page in ${language}, ${width} px, ${scheme}: no fault of axe, nothing too wide, nothing on the console`, async () => {
      const context = await browser.context({
        ...{ viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: 'reduce' },
      })
      const { page, broken } = await enter(context)
      const look = async (name: string) => {
        const file = `${PICTURES}/office-${name.replaceAll('/', '-')}-${language}-${width}-${scheme}.png`
        if (PICTURES !== undefined) await page.screenshot({ path: file, fullPage: true })
        assert.deepEqual(await axeFaults(page), [], `${name}: axe`)
        assert.ok((await overflow(page)) <= 0, `${name} is too wide`)
      }
      for (const name of PAGES) {
        await page.goto(office(language, name))
        await look(name === '' ? 'overview' : name)
      }
      for (const state of ['unapproved', 'suspended', 'active']) {
        await page.goto(`${office(language, 'people')}?state=${state}`)
        const [link] = await page.locator('main .rows a, main table a').all()
        if (link === undefined) continue
        await link.click()
        await look(`person-${state}`)
      }
      await page.goto(office(language, 'groups'))
      await page.locator('#slug').fill('Not Good')
      await page.locator('main form:has(#slug) button[type="submit"]').click()
      await look('groups-refused')
      assert.deepEqual(broken, [])
      await context.close()
    })

  test('keyboard: the menu first, then the forms in order; a fault leads to its field', async () => {
    const context = await browser.context({ viewport: { width: 1360, height: 900 } })
    const { page } = await enter(context)
    await page.goto(office('en', 'groups'))
    await page.locator('.own-menu a').last().focus()
    const stops: string[] = []
    for (let i = 0; i < 12 && !stops.includes('slug'); i++) {
      await page.keyboard.press('Tab')
      stops.push(
        await page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName || ''),
      )
    }
    assert.ok(stops.includes('slug'), stops.join(' '))
    await page.keyboard.type('Not Good')
    await page.keyboard.press('Enter')
    await page.locator('.faults a').first().press('Enter')
    await page.waitForFunction(() => document.activeElement?.id === 'slug')
    await context.close()
  })
})
