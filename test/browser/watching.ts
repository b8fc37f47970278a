import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContext, Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Finding {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

/** Faults that axe finds, WCAG 2.0 to 2.2 A and AA and best practices. */
export async function axeFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource)
  const findings: readonly Finding[] = await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(r => r.violations)`,
  )
  return findings.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`)
}

/** How many pixels a page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

/**
 * Collects what pages break: their policy, the console, requests to other hosts, cookies. A page whose status is an
 * error is told by browsers on the console: that alone is let pass.
 */
export async function watch(context: BrowserContext, origin: string): Promise<string[]> {
  const broken: string[] = []
  await context.exposeFunction('reportViolation', (text: string) => broken.push(text))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => {
      const report: unknown = Reflect.get(window, 'reportViolation')
      if (typeof report === 'function') report(`${event.violatedDirective} ${event.blockedURI}`)
    })
  })
  context.on('console', message => {
    const status = /Failed to load resource.* status of 4\d\d/.test(message.text())
    const ofPage = message.location().url === message.page()?.url()
    if (message.type() === 'error' && !(status && ofPage)) broken.push(message.text())
  })
  context.on('weberror', error => broken.push(error.error().message))
  context.on('request', request => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:'))
      broken.push(request.url())
  })
  context.on('response', response => {
    if ('set-cookie' in response.headers()) broken.push(`${response.url()} sets a cookie`)
  })
  return broken
}
