import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { AuditBrowser } from '../../src/app/ports/audit-browser.ts'
import type { AuditReport } from '../../src/core/audit/report.ts'
import { CHROMIUM_NEEDED, chromiumPath } from '../browser/pages/chromium.ts'
import { auditPortal } from './audit-portal.ts'
import { openTestBrowser } from './audit-small-site.ts'
import { type AuditedPortal, openAuditedPortal } from './audited-portal.ts'

const path = chromiumPath()

describe('the audit of a portal', { skip: path === undefined ? CHROMIUM_NEEDED : false }, () => {
  let browser: AuditBrowser
  let portal: AuditedPortal
  let report: AuditReport
  before(async () => {
    browser = await openTestBrowser(path ?? '')
    portal = await openAuditedPortal()
    report = await auditPortal(browser, { site: portal.origin, maxPages: 30 })
  })
  after(async () => {
    await browser.close()
    await portal.close()
  })

  test('P01: nothing differs from what is declared, and the first visit leaves nothing at all', () => {
    assert.deepEqual(report.findings, [])
    assert.deepEqual(report.violations, [])
    assert.deepEqual(
      report.entries.filter(({ states }) => states.includes('a')),
      [],
    )
  })

  test('a page of every template of the table of routes is visited', () => {
    assert.ok(report.templates.length > 10)
    assert.deepEqual(
      report.templates.filter(({ page }) => page === null),
      [],
    )
  })

  test('P48: the page of an audit says the date and the counts of its JSON', async () => {
    const address = new URL(await portal.application.keepAudit('audited', report))
    const page = await browser.read(address.href)
    const json = await browser.read(new URL('report.json', address).href)
    const summary = JSON.parse(json?.text ?? '')
    assert.equal(summary.startedAt, report.startedAt)
    assert.equal(summary.pages, report.pages.length)
    const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })
    assert.match(page?.text ?? '', new RegExp(`found on ${day.format(new Date(report.startedAt))}`))
    assert.match(page?.text ?? '', new RegExp(`<dd>${report.pages.length}</dd>`))
    assert.match(page?.text ?? '', /No difference\./)
    const policy = await browser.read(new URL('/.well-known/cookie-policy.json?now', address).href)
    assert.deepEqual(JSON.parse(policy?.text ?? '').lastAudit, {
      ...{ date: report.startedAt.slice(0, 10), pages: report.pages.length, differences: 0 },
      report: address.pathname,
    })
    const shown = await browser.read(new URL('/en/cookies/', address).href)
    assert.ok(shown?.text.includes(address.pathname))
    const unknown = await browser.read(new URL('/cookies/audit/2020-01-01/', address).href)
    assert.equal(unknown?.status, 404)
  })

  test('the audit of another site is not kept as one of the portal', async () => {
    await assert.rejects(
      portal.application.keepAudit('audited', { ...report, site: 'https://elsewhere.example' }),
    )
  })
})
