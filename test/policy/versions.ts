import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import Parser from 'rss-parser'
import { publishStatements } from '../../src/app/policy/publish-statements.ts'
import type { PortalConfig } from '../../src/core/portal/portal.ts'
import { STATEMENTS } from '../../src/core/portal/statement.ts'
import { type OpenedPortals, portalOf } from './open-portals.ts'
import { maps, portals, TOWN, town } from './portals.ts'
import { attribute, isTag, readPage, textOf } from './read-page.ts'

interface State {
  readonly pageVersion: string
  readonly materialRev: number
  readonly consentRequired: boolean
  readonly text: string
}

async function stateOf({ get }: OpenedPortals): Promise<State> {
  const { text } = await get(TOWN, '/.well-known/cookie-policy.json')
  const { pageVersion, materialRev, consentRequired } = JSON.parse(text)
  return { pageVersion, materialRev, consentRequired, text }
}

/** Saves settings and waits until the server has taken them in. */
async function change(opened: OpenedPortals, more: Partial<PortalConfig>): Promise<State> {
  const before = await stateOf(opened)
  await opened.application.savePortal(town(more))
  for (let look = 0; look < 100; look++) {
    const now = await stateOf(opened)
    if (now.text !== before.text) return now
    await sleep(50)
  }
  assert.fail('nothing changed')
}

/** What the page says each version changed, newest first. */
async function changesOf({ get }: OpenedPortals): Promise<readonly string[]> {
  const page = readPage((await get(TOWN, '/en/cookies/')).text)
  const [list] = page.all(element => attribute(element, 'class') === 'changes')
  assert.ok(list)
  return list.childNodes.flatMap(child => ('tagName' in child ? [textOf(child)] : []))
}

const DAY = 86_400
const lasting = (seconds: number, purpose = 'To remember the view') =>
  maps({
    storage: [
      {
        ...{ kind: 'cookie', name: 'map_view', identifies: 'browser', seconds },
        purpose: { en: purpose, fr: 'Pour se souvenir de la vue' },
        value: { en: 'A place', fr: 'Un lieu' },
      },
    ],
  })

