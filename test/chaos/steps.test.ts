import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { startWorker } from '../../src/app/jobs/worker.ts'
import type { Deployment } from '../../src/main/open-deployment.ts'
import { publishAndWait } from '../../src/main/publish-and-wait.ts'
import { seededRandom } from '../fuzz/random.ts'
import { openTestDeployment, testPortal } from './open-test-deployment.ts'

// kill -9 at every step of a publication, for real: whatever the step, readers get a whole revision, the old one or
// the new one, and running it again ends with the new one.

const CHILD = fileURLToPath(new URL('killed-publisher.ts', import.meta.url))
const never = new AbortController().signal

/** `all`, or how many of the steps are tried, from a seeded choice. */
const WANTED = process.env.VITRINE_TEST_STEPS ?? '4'
const SEED = Number(process.env.VITRINE_TEST_SEED ?? Date.now() % 1_000_000)
/** More steps than a publication has: the walk ends when one is not reached. */
const MOST = 60
const USUAL = 14
let home = ''

before(async () => {
  home = await mkdtemp(join(tmpdir(), 'vitrine-steps-'))
})
after(() => rm(home, { recursive: true, force: true }))

/** A file whose sum tells it from every other. */
async function numbers(generation: number): Promise<string> {
  const file = join(home, `numbers-${generation}.csv`)
  const lines = Array.from({ length: 500 }, (_, i) => `${i};${generation}`)
  await writeFile(file, `n;generation\n${lines.join('\n')}\n`)
  return file
}

interface Run {
  readonly killed: boolean
  readonly calls: readonly string[]
}

function runKilled(file: string, when: string, at: number): Promise<Run> {
  const { promise, resolve, reject } = Promise.withResolvers<Run>()
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, home, file, when, String(at)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: string[] = []
  let complaint = ''
  child.stdout.on('data', chunk => chunks.push(String(chunk)))
  child.stderr.on('data', chunk => {
    complaint += String(chunk)
  })
  child.once('exit', (code, signal) => {
    const calls = chunks.join('').trim().split('\n')
    if (signal === 'SIGKILL' || code === 0) resolve({ killed: signal === 'SIGKILL', calls })
    else reject(new Error(`${code} ${signal} ${complaint}`))
  })
  return promise
}

/** The generation that readers get; a mixture or a wrong number of records fails. */
async function publishedGeneration({ ports }: Deployment): Promise<number> {
  const [portal] = await ports.catalog.listPortals()
  const [published] = await ports.catalog.listPublished(portal?.id ?? 0)
  assert.ok(published?.revision.table)
  const sql = `SELECT count(), min(c2), max(c2), sum(c1) FROM ${published.revision.table}`
  const [row] = await ports.records.query({ sql, params: {} }, 'page', never)
  const [count, least, most, sum] = (row ?? []).map(Number)
  assert.deepEqual([count, sum, most], [500, (499 * 500) / 2, least])
  return least ?? 0
}

async function publish(deployment: Deployment, file: string): Promise<void> {
  await publishAndWait(
    deployment,
    { portal: 'steps', datasetId: 'numbers', source: { file }, options: {}, metadata: {} },
    () => undefined,
    never,
  )
}

/** Opens the deployment as a next start would, with a worker that takes up what was left. */
async function withDeployment<T>(use: (deployment: Deployment) => Promise<T>): Promise<T> {
  const deployment = await openTestDeployment(home)
  try {
    await startWorker(deployment.ports, { parallel: 1, keepRevisions: 1 }, () => Promise.resolve())
    return await use(deployment)
  } finally {
    await deployment.close()
  }
}

function chosenSteps(when: string): readonly number[] {
  const all = Array.from({ length: MOST }, (_, index) => index + 1)
  if (WANTED === 'all') return all
  const random = seededRandom(SEED + when.length)
  const left = all.slice(0, USUAL)
  return Array.from({ length: Number(WANTED) }, () => left.splice(random.below(left.length), 1)[0] ?? 1)
}

for (const when of ['before', 'after'] as const)
  test(`kill -9 ${when} each step of a publication`, { timeout: 600_000 }, async t => {
    let generation = when === 'before' ? 1 : 1000
    const first = await numbers(generation)
    await withDeployment(async deployment => {
      await deployment.ports.catalog.savePortal(testPortal('steps'))
      await publish(deployment, first)
    })
    t.diagnostic(`seed ${SEED}`)
    for (const at of chosenSteps(when)) {
      const before = generation
      generation++
      const file = await numbers(generation)
      const run = await runKilled(file, when, at)
      await withDeployment(async deployment => {
        const found = await publishedGeneration(deployment)
        assert.ok([before, generation].includes(found), `${run.calls.at(-1)}: generation ${found}`)
        await publish(deployment, file)
        assert.equal(await publishedGeneration(deployment), generation, run.calls.at(-1))
      })
      t.diagnostic(`${when} ${run.killed ? run.calls.at(-1) : 'the end'}: generation ${generation} is served`)
      if (run.killed) continue
      assert.ok(at > 8, 'too few steps were seen')
      return
    }
    assert.notEqual(WANTED, 'all', 'the publication never ended')
  })

test('nothing is left of the unpublished tables beyond the retention rule', async () => {
  await withDeployment(async ({ ports }) => {
    const tables = (await ports.records.listTables(never)).filter(name => name.startsWith('ds.'))
    const expected = (await ports.catalog.expectedTables()).map(({ table }) => table)
    assert.deepEqual(
      expected.filter(table => !tables.includes(table)),
      [],
    )
  })
})
