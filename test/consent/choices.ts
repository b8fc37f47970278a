import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { receiptHash } from '../../src/core/privacy/ledger/receipt.ts'
import { ASKING, type Asking, CHANGING, QUIET, SISTER, weather } from './asking.ts'

const STYLE = '/cookies/state.css'
const HIDDEN = '.consent{display:none}'
const VIDEO = '/embed/svc/youtube/dQw4w9WgXcQ'
const OTHER_VIDEO = '/embed/svc/vimeo/76979871'
const FRAME = 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'

/** What visitors choose, as the doors take it. */
export function choices(opened: () => Asking): void {
  const accept = async (host = ASKING) => {
    const { preferences } = await opened().choose({ choice: 'accept', surface: 'banner' }, { host })
    assert.ok(preferences)
    return preferences
  }
  const style = async (cookie?: string, headers = {}) =>
    (await opened().send(STYLE, { headers, ...(cookie === undefined ? {} : { cookie }) })).text
  const rows = async (host = ASKING) =>
    opened().deployment.ports.consent.ledger(await opened().idOf(host), 0, 1000)
  const lastRow = async (host = ASKING) => (await rows(host)).at(-1)?.content ?? null

  describe('choices', () => {
    test('B10, B12: acceptance and refusal are kept for 180 days alike, and no visit extends them', async () => {
      for (const choice of ['accept', 'reject']) {
        const { headers, preferences } = await opened().choose({ choice })
        const [cookie] = headers['set-cookie'] ?? []
        assert.match(cookie ?? '', /Max-Age=15552000/)
        assert.match(cookie ?? '', /Path=\/;.*SameSite=Lax/)
        assert.doesNotMatch(cookie ?? '', /Domain|HttpOnly/i)
        const visit = await opened().send('/en/', { cookie: preferences ?? '' })
        assert.equal(visit.headers['set-cookie'], undefined)
      }
    })

    test('P31: who chose the same in the same week has the same cookie', async () => {
      assert.equal(await accept(), await accept())
    })

    test('B01, P27, P28, P30: what we did not sign opens nothing, and no page breaks of it', async () => {
      const sisters = await accept(SISTER)
      const forged = '1.1.9z.e:youtube_s.a.AAAAAAAAAAA'
      for (const cookie of [
        sisters,
        forged,
        '1.!',
        Buffer.from('🍪').toString('latin1'),
        'x'.repeat(8000),
        '9.1.9z.0.r.AAAAAAAAAAA',
      ]) {
        assert.equal(await style(cookie), '', cookie.slice(0, 40))
        assert.equal((await opened().send('/en/', { cookie })).status, 200)
        assert.doesNotMatch((await opened().send(VIDEO, { cookie })).text, /src="https:/)
      }
    })

    test('B04, B07: a choice hides the banner; what was allowed can be withdrawn from every page', async () => {
      assert.equal(await style(), '')
      assert.equal(await style(await accept()), `${HIDDEN}.consent-withdraw{display:block}`)
      const { preferences } = await opened().choose({ choice: 'reject' })
      assert.equal(await style(preferences), HIDDEN)
    })

    test('B13, B15, P32, P33: a signal is a refusal without a banner and without a cookie', async () => {
      const signals: readonly (readonly [headers: Record<string, string | string[]>, hidden: boolean])[] = [
        [{ 'sec-gpc': '1' }, true],
        [{ 'sec-gpc': ['0', '1'] }, true],
        [{ dnt: '1' }, true],
        [{ 'sec-gpc': '0' }, false],
        [{ 'sec-gpc': 'true' }, false],
        [{ 'sec-gpc': '11' }, false],
        [{ dnt: '0' }, false],
      ]
      for (const [headers, hidden] of signals) {
        const answer = await opened().send(STYLE, { headers })
        assert.equal(answer.text, hidden ? HIDDEN : '', JSON.stringify(headers))
        assert.equal(answer.headers['set-cookie'], undefined)
      }
      const page = await opened().send('/en/cookies/preferences/', { headers: { 'sec-gpc': '1' } })
      assert.match(page.text, /honoured as a refusal/)
      assert.equal(page.headers['set-cookie'], undefined)
    })

    test('B14, P34: an explicit choice beats the signal', async () => {
      const headers = { 'sec-gpc': '1' }
      const cookie = (await opened().choose({ choice: 'custom', service: ['youtube'] }, { headers }))
        .preferences
      assert.ok(cookie)
      assert.ok((await opened().send(VIDEO, { cookie, headers })).text.includes(FRAME))
      assert.equal((await lastRow())?.gpc, true)
    })

    test('P25: always one service: the cookie, a row, the others stay closed', async () => {
      const origin = `http://${ASKING}:${opened().port}`
      const answer = await opened().send(VIDEO, {
        ...{ method: 'POST', body: 'load=always' },
        headers: { origin, 'sec-fetch-site': 'same-origin' },
      })
      assert.match(answer.preferences ?? '', /^1\.1\.[0-9a-z]+\.e:youtube\.p\./)
      const row = await lastRow()
      assert.deepEqual(
        [row?.action, row?.surface, row?.grantsAfter],
        ['service_always', 'placeholder', ['e:youtube']],
      )
      const cookie = answer.preferences ?? ''
      assert.ok((await opened().send(VIDEO, { cookie })).text.includes(FRAME))
      assert.doesNotMatch((await opened().send(OTHER_VIDEO, { cookie })).text, /player\.vimeo\.com\/video/)
    })

    test('B08, B09, P26: after a withdrawal the frame is gone, the row is there, the cookie rewritten', async () => {
      const cookie = await accept()
      assert.ok((await opened().send(VIDEO, { cookie })).text.includes(FRAME))
      const withdrawn = await opened().choose({ choice: 'withdraw', next: '/en/explore/' }, { cookie })
      assert.equal(withdrawn.location, '/en/explore/')
      assert.match(withdrawn.preferences ?? '', /^1\.1\.[0-9a-z]+\.0\.c\./)
      const now = await opened().send(VIDEO, { cookie: withdrawn.preferences ?? '' })
      assert.ok(!now.text.includes(FRAME))
      assert.doesNotMatch(String(now.headers['content-security-policy']), /youtube/)
      const row = await lastRow()
      assert.deepEqual([row?.action, row?.grantsBefore.length, row?.grantsAfter], ['withdraw', 3, []])
    })

    test('B06: one service by itself, from the banner and from the page of choices', async () => {
      for (const surface of ['banner', 'panel']) {
        const { preferences } = await opened().choose({ choice: 'custom', surface, service: ['vimeo'] })
        assert.match(preferences ?? '', /\.e:vimeo\.c\./)
        assert.equal((await lastRow())?.surface, surface)
      }
    })

    test('refusals are counted by day; none leaves a row', async () => {
      const portal = await opened().idOf(SISTER)
      const before = await rows(SISTER)
      for (let i = 0; i < 3; i++) await opened().choose({ choice: 'reject' }, { host: SISTER })
      assert.deepEqual(await rows(SISTER), before)
      const [today] = await opened().deployment.ports.consent.refusals(portal, 1)
      assert.equal(today?.refusals, 3)
    })

    test('C62: a foreign page, or nobody in particular, changes nothing', async () => {
      const before = await rows()
      for (const headers of [
        { origin: 'https://evil.example' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site', origin: `http://${SISTER}:${opened().port}` },
      ]) {
        const answer = await opened().choose({ choice: 'accept' }, { headers })
        assert.deepEqual([answer.status, answer.preferences], [403, undefined])
      }
      const silent = await opened().send('/cookies/preferences', { method: 'POST', body: 'choice=accept' })
      assert.deepEqual([silent.status, silent.preferences], [403, undefined])
      assert.deepEqual(await rows(), before)
    })

    test('what is not asked for is not answered: unknown choices, services, targets', async () => {
      const nonsense = await opened().choose({ choice: 'everything', next: '//evil.example/' })
      assert.deepEqual([nonsense.status, nonsense.preferences], [303, undefined])
      assert.equal(nonsense.location, '/en/cookies/preferences/')
      const unknown = await opened().choose({ choice: 'custom', service: ['dailymotion', '../x'] })
      assert.match(unknown.preferences ?? '', /\.0\.c\./)
      assert.equal((await opened().send('/cookies/preferences', { method: 'DELETE' })).status, 405)
    })

    test('an objection to being counted is part of the cookie, and of the ledger', async () => {
      const cookie = await accept()
      const { preferences } = await opened().choose({ choice: 'object' }, { cookie })
      assert.match(preferences ?? '', /\.cx\./)
      assert.equal((await lastRow())?.action, 'object_statistics')
      const again = await opened().choose({ choice: 'count' }, { cookie: preferences ?? '' })
      assert.match(again.preferences ?? '', /\.c\./)
      const forgotten = await opened().choose({ choice: 'reset' }, { cookie })
      assert.equal(forgotten.preferences, '')
    })

    test('P40, P41: the page hands out a receipt once; it finds exactly its row', async () => {
      const chosen = await opened().choose({ choice: 'accept', language: 'fr' })
      const code = new URL(chosen.location, 'http://x').searchParams.get('receipt') ?? ''
      assert.match(code, /^[\w-]{22}$/)
      const row = (await rows()).at(-1)
      assert.equal(row?.content?.receiptHash, receiptHash(code))
      assert.equal(row?.content?.language, 'fr')
      const text = JSON.stringify(row)
      for (const trace of ['127.0.0.1', 'user-agent', code]) assert.ok(!text.includes(trace), trace)
      const kept = await opened().send(`/cookies/receipt.json?code=${code}`)
      const receipt = JSON.parse(kept.text)
      assert.equal(receipt.record_number, row?.seq)
      assert.equal(receipt.event.event_time, `${row?.content?.hour}:00:00Z`)
      assert.deepEqual(
        receipt.pii_processing.purposes.map(({ service }: { service: string }) => service),
        ['Vimeo', 'Weather map', 'YouTube'],
      )
      assert.equal((await opened().application.findReceipt('asking', code))?.seq, row?.seq)
      assert.equal((await opened().send(`/cookies/receipt.json?code=${code}`, { host: SISTER })).status, 404)
      assert.equal((await opened().send('/cookies/receipt.json?code=nonsense')).status, 404)
      const shown = await opened().send(chosen.location)
      assert.ok(shown.text.includes(code))
    })

    test('the notice that was shown is kept under its hash, with its style', async () => {
      await opened().choose({ choice: 'accept', surface: 'banner', language: 'de' })
      const hash = (await lastRow())?.noticeHash ?? ''
      const notice = await opened().deployment.ports.consent.notice(await opened().idOf(ASKING), hash)
      assert.equal(notice?.language, 'de')
      assert.match(notice?.body ?? '', /Alle ablehnen/)
      assert.match(notice?.body ?? '', /\.consent-buttons/)
    })

    test('the ledger is whole after all this', async () => {
      const verdict = await opened().application.verifyLedger('asking')
      assert.ok(verdict.rows > 8)
      assert.equal(verdict.broken, null)
    })

    test('B11, P19, P20: only what reaches further is asked again, and the banner says what', async () => {
      const host = CHANGING
      const { preferences: cookie } = await opened().choose({ choice: 'accept' }, { host })
      const styled = async () => (await opened().send(STYLE, { host, cookie: cookie ?? '' })).text
      await opened().save(host, { own: { weather: weather(30, { purpose: weatherPurpose }) } })
      assert.match(await styled(), /^\.consent\{display:none\}/, 'wording asks nobody again')
      await opened().save(host, {
        known: ['vimeo'],
        own: { weather: weather(60, { purpose: weatherPurpose }) },
      })
      assert.match(await styled(), /\.consent-svc-weather\{display:list-item\}/)
      assert.match(await styled(), /\.consent-again\{display:grid\}/)
      assert.match((await opened().send('/en/', { host })).text, /kept longer than before: 60 days/)
      const answered = await opened().choose({ choice: 'accept-new' }, { host, cookie: cookie ?? '' })
      assert.match(answered.preferences ?? '', /^1\.2\.[0-9a-z]+\.e:vimeo_e:weather\.c\./)
    })

    test('P17, P18: a service that goes takes the banner along, one that comes brings it back', async () => {
      const host = CHANGING
      await opened().save(host, {})
      assert.doesNotMatch((await opened().send('/en/', { host })).text, /class="consent"/)
      await opened().save(host, { known: ['youtube'] })
      assert.match((await opened().send('/en/', { host })).text, /consent-svc-youtube/)
    })

    test('P01: a portal that asks for nothing has no banner, no style, and no cookie for an answer', async () => {
      const page = await opened().send('/en/', { host: QUIET })
      assert.doesNotMatch(page.text, /consent|state\.css/)
      const answer = await opened().choose({ choice: 'accept' }, { host: QUIET })
      assert.deepEqual([answer.status, answer.preferences], [303, undefined])
      assert.deepEqual(await rows(QUIET), [])
      assert.match(
        (await opened().send('/en/cookies/preferences/', { host: QUIET })).text,
        /nothing to choose/,
      )
    })

    test('/.well-known/gpc.json says that the signal counts', async () => {
      const { text, headers } = await opened().send('/.well-known/gpc.json')
      const { gpc, lastUpdate } = JSON.parse(text)
      assert.equal(gpc, true)
      assert.match(lastUpdate, /^\d{4}-\d{2}-\d{2}$/)
      assert.match(headers['content-type'] ?? '', /^application\/json/)
    })

    test('S26: nothing of what visitors sent is in the logs', () => {
      assert.doesNotMatch(opened().logged.join('\n'), /cookies_preferences|e:youtube|127\.0\.0\.1|receipt=/)
    })
  })
}

const weatherPurpose = { en: 'New words', fr: 'Mots', nl: 'Woorden', de: 'Worte', ar: 'كلمات' }