export function versions(): void {
  describe('versions', () => {
    const kept = new Map<string, string>()
    const keep = async (opened: OpenedPortals): Promise<void> => {
      const { pageVersion } = await stateOf(opened)
      for (const language of ['en', 'fr']) {
        const path = `/${language}/cookies/v/${pageVersion}/`
        kept.set(path, (await opened.get(TOWN, path)).text)
      }
    }

    test('P05: another idle limit: another lifetime in words, a new version, nothing asked again', async () => {
      const opened = await portals()
      await keep(opened)
      const before = await stateOf(opened)
      assert.match((await opened.get(TOWN, '/en/cookies/')).text, /Ends after 14 days without use/)
      const after = await change(opened, { accounts: { sessions: { readerIdleDays: 3 } } })
      assert.match((await opened.get(TOWN, '/en/cookies/')).text, /Ends after 3 days without use/)
      assert.notEqual(after.pageVersion, before.pageVersion)
      assert.equal(after.materialRev, before.materialRev)
      await keep(opened)
    })

    test('P17: a service that was added: consent is needed, one revision more, a version, a word to the operator', async () => {
      const opened = await portals()
      const before = await stateOf(opened)
      const after = await change(opened, maps())
      assert.equal(before.consentRequired, false)
      assert.equal(after.consentRequired, true)
      assert.equal(after.materialRev, before.materialRev + 1)
      const [latest] = await changesOf(opened)
      assert.match(latest ?? '', /svc\.maps\.request: added \(more than before\)/)
      assert.match((await opened.get(TOWN, '/en/cookies/')).text, /href="\/en\/cookies\/preferences\/"/)
      const told = opened.logged.find(([event]) => event === 'statement_widened')
      assert.equal(Reflect.get(Object(told?.[1]), 'version'), after.pageVersion)
      await keep(opened)
    })

    test('P19: a longer lifetime of a service: one revision more, told before and after', async () => {
      const opened = await portals()
      const before = await stateOf(opened)
      const after = await change(opened, lasting(30 * DAY))
      assert.equal(after.materialRev, before.materialRev + 1)
      const [latest] = await changesOf(opened)
      assert.match(latest ?? '', /svc\.maps\.map_view: kept for 1 day.* → 30 days/)
      await keep(opened)
    })

    test('P20: a text that was corrected: a version, and nothing asked again', async () => {
      const opened = await portals()
      const before = await stateOf(opened)
      const after = await change(opened, lasting(30 * DAY, 'To remember the place'))
      assert.equal(after.materialRev, before.materialRev)
      assert.notEqual(after.pageVersion, before.pageVersion)
      const [latest] = await changesOf(opened)
      assert.match(latest ?? '', /svc\.maps\.map_view: wording$/)
      await keep(opened)
    })

    test('P18: a service that was removed: nothing needs consent, nothing is asked again, old versions stay', async () => {
      const opened = await portals()
      const before = await stateOf(opened)
      const after = await change(opened, {})
      assert.equal(after.consentRequired, false)
      assert.equal(after.materialRev, before.materialRev)
      const [latest] = await changesOf(opened)
      assert.match(latest ?? '', /svc\.maps\.request: removed/)
      assert.match(
        (await opened.get(TOWN, `/fr/cookies/v/${before.pageVersion}/`)).text,
        /maps\.example\.com/,
      )
    })

    test('P17: the feed has an entry for every version, as readers of feeds read it', async () => {
      const opened = await portals()
      for (const language of ['en', 'fr']) {
        const { text, headers } = await opened.get(TOWN, `/${language}/cookies/changes.atom`)
        assert.match(String(headers['content-type']), /^application\/atom\+xml/)
        const feed = await new Parser().parseString(text)
        assert.equal(feed.items.length, 6)
        const { pageVersion } = await stateOf(opened)
        const [latest] = feed.items
        assert.equal(latest?.title, pageVersion)
        assert.equal(latest?.link, `https://${TOWN}/${language}/cookies/v/${pageVersion}/`)
        assert.match(String(latest?.summary), /svc\.maps\.request/)
        assert.equal(new Set(feed.items.map(item => item.id)).size, 6)
        for (const item of feed.items)
          assert.equal((await opened.get(TOWN, new URL(item.link ?? '').pathname)).status, 200)
      }
    })

    test('P49: a permanent link is the same bytes after changes and a restart; nothing new is published by it', async () => {
      const opened = await portals()
      const before = await stateOf(opened)
      await opened.restart()
      assert.ok(kept.size >= 8)
      for (const [path, text] of kept) {
        const answer = await opened.get(TOWN, path)
        assert.equal(answer.status, 200, path)
        assert.equal(answer.text, text, path)
        assert.equal(answer.headers['set-cookie'], undefined)
      }
      assert.equal((await stateOf(opened)).pageVersion, before.pageVersion)
      assert.equal((await changesOf(opened)).length, 6)
    })

    test('what is kept needs nothing but a stylesheet that is there for ever', async () => {
      const { get } = await portals()
      const [text = ''] = kept.values()
      const links = readPage(text).all(isTag('link', 'script', 'img'))
      assert.deepEqual(
        links.map(element => attribute(element, 'href')),
        ['/statements/1.css'],
      )
      const styles = await get(TOWN, '/statements/1.css')
      assert.match(String(styles.headers['cache-control']), /immutable/)
      assert.match(String(styles.headers['content-type']), /^text\/css/)
    })

    test('a version that is not there, or of a language that is not, is not found', async () => {
      const { get } = await portals()
      for (const path of ['/en/cookies/v/2020-01-01.1/', '/en/legal/v/x/', '/de/cookies/', '/en/imprint/'])
        assert.equal((await get(TOWN, path)).status, 404, path)
    })

    test('processes that find the same change make one version of it', async () => {
      const { deployment, restart } = await portals()
      const config = portalOf('many', 'many.example')
      const publish = (portalId: number, origin: string) =>
        publishStatements(deployment.ports, {
          portalId,
          sources: { config, origin, provider: null, measurement: null, entries: [] },
          write: () => 'kept',
        })
      const lengths: unknown[] = []
      // open doors would publish the portal too, as they find it
      await restart(async () => {
        const { id } = await deployment.ports.catalog.savePortal(config)
        for (const origin of ['https://many.example', 'https://more.example'])
          for (const history of await Promise.all(Array.from({ length: 6 }, () => publish(id, origin))))
            lengths.push(STATEMENTS.map(statement => history.get(statement)?.length))
      })
      // the legal notice alone does not name the address
      const expected = [1, 2].flatMap(count => Array.from({ length: 6 }, () => [count, 1, count, count]))
      assert.deepEqual(lengths, expected)
    })

    test('legal texts have versions of their own, and only what changed gets one', async () => {
      const opened = await portals()
      const before = await opened.get(TOWN, '/en/privacy/')
      assert.match(before.text, /Accounts are made by the administrators/)
      await change(opened, { accounts: { signUp: 'open', sessions: { readerIdleDays: 2 } } })
      const after = await opened.get(TOWN, '/en/privacy/')
      assert.match(after.text, /Anyone can make an account/)
      const count = async (statement: string): Promise<number> => {
        const page = readPage((await opened.get(TOWN, `/en/${statement}/`)).text)
        return page.all(element => /^\/en\/[a-z]+\/v\//.test(attribute(element, 'href') ?? '')).length - 1
      }
      // the owner's hostile text went away with the first change
      assert.deepEqual(await Promise.all(STATEMENTS.map(count)), [7, 2, 5, 1])
    })
  })
}
