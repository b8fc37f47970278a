import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { after, before, describe, test } from 'node:test'
import type { AuditBrowser } from '../../src/app/ports/audit-browser.ts'
import { type AuditReport, isClean } from '../../src/core/audit/report.ts'
import { CHROMIUM_NEEDED, chromiumPath } from '../browser/pages/chromium.ts'
import { auditSmallSite, openTestBrowser } from './audit-small-site.ts'
import { openSmallSite, page, type SitePage, type SitePages, type SmallSite } from './small-site.ts'

const path = chromiumPath()

const button = (id: string, action: string): string =>
  `<form method="post" action="${action}"><button id="${id}">${id}</button></form>`

const redirect = (cookie: string) => ({ status: 303, headers: { location: '/', 'set-cookie': cookie } })

/** A site with a banner; whether it keeps the visitor's word is the question. */
const siteWithBanner = (keeps: boolean): SitePages => ({
  '/': request => {
    const agreed = /choice=yes/.test(request.headers.cookie ?? '')
    const frame = '<iframe src="http://video.localhost:PORT/player" title="video"></iframe>'
    return page(
      `${button('accept', '/accept')}${button('reject', '/reject')}${button('withdraw', '/withdraw')}` +
        (agreed || !keeps ? frame : ''),
    )
  },
  '/accept': redirect('choice=yes; Max-Age=15552000; Path=/; SameSite=Lax'),
  '/reject': redirect('choice=no; Max-Age=15552000; Path=/; SameSite=Lax'),
  '/withdraw': redirect('choice=no; Max-Age=15552000; Path=/; SameSite=Lax'),
})

const BANNER_ENTRIES = [
  {
    id: 'choice',
    kind: 'cookie',
    name: 'choice',
    exemption: 'choice-record',
    lifetime: { type: 'fixed', seconds: 15_552_000 },
    attrs: { sameSite: 'Lax', httpOnly: false, path: '/' },
  },
  { id: 'video', kind: 'request', name: 'videos', hosts: ['video.localhost'], consent: true },
  { id: 'video.id', kind: 'cookie', name: 'vid*', hosts: ['video.localhost'], consent: true },
]
const click = (id: string) => [{ click: `#${id}` }]
const BANNER_PLAN = {
  errors: [],
  scripts: { accept: click('accept'), reject: click('reject'), withdraw: click('withdraw') },
}

/** Who was sent a key, `host path`. */
const keyed: string[] = []

/** Notes whether a key came, and answers. */
const noting =
  (answer: SitePage) =>
  ({ headers, url }: IncomingMessage): SitePage => {
    if (headers.authorization !== undefined) keyed.push(`${headers.host?.split(':')[0]} ${url}`)
    return answer
  }

/** Pages of an API that lead to a partner in every way there is. */
const LEADING_SITE: SitePages = {
  '/': page('<a href="http://leading.localhost:PORT//partner.localhost:PORT/wandered">a path</a>'),
  '/api': noting(
    page(
      '<img src="/own.gif"><img src="http://partner.localhost:PORT/pixel.gif"><img src="/away.gif">' +
        '<iframe src="http://partner.localhost:PORT/frame"></iframe>' +
        '<script>fetch("http://partner.localhost:PORT/fetch"); new WebSocket("ws://partner.localhost:PORT/ws");' +
        'navigator.sendBeacon("http://partner.localhost:PORT/beacon")</script>',
    ),
  ),
  '/own.gif': noting({ html: '', type: 'image/gif' }),
  '/away.gif': noting({ status: 302, headers: { location: 'http://partner.localhost:PORT/after.gif' } }),
  '/api/moved': noting({ status: 302, headers: { location: 'http://partner.localhost:PORT/moved' } }),
}

