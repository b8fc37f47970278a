import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import type { BrowserContext, Page } from 'playwright-core'
import { findPortal } from '../../../src/app/catalog/published-datasets.ts'
import type { PortalConfig } from '../../../src/core/portal/portal.ts'
import { type Opened, openPortals, PASSWORD, PORTALS } from '../../account/opened-portals.ts'
import { CHROMIUM_NEEDED, chromiumPath, openBrowser } from '../pages/chromium.ts'
import { axeFaults, overflow } from '../watching.ts'

const path = chromiumPath()
/** Where pictures of pages go, for people to look at; none are taken when it is not said. */
const PICTURES = process.env['VITRINE_TEST_PICTURES']

async function shoot(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })
}

/** Pages that everyone may open, and those of whoever is signed in. */
const STRANGERS = ['sign-in', 'sign-up', 'forgotten', 'sent', 'signed-out', 'deleted', 'reset']
const OWN = [
  ...['', 'security', 'sessions', 'keys', 'keys/new', 'data', 'delete', 'password', 'change-email', 'app'],
  ...['new-passkey', 'verify', 'sign-out'],
]

/** Providers that nobody is sent to here. */
const withProviders = (config: PortalConfig): PortalConfig => ({
  ...config,
  identityProviders: ['town', 'county'].map(id => ({
    ...{ id, title: { en: `Riverside ${id}` }, issuer: `https://${id}.invalid`, clientId: 'portal' },
    domains: ['town.test'],
  })),
})

/** What pages break: their policy, the console, requests to others. */
async function watchFaults(context: BrowserContext, ...origins: readonly string[]): Promise<string[]> {
  const broken: string[] = []
  context.on('console', message => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) broken.push(message.text())
  })
  context.on('weberror', error => broken.push(error.error().message))
  context.on('request', request => {
    if (!origins.some(origin => request.url().startsWith(`${origin}/`))) broken.push(request.url())
  })
  return broken
}

