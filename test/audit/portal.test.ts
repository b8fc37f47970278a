import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { AuditBrowser } from '../../src/app/ports/audit-browser.ts'
import type { AuditReport } from '../../src/core/audit/report.ts'
import { CHROMIUM_NEEDED, chromiumPath } from '../browser/pages/chromium.ts'
import { auditPortal } from './audit-portal.ts'
import { openTestBrowser } from './audit-small-site.ts'
import { type AuditedPortals, type AuditedSettings, openAuditedPortals } from './audited-portal.ts'

const path = chromiumPath()

const PERSON = { email: 'ada@example.org', password: 'correct horse battery staple 7' }

const texts = (text: string) => ({ en: text, fr: `${text} (fr)` })

/** A portal that shows a map of somebody else, behind the visitor's consent. */
const SERVICED: AuditedSettings = {
  config: {
    services: {
      own: {
        townmap: {
          name: 'Town map',
          provider: { name: 'Maps', country: 'BE' },
          hosts: ['maps.example.org'],
          frame: 'https://maps.example.org/embed/{reference}',
          page: 'https://maps.example.org/{reference}',
          function: texts('Map'),
          purpose: texts('To show a map'),
          discloses: texts('The address of your connection'),
        },
      },
    },
  },
  description: '<p>Where they are</p><iframe src="https://maps.example.org/embed/trees"></iframe>',
}

/** States of consent that are played here; the whole run plays all. */
const STATES = 'adehj'

describe('the audit of a portal', { skip: path === undefined ? CHROMIUM_NEEDED : false }, () => {
  let browser: AuditBrowser
  let portals: AuditedPortals
  let report: AuditReport
  before(async () => {
    browser = await openTestBrowser(path ?? '')
    portals = await openAuditedPortals({ audited: {}, serviced: SERVICED })
    await portals.addPerson('audited', PERSON)
    report = await auditPortal(browser, {
      ...{ site: portals.origin('audited'), maxPages: 20, states: [...'afgik'] },
      credentials: { user: PERSON.email, password: PERSON.password },
    })
  })
  after(async () => {
    await browser.close()
    await portals.close()
  })

  test('P01: nothing differs from what is declared; a first visit leaves nothing, but the token of a form where there is one', () => {
    assert.deepEqual(report.findings, [])
    assert.deepEqual(report.violations, [])
    const left = report.entries.filter(({ states }) => states.includes('a')).map(({ id }) => id)
    assert.deepEqual(
      left.filter(id => id !== 'csrf'),
      [],
    )
  })

  test('somebody signs in, goes everywhere and signs out: every own entry but the choice is seen', () => {
    assert.deepEqual(
      report.states.filter(({ outcome }) => outcome !== 'played'),
      [],
    )
    const seen = new Map(report.entries.map(({ id, states }) => [id, states.join('')]))
    assert.equal(seen.get('session'), 'g')
    assert.equal(seen.get('language'), 'f')
    assert.match(seen.get('csrf') ?? '', /g/)
  })

  test('every template of the table of routes has a page; of this short run, as many as it may visit', async () => {
    const read = await browser.read(`${portals.origin('audited')}/.well-known/audit-plan.json`)
    const plan = JSON.parse(read?.text ?? '{}')
    assert.equal(plan.pages.length, plan.templates.length)
    assert.ok(report.templates.length > 10)
    assert.ok(report.templates.filter(({ page }) => page !== null).length >= 16)
  })

  test('P48: the page of an audit says the date and the counts of its JSON', async () => {
    const address = new URL(await portals.application.keepAudit('audited', report))
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
      portals.application.keepAudit('audited', { ...report, site: 'https://elsewhere.example' }),
    )
  })

  test('a service behind consent is contacted when the visitor allows it, and never before, against or after', async () => {
    const { findings, entries, states, violations } = await auditPortal(browser, {
      ...{ site: portals.origin('serviced'), maxPages: 5, states: [...STATES], idleSeconds: 0 },
    })
    assert.deepEqual(findings, [])
    assert.deepEqual(violations, [])
    assert.deepEqual(
      states.map(({ letter, outcome }) => `${letter} ${outcome}`),
      [...STATES].map(letter => `${letter} played`),
    )
    const seen = new Map(entries.map(({ id, states: letters }) => [id, letters.join('')]))
    assert.equal(seen.get('preferences'), 'dh')
    assert.equal(seen.get('svc.townmap.request'), 'dh')
  })
})
