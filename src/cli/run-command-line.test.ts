import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { CLEAN_REPORT } from '../core/audit/testing/clean-report.ts'
import { type ErrorCode, VitrineError } from '../core/errors.ts'
import { translator } from '../core/i18n/translate.ts'
import { parsed } from '../core/parsed.ts'
import type { CriterionVerdict, SelfAssessment } from '../core/privacy/self-assessment.ts'
import type {
  Application,
  GroupSummary,
  KeySummary,
  PersonSummary,
  PublishRequest,
  PublishResult,
} from './application.ts'
import { COMMANDS } from './commands.ts'
import type { ExitName } from './exit-codes.ts'
import { createOutput } from './output.ts'
import { runCommandLine } from './run-command-line.ts'

const folder = mkdtempSync(join(tmpdir(), 'vitrine-cli-'))
after(() => rmSync(folder, { recursive: true, force: true }))
writeFileSync(join(folder, 'trees.csv'), 'a,b\n1,2\n')
writeFileSync(join(folder, 'types.json'), '{"a": "text", "b": "double"}')
writeFileSync(join(folder, 'wrong-types.json'), '{"a": "texte", "b": 3}')

/** An application that notes what it is asked; it stores nothing. */
function notingApplication(fault: VitrineError | null = null) {
  const asked: unknown[][] = []
  const published = new Map<string, Set<string>>()
  const note = async (...words: unknown[]) => {
    asked.push(words)
    if (fault !== null) throw fault
  }
  const result = (request: PublishRequest): PublishResult => ({
    portal: request.portal,
    datasetId: request.datasetId ?? 'trees',
    datasetUid: 'da_000001',
    revision: 1,
    unchanged: false,
    recordsLoaded: 1,
    report: null,
    recordsQuarantined: 0,
    seconds: 0,
    page: `http://${request.portal}.localhost:8080/en/explore/dataset/${request.datasetId ?? 'trees'}/`,
  })
  const application: Application = {
    savePortal: config => note('savePortal', config.slug),
    removePortal: async slug => {
      await note('removePortal', slug)
      published.delete(slug)
    },
    publishedDatasets: async portal => published.get(portal) ?? new Set(),
    publish: async (request, onProgress) => {
      onProgress({ step: 'load', share: 0.5 })
      await note('publish', request)
      published.set(
        request.portal,
        new Set([...(published.get(request.portal) ?? []), request.datasetId ?? '']),
      )
      return result(request)
    },
    unpublish: (...words) => note('unpublish', ...words),
    rename: (...words) => note('rename', ...words),
    revisions: async (...words) => {
      await note('revisions', ...words)
      return []
    },
    restore: (...words) => note('restore', ...words),
    saveRules: (...words) => note('saveRules', ...words),
    addKey: async request => {
      await note('addKey', request)
      return { ...KEY, ...request, key: 'ab'.repeat(28) }
    },
    keys: async (...words) => {
      await note('keys', ...words)
      return [KEY]
    },
    revokeKey: async (...words) => {
      await note('revokeKey', ...words)
      return KEY
    },
    selfAssess: async portal => {
      await note('selfAssess', portal)
      return []
    },
    addPerson: async request => {
      await note('addPerson', request)
      return { ...PERSON, link: request.mailed ? null : LINK }
    },
    people: async (...words) => {
      await note('people', ...words)
      return [PERSON]
    },
    changePerson: async (portal, email, act) => {
      await note('changePerson', portal, email, act)
      return { ...PERSON, link: act.kind === 'reset' ? LINK : null }
    },
    groups: async (...words) => {
      await note('groups', ...words)
      return [GROUP]
    },
    groupMembers: async (...words) => {
      await note('groupMembers', ...words)
      return [PERSON]
    },
    changeGroup: async (...words) => {
      await note('changeGroup', ...words)
      return GROUP
    },
    verifyLedger: async (...words) => {
      await note('verifyLedger', ...words)
      return { rows: 2, erased: 0, head: { seq: 2, hash: 'h' }, broken: null }
    },
    findReceipt: async (...words) => {
      await note('findReceipt', ...words)
      return null
    },
    eraseReceipt: async (...words) => {
      await note('eraseReceipt', ...words)
      return null
    },
    keepAudit: async (portal, report) => {
      await note('keepAudit', portal, report.site)
      return `${report.site}/cookies/audit/2026-11-21/`
    },
    migrate: async () => ['0001-portals'],
    serve: async onServing =>
      onServing({
        address: 'http://127.0.0.1:8080',
        portals: [{ slug: 'town', url: 'http://town.localhost:8080/', firstAdministrator: LINK }],
      }),
    work: () => note('work'),
    [Symbol.asyncDispose]: async () => {
      asked.push(['closed'])
    },
  }
  return { asked, application, published }
}