describe('accounts in a browser', { skip: path === undefined ? CHROMIUM_NEEDED : false }, () => {
  let opened: Opened
  let browser: Awaited<ReturnType<typeof openBrowser>>
  let origin = ''
  before(async () => {
    opened = await openPortals({ outbox: true, portals: PORTALS.map(withProviders) })
    browser = await openBrowser(path ?? '')
    origin = `http://open.localhost:${opened.site.port}`
  })
  after(async () => {
    await browser.close()
    await opened[Symbol.asyncDispose]()
  })

  /** The link of the newest mail to an address, from the folder of mails. */
  async function linkTo(email: string): Promise<string> {
    const folder = join(opened.deployment.settings.home, 'outbox')
    for (let i = 0; i < 100; i++) {
      for (const name of (await readdir(folder).catch(() => [])).toSorted().toReversed()) {
        const text = (await readFile(join(folder, name), 'utf8'))
          .replaceAll('=\r\n', '')
          .replaceAll('=3D', '=')
        const link = /http:\/\/\S+\?token=[\w-]{43}/.exec(text)?.[0]
        if (text.includes(`To: ${email}`) && link !== undefined) return link
      }
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    throw new Error('no mail')
  }

  const send = (page: Page) => page.locator('main form button[type="submit"]:visible').first().click()
  const enter = async (page: Page, fields: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(fields)) await page.locator(`#${name}`).fill(value)
    await send(page)
  }
  const headingOf = (page: Page) => page.locator('h1').textContent()

  test('without scripts: sign-up, mail, password, codes of an app, signing out and in with both', async () => {
    const context = await browser.context({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
    const broken = await watchFaults(context, origin)
    const page = await context.newPage()
    const email = 'story@example.org'
    await page.goto(`${origin}/en/`)
    await page.locator('header .account-link').click()
    await page.getByRole('link', { name: 'Make an account' }).click()
    await enter(page, { name: 'Story Teller', email })
    assert.equal(await headingOf(page), 'Look into your mail')
    await page.goto(await linkTo(email))
    assert.equal(page.url(), `${origin}/en/account/confirm/`)
    await enter(page, { password: PASSWORD })
    await page.locator('header .account-link').click()
    assert.equal(await page.locator('#name').inputValue(), 'Story Teller')

    await page.goto(`${origin}/en/account/app/`)
    await send(page)
    assert.ok(await page.locator('svg.qr').isVisible())
    const secret = ((await page.locator('.secret code').textContent()) ?? '').replaceAll(' ', '')
    const totp = new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30, algorithm: 'SHA1' })
    const code = () => totp.generate({ timestamp: Date.now() + opened.clock.ahead })
    await enter(page, { code: code() })
    assert.equal(await headingOf(page), 'Keep your recovery codes')
    assert.equal(((await page.locator('.code').textContent()) ?? '').trim().split('\n').length, 10)

    await page.goto(`${origin}/en/account/sign-out/`)
    await send(page)
    assert.equal(await headingOf(page), 'You are signed out')
    assert.deepEqual(
      (await context.cookies()).map(({ name }) => name),
      [],
    )
    opened.clock.ahead += 60_000
    await page.goto(`${origin}/en/account/sign-in/?next=/en/account/security/`)
    await enter(page, { email, password: PASSWORD })
    assert.equal(await headingOf(page), 'One more step')
    await enter(page, { code: code() })
    assert.equal(page.url(), `${origin}/en/account/security/`)
    assert.deepEqual(broken, [])
    await context.close()
  })

  test('a passkey: made, shown instead of a password, as proof, and taken away', async () => {
    const user = await opened.user()
    const context = await browser.context({ viewport: { width: 1360, height: 900 } })
    const broken = await watchFaults(context, origin)
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('WebAuthn.enable')
    await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
        ...{ isUserVerified: true, automaticPresenceSimulation: true },
      },
    })
    await page.goto(`${origin}/en/account/sign-in/?next=/en/account/new-passkey/`)
    await enter(page, { email: user.email, password: PASSWORD })
    await page.locator('v-passkey button').waitFor()
    await page.locator('#name').fill('phone')
    await page.locator('v-passkey button').click()
    await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor()

    await page.goto(`${origin}/en/account/sign-out/`)
    await send(page)
    await page.goto(`${origin}/en/account/sign-in/?next=/en/account/security/`)
    await page.locator('v-passkey button').click()
    await page.waitForURL(`${origin}/en/account/security/`)
    assert.match((await page.locator('.rows').textContent()) ?? '', /phone/)

    await page.goto(`${origin}/en/account/verify/?next=/en/account/security/`)
    await page.locator('v-passkey button').click()
    await page.waitForURL(`${origin}/en/account/security/`)
    await page.getByRole('button', { name: 'Remove the passkey: phone' }).click()
    await page.getByText('The passkey is removed.').waitFor()
    assert.deepEqual(broken, [])
    await context.close()
  })

  for (const [language, width, scheme] of [
    ['en', 390, 'dark'],
    ['ar', 1360, 'light'],
  ] as const)
    test(`every page in ${language}: no fault of axe, nothing wider than the screen, nothing on the console`, async () => {
      const user = await opened.user()
      const context = await browser.context({ viewport: { width, height: 900 }, colorScheme: scheme })
      const broken = await watchFaults(context, origin)
      const page = await context.newPage()
      const look = async (name: string) => {
        assert.deepEqual(await axeFaults(page), [], `${name}: axe`)
        assert.ok((await overflow(page)) <= 0, `${name} is too wide`)
      }
      for (const name of STRANGERS) {
        await page.goto(`${origin}/${language}/account/${name}/`)
        await look(name)
      }
      const town = { issuer: 'https://town.invalid', subject: user.email, provider: 'town' }
      const { id: portalId } = await findPortal(opened.deployment.ports, 'open')
      await opened.deployment.ports.identities.link(portalId, user.id, town, new Date())
      await page.goto(`${origin}/${language}/account/sign-in/`)
      await enter(page, { email: user.email, password: 'wrong' })
      await look('a refused sign-in')
      assert.equal(await page.locator('#password').getAttribute('aria-invalid'), 'true')
      await enter(page, { email: user.email, password: PASSWORD })
      for (const name of OWN) {
        await page.goto(`${origin}/${language}/account/${name === '' ? '' : `${name}/`}`)
        assert.ok(page.url().includes(`/account/${name}`), `${name} led elsewhere`)
        await look(name === '' ? 'profile' : name)
        if (name === 'security' || name === 'verify') await shoot(page, `${name}-${language}`)
      }
      await page.goto(`${origin}/${language}/account/app/`)
      await send(page)
      await look('the QR code')
      assert.deepEqual(broken, [])
      await context.close()
    })

  for (const [language, width, scheme, javaScriptEnabled] of [
    ['en', 390, 'dark', false],
    ['ar', 390, 'light', true],
    ['fr', 1360, 'light', true],
  ] as const)
    test(`I7: ${language}, ${width} pixels${javaScriptEnabled ? '' : ', without scripts'}: to another host of the portal, and signed in there`, async () => {
      const user = await opened.user()
      const alias = origin.replace('open.', 'alias.')
      const viewport = { width, height: 900 }
      const context = await browser.context({ javaScriptEnabled, viewport, colorScheme: scheme })
      const broken = await watchFaults(context, origin, alias)
      const page = await context.newPage()
      const look = async (name: string) => {
        await shoot(page, `${name}-${language}`)
        if (!javaScriptEnabled) return
        assert.deepEqual(await axeFaults(page), [], `${name}: axe`)
        assert.ok((await overflow(page)) <= 0, `${name} is too wide`)
      }
      await page.goto(`${origin}/${language}/account/sign-in/?next=/${language}/account/`)
      await enter(page, { email: user.email, password: PASSWORD })
      await look('hosts-of-account')
      await page.locator('button', { hasText: 'alias.localhost' }).click()
      await look('leaving')
      await send(page)
      assert.ok(page.url().startsWith(`${alias}/`), page.url())
      await look('arrival')
      assert.match((await page.locator('main').textContent()) ?? '', new RegExp(user.email))
      await send(page)
      assert.equal(page.url(), `${alias}/${language}/account/?done=moved`)
      await look('moved')
      assert.deepEqual(broken, [])
      await context.close()
    })

  test('keyboard: from the address to the button in order, and the faults lead to their fields', async () => {
    const context = await browser.context({ viewport: { width: 1360, height: 900 } })
    const page = await context.newPage()
    await page.goto(`${origin}/en/account/sign-in/`)
    await page.locator('#email').focus()
    const stops: (string | null)[] = []
    for (let i = 0; i < 4; i++) {
      stops.push(
        await page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent || null),
      )
      await page.keyboard.press('Tab')
    }
    assert.deepEqual(stops, ['email', 'password', 'kept', 'Sign in'])
    await enter(page, { email: 'nobody@example.org', password: 'wrong' })
    await page.locator('.faults a').press('Enter')
    await page.waitForFunction(() => document.activeElement?.id === 'password')
    await context.close()
  })
})