/** A site with everything wrong about its cookies, beside an account, languages and an embed. */
const WORN_SITE: SitePages = {
  '/': {
    ...page('<p>worn'),
    headers: {
      'set-cookie': [
        'long=1; Max-Age=31536000; Path=/; HttpOnly',
        'kept=1; Max-Age=86400; Path=/',
        'loose=1; Path=/; SameSite=None; Secure',
        'wide=1; Path=/; Domain=worn.localhost',
        'gone=; Max-Age=0; Path=/',
      ],
    },
  },
  '/sign-in': page(
    '<form method="post" action="/session"><input name="user"><input name="password" type="password"><button>in</button></form>',
  ),
  '/session': redirect('sid=1; Path=/; HttpOnly; SameSite=Lax'),
  '/office': request => ({
    ...page('<form method="post" action="/leave"><button>out</button></form>'),
    status: /sid=1/.test(request.headers.cookie ?? '') ? 200 : 403,
  }),
  '/leave': redirect('sid=; Max-Age=0; Path=/'),
  '/embed/map': page('<script>localStorage.setItem("inFrame", "1")</script>'),
  '/api': request => ({
    html: '{}',
    type: 'application/json',
    headers: request.headers.authorization === 'Apikey k3y' ? { 'set-cookie': 'byKey=1' } : {},
  }),
}
const WORN_ENTRIES = [
  { kind: 'cookie', name: 'long', lifetime: { type: 'fixed', seconds: 86_400 }, attrs: { httpOnly: true } },
  { kind: 'cookie', name: 'kept', lifetime: { type: 'session', keptSeconds: 3600 } },
  { kind: 'cookie', name: 'loose', attrs: { sameSite: 'Lax', httpOnly: true } },
  { kind: 'cookie', name: 'wide', hosts: ['stats.localhost'] },
  { kind: 'cookie', name: 'gone' },
  { id: 'session', kind: 'cookie', name: 'sid', exemption: 'authentication', lifetime: { type: 'session' } },
]

const found = ({ findings }: AuditReport) =>
  findings
    .map(({ finding, name, declared, observed }) => [finding, name, declared, observed].join(' ').trim())
    .sort()