const LINK = `http://town.localhost:8080/en/account/welcome/?token=${'t'.repeat(43)}`

const GROUP: GroupSummary = {
  ...{ slug: 'north', name: 'North', roles: [], members: 1 },
  grants: [{ dataset: 'staff', where: 'region = "north"', fields: ['name'] }],
}

const PERSON: PersonSummary = {
  ...{ id: 3, email: 'ada@example.org', name: 'Ada', state: 'active', roles: ['editor'] },
  ...{ createdAt: '2026-07-01T12:00:00.000Z', signedInOn: null },
}

const KEY: KeySummary = {
  id: 7,
  name: 'Dashboard',
  hint: 'ababab',
  datasets: ['trees'],
  where: null,
  fields: null,
  callsPerDay: null,
  createdAt: '2026-07-01T00:00:00.000Z',
  expiresAt: null,
  revokedAt: null,
  lastUsedOn: '2026-07-28',
}

interface Run {
  readonly exit: ExitName
  readonly out: string
  readonly err: string
}

async function run(
  words: readonly string[],
  application: Application = notingApplication().application,
  env: Record<string, string> = {},
  isTTY = false,
): Promise<Run> {
  let out = ''
  let err = ''
  const exit = await runCommandLine({
    words,
    env,
    folder,
    version: '9.9.9',
    output: createOutput({
      json: words.includes('--json'),
      stdout: { write: text => (out += text) },
      stderr: { write: text => (err += text), isTTY },
      translate: translator('en'),
    }),
    signal: new AbortController().signal,
    openApplication: async () => application,
    audit: async () => parsed(CLEAN_REPORT),
    readInput: async () => 'typed in',
    onBug: () => {},
  })
  return { exit, out, err }
}

for (const words of [[], ['help'], ['--help'], ['-h']])
  test(`command line: ${JSON.stringify(words)} lists every command`, async () => {
    const { exit, out } = await run(words)
    assert.equal(exit, 'done')
    for (const { name } of COMMANDS) assert.match(out, new RegExp(`^  ${name} `, 'm'))
  })

for (const { name, options } of COMMANDS) {
  test(`command line: help of ${name}, asked both ways`, async () => {
    const [asked, flagged] = [await run(['help', name]), await run([name, '--help'])]
    assert.deepEqual(asked, flagged)
    assert.equal(asked.exit, 'done')
    for (const option of options) assert.match(asked.out, new RegExp(`--${option.name}\\b`))
    assert.doesNotMatch(asked.out, /cli\./, 'every sentence is there')
  })

  test(`command line: ${name} refuses an option that is not its own`, async () => {
    const { exit, err } = await run([name, '--jsno'])
    assert.equal(exit, 'usage')
    assert.match(err, /There is no option --jsno here\. Did you mean --json\?/)
  })
}

test('command line: the version', async () => {
  assert.equal((await run(['--version'])).out, '9.9.9\n')
})

