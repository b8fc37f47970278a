import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { AuditBrowser } from '../../src/app/ports/audit-browser.ts'
import type { AuditReport } from '../../src/core/audit/report.ts'
import { isClean } from '../../src/core/audit/report.ts'
import { CHROMIUM_NEEDED, chromiumPath } from '../browser/pages/chromium.ts'
import { auditSmallSite, openTestBrowser } from './audit-small-site.ts'
import { openSmallSite, page, type SmallSite } from './small-site.ts'

const path = chromiumPath()

const COOKIE = { kind: 'cookie', name: 'declared', lifetime: { type: 'fixed', seconds: 600 } }
const setsDeclared = { 'set-cookie': 'declared=1; Max-Age=600; Path=/' }

/** What was found, in short. */
const found = ({ findings }: AuditReport) =>
  findings.map(({ finding, kind, name, route }) => `${finding} ${kind} ${name} ${route}`).sort()

describe('what is injected into a site is found', {
  skip: path === undefined ? CHROMIUM_NEEDED : false,
}, () => {
  let browser: AuditBrowser
  let site: SmallSite
  before(async () => {
    browser = await openTestBrowser(path ?? '')
    site = await openSmallSite({
      'clean.localhost': {
        '/': { ...page('<a href="/more">more</a>'), headers: setsDeclared },
        '/more': page('<p>nothing'),
      },
      'cookie.localhost': {
        '/': { ...page('<a href="/more?x=1">more</a>'), headers: setsDeclared },
        '/more': { ...page('<script src="/set.js"></script>'), headers: { 'set-cookie': 'track=1; Path=/' } },
        '/set.js': { html: '\ndocument.cookie = "byScript=1"', type: 'text/javascript' },
      },
      'injected.localhost': {
        '/': {
          ...page(
            `<img alt="" src="http://pixel.localhost:PORT/p.gif?id=1"><script src="/inject.js"></script>`,
          ),
          headers: setsDeclared,
        },
        '/inject.js': {
          html: `localStorage.setItem('tracker', '1')
indexedDB.open('profiles').onsuccess = () => {}
navigator.serviceWorker.register('/worker.js')
sessionStorage.visit = '1'
caches.open('kept')`,
          type: 'text/javascript',
        },
        '/worker.js': { html: 'self.addEventListener("fetch", () => {})', type: 'text/javascript' },
      },
      'pixel.localhost': {
        '/p.gif': { headers: { 'set-cookie': 'pix=1; SameSite=None; Secure; Partitioned' } },
      },
    })
  })
  after(async () => {
    await browser.close()
    await site.close()
  })

  test('a site that does what it says has no difference', async () => {
    const report = await auditSmallSite(browser, site, 'clean.localhost', { entries: [COOKIE], states: 'a' })
    assert.deepEqual(report.findings, [])
    assert.ok(isClean(report))
    assert.deepEqual(report.pages, ['/', '/more'])
    assert.deepEqual(report.entries, [{ id: 'cookie declared', states: ['a'], unexercised: false }])
  })

  test('P43: an undeclared cookie is found with its page and who set it', async () => {
    const report = await auditSmallSite(browser, site, 'cookie.localhost', { entries: [COOKIE], states: 'a' })
    assert.equal(isClean(report), false)
    assert.deepEqual(found(report), ['undeclared cookie byScript /more', 'undeclared cookie track /more'])
    const who = new Map(report.findings.map(({ name, initiator }) => [name, initiator]))
    assert.equal(who.get('track'), `GET ${site.origin('cookie.localhost')}/more`)
    assert.equal(who.get('byScript'), `${site.origin('cookie.localhost')}/set.js:2`)
  })

  test('P44: undeclared storage, a database, a service worker and a pixel are found', async () => {
    const report = await auditSmallSite(browser, site, 'injected.localhost', {
      entries: [COOKIE],
      states: 'a',
    })
    assert.deepEqual(found(report), [
      'undeclared cacheStorage kept /',
      'undeclared cookie pix /',
      'undeclared indexedDB profiles /',
      'undeclared localStorage tracker /',
      'undeclared request pixel.localhost /',
      'undeclared serviceWorker /worker.js /',
      'undeclared sessionStorage visit /',
    ])
    const script = `${site.origin('injected.localhost')}/inject.js`
    for (const [name, line] of [
      ['tracker', 1],
      ['profiles', 2],
      ['/worker.js', 3],
    ] as const)
      assert.equal(report.findings.find(finding => finding.name === name)?.initiator, `${script}:${line}`)
  })
})