describe('what becomes of things', { skip: path === undefined ? CHROMIUM_NEEDED : false }, () => {
  let browser: AuditBrowser
  let site: SmallSite
  const video = page('<script>navigator.sendBeacon("/seen")</script>')
  before(async () => {
    browser = await openTestBrowser(path ?? '')
    site = await openSmallSite({
      'honest.localhost': siteWithBanner(true),
      'deaf.localhost': siteWithBanner(false),
      'worn.localhost': WORN_SITE,
      'leading.localhost': LEADING_SITE,
      'partner.localhost': Object.fromEntries(
        ['/pixel.gif', '/after.gif', '/frame', '/fetch', '/ws', '/beacon', '/moved'].map(path => [
          path,
          noting(page(path)),
        ]),
      ),
      'video.localhost': {
        '/player': { ...video, headers: { 'set-cookie': 'vid1=1; SameSite=None; Secure; Max-Age=60' } },
      },
    })
  })
  after(async () => {
    await browser.close()
    await site.close()
  })

  test('a site that keeps the visitor’s word has no difference; only one state sends the privacy signal', async () => {
    const asked = { entries: BANNER_ENTRIES, plan: BANNER_PLAN, states: 'abcde' }
    const report = await auditSmallSite(browser, site, 'honest.localhost', asked)
    assert.deepEqual(report.findings, [])
    assert.ok(isClean(report))
    assert.deepEqual(
      report.entries.map(({ id, states }) => [id, states.join('')]),
      [
        ['choice', 'bcd'],
        ['video', 'cd'],
        ['video.id', 'cd'],
      ],
    )
    const starts = site.asked.filter(line => line.startsWith('honest.localhost / '))
    assert.equal(starts.filter(line => line.endsWith('gpc=1')).length, 1)
    assert.ok(starts.filter(line => line.endsWith('gpc=-')).length > 4)
  })

  test('P47: a third party contacted before consent, against it and after its withdrawal', async () => {
    const asked = { entries: BANNER_ENTRIES, plan: BANNER_PLAN, states: 'ad' }
    const report = await auditSmallSite(browser, site, 'deaf.localhost', asked)
    const of = (name: string, kind: string) =>
      report.findings.find(one => one.name === name && one.finding === kind)
    assert.deepEqual(of('video.localhost', 'premature')?.states, ['a', 'd'])
    assert.deepEqual(of('video.localhost', 'sticky')?.states, ['d'])
    assert.deepEqual(of('vid1', 'sticky')?.states, ['d'])
    assert.match(of('video.localhost', 'sticky')?.initiator ?? '', /deaf\.localhost/)
  })

  test('P45, P46: what is never seen is stale, what lives longer is told, attributes and hosts are compared', async () => {
    const asked = { entries: WORN_ENTRIES, plan: { errors: [] }, states: 'a' }
    const report = await auditSmallSite(browser, site, 'worn.localhost', asked)
    assert.deepEqual(found(report), [
      'longer kept 3600 86400',
      'longer long 86400 31536000',
      'stale gone',
      'wrong_attributes loose httpOnly=true sameSite=Lax httpOnly=false sameSite=None',
      'wrong_host wide stats.localhost .worn.localhost',
    ])
    const session = report.entries.find(({ id }) => id === 'session')
    assert.deepEqual(session, { id: 'session', states: [], unexercised: true })
  })

  test('signed in, embedded elsewhere and through the API', async () => {
    const plan = {
      back: ['/office'],
      embeds: ['/embed/map'],
      errors: [],
      api: ['/api'],
      avoid: ['/leave'],
      keyHeader: 'Authorization: Apikey {key}',
      templates: ['/embed/:name', '/office', '/never/:seen'],
      scripts: {
        signIn: [
          { goto: '/sign-in' },
          { fill: '[name=user]', value: '{user}' },
          { fill: '[name=password]', value: '{password}' },
          { click: 'button' },
        ],
        signOut: [{ goto: '/office' }, { click: 'button' }],
      },
    }
    const credentials = { user: 'ada', password: 'pass&word' }
    const entries = [...WORN_ENTRIES.filter(({ name }) => name === 'sid'), { kind: 'cookie', name: 'byKey' }]
    const report = await auditSmallSite(browser, site, 'worn.localhost', {
      ...{ entries, plan, credentials, key: 'k3y', states: 'gjk' },
    })
    const played = report.states.map(({ letter, outcome }) => `${letter} ${outcome}`)
    assert.deepEqual(played, ['g played', 'j played', 'k played'])
    assert.deepEqual(
      report.entries.map(({ id, states }) => `${id} ${states.join('')}`),
      ['session g', 'cookie byKey k'],
    )
    const inFrame = report.findings.find(({ name }) => name === 'inFrame')
    assert.deepEqual(
      [inFrame?.finding, inFrame?.states, inFrame?.host],
      ['undeclared', ['j'], 'worn.localhost'],
    )
    assert.ok(report.findings.every(({ host }) => !host.includes('another-site')))
    assert.deepEqual(
      report.templates.map(({ page }) => page),
      ['/embed/map', '/office', null],
    )
  })

  test('a key goes to the site alone, wherever a page of its API leads', async () => {
    const plan = { errors: [], api: ['/api', '/api/moved'], keyHeader: 'Authorization: Apikey {key}' }
    const before = site.asked.length
    await auditSmallSite(browser, site, 'leading.localhost', {
      ...{ entries: [], plan, key: 'k3y', states: 'k' },
    })
    const asked = site.asked.slice(before).join('\n')
    for (const reached of ['pixel.gif', 'after.gif', 'frame', 'fetch', 'beacon', 'moved'])
      assert.ok(asked.includes(`partner.localhost /${reached} `), reached)
    assert.deepEqual(
      keyed.filter(line => line.startsWith('partner')),
      [],
    )
    assert.deepEqual(keyed.toSorted(), [
      ...['/api', '/api/moved', '/away.gif', '/own.gif'].map(path => `leading.localhost ${path}`),
    ])
  })

  test('a path that looks like another site is a page of this one', async () => {
    const before = site.asked.length
    await auditSmallSite(browser, site, 'leading.localhost', {
      entries: [],
      plan: { errors: [] },
      states: 'a',
    })
    const asked = site.asked.slice(before)
    assert.ok(asked.some(line => /^leading\.localhost \/\/partner\.localhost:\d+\/wandered /.test(line)))
    assert.deepEqual(
      asked.filter(line => line.startsWith('partner')),
      [],
    )
  })

  test('a script that does not fit the site fails its state, and says at which step', async () => {
    const plan = {
      scripts: {
        language: [
          { goto: '/' },
          { wait: '#not-there', optional: true },
          { goto: '/nowhere:1' },
          { press: 'NoKey' },
        ],
      },
    }
    const report = await auditSmallSite(browser, site, 'honest.localhost', { entries: [], plan, states: 'f' })
    assert.deepEqual(
      report.states.map(({ outcome, reason }) => [outcome, reason]),
      [['failed', '{"press":"NoKey"}']],
    )
    assert.equal(isClean(report), false)
  })
})