const MISUSES: readonly [words: string[], err: RegExp][] = [
  [['serv'], /There is no command serv\. Did you mean serve\?/],
  [['frobnicate'], /^There is no command frobnicate\.\n$/],
  [['publish', 'a.csv'], /--portal and its value are needed/],
  [['publish', 'a.csv', '--portal'], /--portal and its value are needed/],
  [['publish', 'a.csv', '--portal='], /--portal and its value are needed/],
  [['publish', 'a.csv', 'b.csv', '--portal', 'x'], /b\.csv is one word too many/],
  [['unpublish', '--portal', 'x'], /<dataset> is missing/],
  [['rename', 'a', '--portal', 'x'], /<new_id> is missing/],
  [['restore', 'a', 'last', '--portal', 'x'], /<revision> cannot be last/],
  [['restore', 'a', '0', '--portal', 'x'], /<revision> cannot be 0/],
  [['serve', '--demo=yes'], /--demo takes no value/],
  [['demo', 'now'], /now is one word too many/],
]
for (const [words, expected] of MISUSES)
  test(`command line: ${words.join(' ')} is not understood, and told why`, async () => {
    const { application, asked } = notingApplication()
    const { exit, out, err } = await run(words, application)
    assert.equal(exit, 'usage')
    assert.match(err, expected)
    assert.equal(out, '')
    assert.deepEqual(asked, [], 'nothing is opened')
  })

test('publish: a file, with everything said of it', async () => {
  const { application, asked } = notingApplication()
  const words = ['publish', 'trees.csv', '--portal', 'town', '--id', 'trees', '--title', 'All trees']
  const { exit, out, err } = await run([...words, '--schema', 'types.json', '--format', 'csv'], application)
  assert.equal(exit, 'done')
  assert.deepEqual(asked, [
    [
      'publish',
      {
        portal: 'town',
        datasetId: 'trees',
        source: { file: join(folder, 'trees.csv') },
        options: { format: 'csv', types: { a: 'text', b: 'double' } },
        metadata: { title: { '': 'All trees' } },
      },
    ],
    ['closed'],
  ])
  assert.equal(out, 'http://town.localhost:8080/en/explore/dataset/trees/\n')
  assert.match(err, /published, 1 record\n$/)
})

test('publish: an address, with nothing said of it', async () => {
  const { application, asked } = notingApplication()
  await run(['publish', 'HTTPS://x.test/a.csv', '--portal', 'town'], application)
  assert.deepEqual(asked[0], [
    'publish',
    { portal: 'town', datasetId: null, source: { url: 'HTTPS://x.test/a.csv' }, options: {}, metadata: {} },
  ])
})

test('publish: JSON on the standard output, nothing else anywhere', async () => {
  const { out, err } = await run(['publish', 'trees.csv', '--portal', 'town', '--json'])
  const answer: unknown = JSON.parse(out)
  assert.equal(Reflect.get(Object(answer), 'revision'), 1)
  assert.equal(err, '')
})

for (const [schema, expected] of [
  ['wrong-types.json', /wrong-types\.json: a: .*\n.*wrong-types\.json: b: /],
  ['trees.csv', /trees\.csv is not there or cannot be read/],
  ['nowhere.json', /nowhere\.json is not there or cannot be read/],
] as const)
  test(`publish: the schema ${schema} is refused`, async () => {
    const { application, asked } = notingApplication()
    const words = ['publish', 'trees.csv', '--portal', 'town', '--schema', schema]
    const { exit, err } = await run(words, application)
    assert.equal(exit, 'refused')
    assert.match(err, expected)
    assert.deepEqual(asked, [])
  })

