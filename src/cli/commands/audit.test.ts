import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { CLEAN_REPORT, DIFFERING_REPORT } from '../../core/audit/testing/clean-report.ts'
import { translator } from '../../core/i18n/translate.ts'
import { parsed, refused } from '../../core/parsed.ts'
import type { Application } from '../application.ts'
import type { Audit, AuditRequest } from '../auditor.ts'
import { createOutput } from '../output.ts'
import { runCommandLine } from '../run-command-line.ts'

const folder = mkdtempSync(join(tmpdir(), 'vitrine-audit-cli-'))
after(() => rmSync(folder, { recursive: true, force: true }))
writeFileSync(join(folder, 'site.json'), '{"entries": []}')

const isApplication = (value: object | undefined): value is Application =>
  value !== undefined && 'keepAudit' in value

async function vitrine(
  words: readonly string[],
  answer: Awaited<ReturnType<Audit>>,
  env = {},
  application?: object,
) {
  let out = ''
  let err = ''
  let asked: AuditRequest | undefined
  const exit = await runCommandLine({
    words: ['audit', ...words],
    env,
    folder,
    version: '1',
    output: createOutput({
      json: words.includes('--json'),
      stdout: { write: text => (out += text) },
      stderr: { write: text => (err += text) },
      translate: translator('en'),
    }),
    signal: new AbortController().signal,
    openApplication: async () => {
      if (!isApplication(application)) throw new Error('an audit opens no application')
      return application
    },
    audit: async (request, onVisit) => {
      asked = request
      onVisit('a', '/')
      return answer
    },
    readInput: async () => 'typed',
    onBug: thrown => {
      throw thrown
    },
  })
  return { exit, out, err, asked }
}

test('a site without differences ends with 0; an address may leave https away', async () => {
  const { exit, out, asked } = await vitrine(
    ['data.example.org/en/', '--declaration', 'site.json'],
    parsed(CLEAN_REPORT),
  )
  assert.equal(exit, 'done')
  assert.equal(asked?.site, 'https://data.example.org')
  assert.deepEqual(asked?.declaration, { name: 'site.json', text: '{"entries": []}' })
  assert.deepEqual(
    [asked?.idleSeconds, asked?.maxPages, asked?.states, asked?.credentials],
    [60, 100, null, null],
  )
  assert.match(out, /a first visit +played +3 +12/)
  assert.match(out, /b everything refused +left out: no reject/)
  assert.match(out, /no state was played that would show it: session/)
  assert.match(out, /3 pages, no difference\./)
})

test('differences end with 1, each a row; the report is a file', async () => {
  const { exit, out } = await vitrine(
    ['http://x.localhost', '--report', 'out.json'],
    parsed(DIFFERING_REPORT),
  )
  assert.equal(exit, 'failed')
  assert.match(
    out,
    /ab +kept longer than declared +cookie lang \[language\] \(declared 600, seen 86400\) +data\.example\.org \/en\/ ← GET/,
  )
  assert.match(out, /3 pages, 2 differences\./)
  assert.deepEqual(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')), DIFFERING_REPORT)
})

test('a template that no visit met, or a script that failed, is no success', async () => {
  const missed = { ...CLEAN_REPORT, templates: [{ template: '/:lang/x/', page: null }] }
  const { exit, out } = await vitrine(['x.example'], parsed(missed))
  assert.equal(exit, 'failed')
  assert.match(out, /no page was visited: \/:lang\/x\//)
})

test('what is asked: states, pages, seconds, who signs in', async () => {
  const words = ['x.example', '--states', 'a,g', '--idle', '0', '--max-pages', '7', '--user', 'ada', '--json']
  const { asked, out } = await vitrine(words, parsed(CLEAN_REPORT))
  assert.deepEqual([asked?.states, asked?.idleSeconds, asked?.maxPages], [['a', 'g'], 0, 7])
  assert.deepEqual(asked?.credentials, { user: 'ada', password: 'typed' })
  assert.deepEqual(JSON.parse(out), CLEAN_REPORT)
  const env = { VITRINE_AUDIT_PASSWORD: 'kept', VITRINE_AUDIT_KEY: 'k3y', VITRINE_CHROMIUM: 'bin/chromium' }
  const other = await vitrine(
    ['x.example', '--user', 'ada', '--declaration', 'https://y.example/p.json'],
    parsed(CLEAN_REPORT),
    env,
  )
  assert.equal(other.asked?.credentials?.password, 'kept')
  assert.equal(other.asked?.key, 'k3y')
  assert.equal(other.asked?.chromium, join(folder, 'bin/chromium'))
  assert.equal(String(other.asked?.declaration), 'https://y.example/p.json')
})

const WRONG: readonly (readonly string[])[] = [
  ['http://'],
  ['x.example', '--states', 'az'],
  ['x.example', '--idle', '-1'],
  ['x.example', '--max-pages', 'many'],
  ['x.example', '--plan', 'not-there.json'],
]
for (const words of WRONG)
  test(`refused before any browser starts: ${words.join(' ')}`, async () => {
    const { exit, asked } = await vitrine(words, parsed(CLEAN_REPORT))
    assert.notEqual(exit, 'done')
    assert.equal(asked, undefined)
  })

test('what is wrong in a declaration is told with its place', async () => {
  const wrong = refused({
    code: 'member_missing',
    place: 'site.json: entries',
    params: { member: 'entries' },
  })
  const { exit, err } = await vitrine(['x.example', '--declaration', 'site.json'], wrong)
  assert.equal(exit, 'refused')
  assert.match(err, /site\.json: entries: /)
})

test('an audit is kept where its portal is, also one with differences', async () => {
  const kept: unknown[] = []
  const application: Pick<Application, 'keepAudit' | typeof Symbol.asyncDispose> = {
    keepAudit: async (...asked) => {
      kept.push(asked)
      return 'https://data.example.org/cookies/audit/2026-11-21/'
    },
    [Symbol.asyncDispose]: async () => void kept.push('closed'),
  }
  const { exit, err } = await vitrine(
    ['x.example', '--record', 'town'],
    parsed(DIFFERING_REPORT),
    {},
    application,
  )
  assert.equal(exit, 'failed')
  assert.deepEqual(kept, [['town', DIFFERING_REPORT], 'closed'])
  assert.match(err, /shows it at https:\/\/data\.example\.org\/cookies\/audit\/2026-11-21\//)
})
