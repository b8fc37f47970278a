import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../fuzz/random.ts'
import { type RunningDeployment, startDeployment } from './deployment.ts'
import { allProcesses, processesOf } from './process-tree.ts'

// kill -9 at random moments under load: the portal answers again by itself, nothing published is lost, nobody is
// left behind. VITRINE_TEST_KILLS raises the rounds; the seed is printed so that a run can be repeated.

const ROUNDS = Number(process.env.VITRINE_TEST_KILLS ?? 15)
const SEED = Number(process.env.VITRINE_TEST_SEED ?? Date.now() % 1_000_000)
const RECOVERY_MS = 20_000
const HOST = 'chaos.localhost'
const RECORDS = 5000
const QUESTION =
  '/api/explore/v2.1/catalog/datasets/numbers/records?select=count(*) as n, sum(n) as s&limit=1'

let folder = ''
let running: RunningDeployment

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-chaos-'))
  const portal = join(folder, 'portals', 'chaos')
  await mkdir(portal, { recursive: true })
  const config = {
    hosts: [HOST],
    title: { en: 'Chaos' },
    description: { en: 'A portal that is killed' },
    languages: ['en'],
    brand: '#0b5d5e',
    legal: { name: 'Chaos', address: 'Nowhere 1', email: 'chaos@example.org', country: 'FR' },
  }
  await writeFile(join(portal, 'portal.json'), JSON.stringify(config))
  const lines = Array.from({ length: RECORDS }, (_, i) => `${i + 1};name ${i % 7}`)
  await writeFile(join(folder, 'numbers.csv'), `n;name\n${lines.join('\n')}\n`)
  running = await startDeployment({ portals: join(folder, 'portals') })
  running.command('publish', join(folder, 'numbers.csv'), '--portal', 'chaos')
})
after(async () => {
  await running?.stop()
  await rm(folder, { recursive: true, force: true })
})

const question = encodeURI(QUESTION)
const RIGHT = { n: RECORDS, s: (RECORDS * (RECORDS + 1)) / 2 }

/** Asks in a way that no cache can answer, so that engine and catalogue are really needed. */
const ask = (tag: number) =>
  running.ask(HOST, `${question}&where=${encodeURIComponent(`n > -${tag}`)}`, { patienceMs: 4000 })

async function untilRight(tag: number): Promise<number> {
  const started = performance.now()
  for (;;) {
    const answer = await ask(tag + Math.floor(performance.now())).catch(() => null)
    if (answer?.status === 200) {
      assert.deepEqual(JSON.parse(answer.body).results, [RIGHT])
      return performance.now() - started
    }
    assert.ok(performance.now() - started < 60_000, `no answer for a minute\n${running.said().slice(-3000)}`)
    await sleep(25)
  }
}

/** A process that was just killed may answer through another one before it is there again. */
async function untilThere(victim: 'engineHost' | 'postmaster' | 'main') {
  for (let waited = 0; waited < RECOVERY_MS; waited += 25) {
    const process_ = running[victim]()
    if (process_ !== undefined) return process_
    await sleep(25)
  }
  throw new Error(`no ${victim} within ${RECOVERY_MS} ms`)
}

test(`kill -9 of engine host, PostgreSQL and main process, ${ROUNDS} rounds under load`, {
  timeout: 900_000,
}, async t => {
  t.diagnostic(`seed ${SEED}`)
  const random = seededRandom(SEED)
  const recoveries: number[] = []
  const slowest: Record<string, number> = {}
  const statuses = new Map<number, number>()
  let loading = true
  const load = Promise.all(
    Array.from({ length: 4 }, async (_, lane) => {
      for (let i = 0; loading; i++) {
        const answer = await ask(1_000_000 * (lane + 2) + i).catch(() => null)
        const status = answer?.status ?? 0
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        if (status === 200) assert.deepEqual(JSON.parse(answer?.body ?? '').results, [RIGHT])
        await sleep(5)
      }
    }),
  )
  for (let round = 0; round < ROUNDS; round++) {
    await sleep(random.below(400))
    const victim = random.pick<'engineHost' | 'postmaster' | 'main'>(['engineHost', 'postmaster', 'main'])
    const process_ = await untilThere(victim)
    process.kill(process_.pid, 'SIGKILL')
    const took = await untilRight(round)
    recoveries.push(took)
    slowest[victim] = Math.max(slowest[victim] ?? 0, Math.round(took))
  }
  loading = false
  await load
  recoveries.sort((a, b) => a - b)
  const worst = recoveries.at(-1) ?? 0
  t.diagnostic(
    `recovery: median ${recoveries[recoveries.length >> 1]?.toFixed(0)} ms, worst ${worst.toFixed(0)} ms`,
  )
  t.diagnostic(`slowest by victim, ms: ${JSON.stringify(slowest)}`)
  t.diagnostic(`answers by status: ${JSON.stringify(Object.fromEntries(statuses))}`)
  assert.equal(recoveries.length, ROUNDS)
  assert.ok(worst < RECOVERY_MS, `worst recovery ${worst} ms`)
  assert.deepEqual(
    [...statuses.keys()].filter(status => ![0, 200, 503].includes(status)),
    [],
  )
})

test('one of each is left, no orphan', async () => {
  await sleep(1000)
  const mine = processesOf(running.home)
  for (const [name, word] of [
    ['engine host', /engine-host/],
    ['postmaster', /^\S+bin\/postgres -D/],
  ] as const)
    assert.equal(mine.filter(({ command }) => word.test(command)).length, 1, name)
})

test('kill -9 of the launcher takes everybody along', async () => {
  const before = [running.main(), running.engineHost(), running.postmaster()].flatMap(one => one ?? [])
  assert.equal(before.length, 3)
  running.launcher.kill('SIGKILL')
  const alive = () =>
    allProcesses().filter(one => before.some(was => was.pid === one.pid && was.started === one.started))
  for (let i = 0; i < 120 && alive().length > 0; i++) await sleep(100)
  assert.deepEqual(alive(), [])
})

test('a new start finds everything that was published', { timeout: 120_000 }, async () => {
  const again = await startDeployment({ portals: join(folder, 'portals'), home: running.home })
  try {
    const answer = await again.ask(HOST, question)
    assert.deepEqual(JSON.parse(answer.body).results, [RIGHT])
  } finally {
    await again.stop()
  }
})