const ENDINGS: readonly [code: ErrorCode, exit: ExitName][] = [
  ['portal_unknown', 'missing'],
  ['dataset_unknown', 'missing'],
  ['dataset_id_taken', 'refused'],
  ['load_too_dirty', 'refused'],
  ['engine_unavailable', 'unavailable'],
  ['engine_busy', 'unavailable'],
  ['bug', 'failed'],
]
for (const [code, exit] of ENDINGS)
  test(`command line: ${code} ends ${exit}, and everything is let go`, async () => {
    const { application, asked } = notingApplication(new VitrineError(code, { slug: 'town', dataset: 'a' }))
    const answer = await run(['unpublish', 'a', '--portal', 'town', '--json'], application)
    assert.equal(answer.exit, exit)
    assert.equal(answer.out, '')
    assert.match(answer.err, new RegExp(`"code": "${code}"`))
    assert.deepEqual(asked.at(-1), ['closed'])
  })

test('command line: an unforeseen fault shows nothing of itself', async () => {
  const { application } = notingApplication()
  const broken = { ...application, unpublish: () => Promise.reject(new TypeError('secret detail')) }
  const { exit, err } = await run(['unpublish', 'a', '--portal', 'town'], broken)
  assert.equal(exit, 'failed')
  assert.doesNotMatch(err, /secret detail/)
})

test('init: a portal that check accepts, once', async () => {
  const words = ['init', 'my-town', '--title', 'Ma ville', '--languages', 'fr,en', '--host', 'data.town.test']
  assert.equal((await run(words)).exit, 'done')
  assert.ok(existsSync(join(folder, 'portals', 'my-town', 'datasets')))
  const file: unknown = JSON.parse(readFileSync(join(folder, 'portals', 'my-town', 'portal.json'), 'utf8'))
  assert.deepEqual(Reflect.get(Object(file), 'hosts'), ['data.town.test'])
  const check = await run(['check'])
  assert.equal(check.exit, 'done', check.err)
  assert.match(check.out, /^my-town: data\.town\.test \(0 datasets declared\)$/m)
  const again = await run(words)
  assert.equal(again.exit, 'refused')
  assert.match(again.err, /There is a portal my-town already/)
})

for (const words of [
  ['init', '../up'],
  ['init', 'Town'],
  ['init', 'town', '--languages', 'xx'],
  ['init', 'town', '--host', 'a b'],
])
  test(`init: ${words.join(' ')} is refused and writes nothing`, async () => {
    const { exit } = await run(words)
    assert.equal(exit, 'refused')
    assert.ok(!existsSync(join(folder, 'portals', 'town')))
    assert.ok(!existsSync(join(folder, 'up')))
  })

test('check: what is effective, what is wrong, no secret', async () => {
  const env = { PORT: '81', DATABASE_URL: 'postgres://a:s3cret@h/d', HOST: '0.0.0.0' }
  const { exit, out, err } = await run(['check', '--demo'], undefined, env)
  assert.equal(exit, 'refused')
  assert.match(out, /^\* PORT +81$/m)
  assert.match(out, /^ {2}VITRINE_MAX_QUERIES/m)
  assert.doesNotMatch(out + err, /s3cret/)
  assert.match(err, /datastro\.localhost is a name for this machine alone/)
})

test('check: wrong settings are told, all of them', async () => {
  const { exit, err } = await run(['check'], undefined, { PORT: 'x', VITRINE_HOMES: '/tmp' })
  assert.equal(exit, 'refused')
  assert.match(err, /VITRINE_HOMES: There is no setting VITRINE_HOMES\. Did you mean VITRINE_HOME\?/)
  assert.match(err, /PORT: The setting port must be a whole number\. Allowed: 0 … 65535/)
})

test('demo: publishes what is missing, and everything after a reset', async () => {
  const { application, asked, published } = notingApplication()
  const names = () => asked.filter(([what]) => what === 'publish').length
  assert.equal((await run(['demo'], application)).exit, 'done')
  const all = names()
  assert.ok(all >= 18)
  assert.match((await run(['demo'], application)).out, /^Nothing was missing; 5 portals\.$/m)
  assert.equal(names(), all)
  published.get('odwb')?.delete('outline-of-belgium')
  assert.match((await run(['demo'], application)).out, /^1 dataset published; 5 portals\.$/m)
  await run(['demo', '--reset'], application)
  assert.equal(names(), all + 1 + all)
  assert.equal(asked.filter(([what]) => what === 'removePortal').length, 5)
})

test('demo: a dataset that fails keeps no other back', async () => {
  const { application } = notingApplication()
  const failing: Application = {
    ...application,
    publish: async (request, onProgress, signal) => {
      if (request.datasetId === 'asterisms') throw new VitrineError('load_empty')
      return application.publish(request, onProgress, signal)
    },
  }
  const { exit, out } = await run(['demo'], failing)
  assert.equal(exit, 'failed')
  assert.match(out, /28 datasets published, 1 failed; 5 portals\./)
})

test('serve: says where it answers; the demo is seeded first', async () => {
  const { application, asked } = notingApplication()
  const { exit, out } = await run(['serve', '--demo'], application)
  assert.equal(exit, 'failed', 'it ended without being asked to')
  assert.match(out, /^Vitrine answers at http:\/\/127\.0\.0\.1:8080$/m)
  assert.equal(asked.filter(([what]) => what === 'savePortal').length, 6)
  assert.deepEqual(asked.at(-1), ['closed'])
})

test('serve: a demo host behind a public bind is refused before anything starts', async () => {
  const { application, asked } = notingApplication()
  const { exit, err } = await run(['serve', '--demo'], application, { HOST: '0.0.0.0' })
  assert.equal(exit, 'refused')
  assert.match(err, /listen on 127\.0\.0\.1/)
  assert.deepEqual(asked, [])
})

test('key add: everything that was asked; the key alone on the answer’s stream', async () => {
  const { application, asked } = notingApplication()
  const words = ['key', 'add', '--portal', 'town', '--name', 'Dashboard', '--datasets', 'trees, bikes']
  const more = ['--expires', '2027-01-31', '--quota', '500']
  const { exit, out, err } = await run([...words, ...more], application)
  assert.equal(exit, 'done')
  assert.equal(out, `${'ab'.repeat(28)}\n`)
  assert.match(err, /shown this once/)
  const narrowed = { where: null, fields: null }
  assert.deepEqual(asked[0], [
    'addKey',
    {
      ...{ portal: 'town', name: 'Dashboard', datasets: ['trees', 'bikes'], ...narrowed },
      ...{ expires: '2027-01-31', callsPerDay: 500 },
    },
  ])
})

test('key list and revoke: by number', async () => {
  const { application, asked } = notingApplication()
  assert.match(
    (await run(['key', 'list', '--portal', 'town'], application)).out,
    / 7 {2}ababab… {2}Dashboard/,
  )
  await run(['key', 'revoke', '7', '--portal', 'town'], application)
  assert.deepEqual(
    asked.find(([what]) => what === 'revokeKey'),
    ['revokeKey', 'town', 7],
  )
})

for (const [words, fault] of [
  [['burn'], /burn/],
  [['add'], /--name/],
  [['add', '--name', 'x', '--expires', '2027-02-30'], /2027-02-30/],
  [['add', '--name', 'x', '--quota', '-1'], /quota/],
  [['revoke'], /key/],
  [['revoke', 'seven'], /seven/],
] as const)
  test(`key ${words.join(' ')}: is refused`, async () => {
    const { application, asked } = notingApplication()
    const { exit, err } = await run(['key', ...words, '--portal', 'town'], application)
    assert.notEqual(exit, 'done')
    assert.match(err, fault)
    assert.deepEqual(
      asked.filter(([what]) => what !== 'closed'),
      [],
    )
  })

test('privacy ledger: verified, a receipt looked up, one erased', async () => {
  const { application, asked } = notingApplication()
  const code = 'A'.repeat(22)
  const verified = await run(['privacy', 'ledger', 'verify', '--portal', 'town'], application)
  assert.match(verified.out, /whole: 2 rows/)
  assert.equal(verified.exit, 'done')
  assert.equal(
    (await run(['privacy', 'ledger', 'receipt', code, '--portal', 'town'], application)).exit,
    'missing',
  )
  await run(['privacy', 'ledger', 'erase', code, '--portal', 'town'], application)
  assert.deepEqual(
    asked.filter(([name]) => name !== 'closed'),
    [
      ['verifyLedger', 'town'],
      ['findReceipt', 'town', code],
      ['eraseReceipt', 'town', code],
    ],
  )
})

const assessment = (verdict: CriterionVerdict): SelfAssessment => ({
  ...{ portal: 'town', host: 'data.example.org', consentRequired: verdict === 'fails' },
  statistics: verdict === 'fails' ? 'external' : 'none',
  criteria: [
    { id: 'R2', verdict, setting: 'statistics: none', tests: ['P01', 'G1'] },
    { id: 'session', verdict: 'holds', setting: 'sessionid; HttpOnly', tests: ['S22'] },
  ],
})

test('privacy self-assessment: each criterion with its setting and tests, of all portals or of one', async () => {
  const { application, asked } = notingApplication()
  const assessed = { ...application, selfAssess: () => Promise.resolve([assessment('holds')]) }
  const { exit, out } = await run(['privacy', 'self-assessment'], assessed)
  assert.equal(exit, 'done')
  assert.match(out, /town: no statistics are made/)
  assert.match(out, /R2 +holds: They are for the publisher alone.*\(statistics: none\) {2}\[P01, G1\]/)
  assert.match(out, /session +holds: Cookie with a ground .*sessionid; HttpOnly/)
  await run(['privacy', 'self-assessment', '--portal', 'town'], application)
  assert.deepEqual(
    asked.find(([name]) => name === 'selfAssess'),
    ['selfAssess', 'town'],
  )
})

test('A14: privacy self-assessment fails where a criterion does', async () => {
  const { application } = notingApplication()
  const assessed = { ...application, selfAssess: () => Promise.resolve([assessment('fails')]) }
  const { exit, out } = await run(['privacy', 'self-assessment'], assessed)
  assert.equal(exit, 'failed')
  assert.match(out, /town: criteria fail: R2/)
  assert.match(out, /need consent; the banner/)
  const json = await run(['privacy', 'self-assessment', '--json'], assessed)
  assert.deepEqual(JSON.parse(json.out), [assessment('fails')])
})

for (const words of [
  ['self-assessment', 'now'],
  ['ledger'],
  ['ledger', 'burn'],
  ['diary', 'verify'],
  ['ledger', 'receipt'],
  ['ledger', 'erase', 'x'],
])
  test(`privacy ${words.join(' ')}: is refused before any engine starts`, async () => {
    const { application, asked } = notingApplication()
    assert.notEqual((await run(['privacy', ...words, '--portal', 'town'], application)).exit, 'done')
    assert.deepEqual(asked, [])
  })

test('user add: the link alone on the answer’s stream; user invite: by mail', async () => {
  const { application, asked } = notingApplication()
  const words = ['ada@example.org', '--portal', 'town', '--name', 'Ada', '--roles', 'editor, reader']
  const added = await run(['user', 'add', ...words], application)
  assert.deepEqual([added.exit, added.out], ['done', `${LINK}\n`])
  assert.match(added.err, /works once/)
  const invited = await run(['user', 'invite', ...words], application)
  assert.ok(!invited.out.includes('token='))
  const request = { portal: 'town', email: 'ada@example.org', name: 'Ada', roles: ['editor', 'reader'] }
  assert.deepEqual(
    asked.filter(([what]) => what === 'addPerson'),
    [
      ['addPerson', { ...request, mailed: false }],
      ['addPerson', { ...request, mailed: true }],
    ],
  )
})

test('user list, reset, roles and the rest: by address', async () => {
  const { application, asked } = notingApplication()
  assert.match((await run(['user', 'list', '--portal', 'town'], application)).out, /ada@example\.org/)
  const about = ['ada@example.org', '--portal', 'town']
  assert.equal((await run(['user', 'reset', ...about], application)).out, `${LINK}\n`)
  for (const kind of ['suspend', 'resume', 'sign-out', 'remove'])
    assert.match((await run(['user', kind, ...about], application)).out, /ada@example\.org/)
  await run(['user', 'roles', ...about, '--roles', 'none'], application)
  assert.deepEqual(
    asked.filter(([what]) => what === 'changePerson').map(([, , , act]) => act),
    [
      ...['reset', 'suspend', 'resume', 'sign-out', 'remove'].map(kind => ({ kind })),
      { kind: 'roles', roles: [] },
    ],
  )
})

for (const [words, fault] of [
  [['burn', 'ada@example.org'], /burn/],
  [['add', '--name', 'x'], /email/],
  [['add', 'ada@example.org'], /--name/],
  [['reset'], /email/],
  [['roles', 'ada@example.org'], /--roles/],
  [['roles', 'ada@example.org', '--roles', ' , '], /--roles/],
] as const)
  test(`user ${words.join(' ')}: is refused`, async () => {
    const { application, asked } = notingApplication()
    const { exit, err } = await run(['user', ...words, '--portal', 'town'], application)
    assert.notEqual(exit, 'done')
    assert.match(err, fault)
    assert.deepEqual(
      asked.filter(([what]) => what !== 'closed'),
      [],
    )
  })

test('serve: the link for the first administrator goes to a terminal, never into an answer or a log', async () => {
  for (const isTTY of [true, false])
    for (const more of [[], ['--json']]) {
      const { application } = notingApplication()
      const { out, err } = await run(['serve', ...more], application, {}, isTTY)
      assert.ok(!out.includes('token='))
      assert.equal(err.includes(LINK), isTTY && more.length === 0)
      assert.equal(err.includes('token='), err.includes(LINK))
      assert.equal(err.includes('vitrine user add <email> --portal town'), !isTTY && more.length === 0)
    }
})

test('group: what is asked for reaches the application, typed', async () => {
  const { application, asked } = notingApplication()
  const portal = ['--portal', 'town']
  const lines: readonly (readonly string[])[] = [
    ['add', 'north', '--name', 'North', '--roles', 'reader'],
    ['join', 'north', '--email', 'ada@example.org'],
    ['grant', 'north', '--datasets', 'staff', '--where', 'region = "north"', '--fields', 'name, region'],
    ['withdraw', 'north', '--datasets', 'staff'],
    ['leave', 'north', '--email', 'ada@example.org'],
    ['remove', 'north'],
  ]
  for (const words of lines)
    assert.equal((await run(['group', ...words, ...portal], application)).exit, 'done', words.join(' '))
  assert.deepEqual(
    asked.filter(([what]) => what === 'changeGroup').map(([, , , act]) => act),
    [
      { kind: 'add', name: 'North', roles: ['reader'] },
      { kind: 'join', email: 'ada@example.org' },
      { kind: 'grant', dataset: 'staff', where: 'region = "north"', fields: ['name', 'region'] },
      { kind: 'withdraw', dataset: 'staff' },
      { kind: 'leave', email: 'ada@example.org' },
      { kind: 'remove' },
    ],
  )
  assert.match(
    (await run(['group', 'list', ...portal], application)).out,
    /north .*staff \| region = "north" \| name/,
  )
  assert.match((await run(['group', 'members', 'north', ...portal], application)).out, /ada@example\.org/)
})

for (const words of [
  ['burn', 'north'],
  ['add', 'north'],
  ['add'],
  ['members'],
  ['join', 'north'],
  ['grant', 'north'],
  [],
])
  test(`group ${words.join(' ')}: is refused before any engine starts`, async () => {
    const { application, asked } = notingApplication()
    assert.notEqual((await run(['group', ...words, '--portal', 'town'], application)).exit, 'done')
    assert.deepEqual(asked, [])
  })
