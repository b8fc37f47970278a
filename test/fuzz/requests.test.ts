import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type RunningDeployment, startDeployment } from '../chaos/deployment.ts'
import { testPortal } from '../chaos/open-test-deployment.ts'
import { malformedRequest } from './malformed-requests.ts'
import { seededRandom } from './random.ts'
import { rawExchange, showsInside } from './raw-exchange.ts'

// Malformed requests on a raw socket, valid controls between them: no process ends, no answer is a 500, no answer shows
// the inside, every control is answered exactly. VITRINE_TEST_SEED repeats a run, VITRINE_TEST_REQUESTS lengthens it.

const REQUESTS = Number(process.env.VITRINE_TEST_REQUESTS ?? 1000)
const SEED = Number(process.env.VITRINE_TEST_SEED ?? Date.now() % 1_000_000)
const LANES = 8
const HOST = 'stars.localhost'
const STARS = 400

let folder = ''
let running: RunningDeployment

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-fuzz-'))
  const portal = join(folder, 'portals', 'stars')
  await mkdir(portal, { recursive: true })
  const { slug: _, ...config } = testPortal('stars')
  await writeFile(
    join(portal, 'portal.json'),
    JSON.stringify({ ...config, languages: ['en', 'fr'], title: { en: 'Stars', fr: 'Étoiles' } }),
  )
  const lines = Array.from(
    { length: STARS },
    (_star, i) => `star ${i};${(i % 80) / 10};b${i % 5};2020-01-${String(1 + (i % 28)).padStart(2, '0')}`,
  )
  await writeFile(join(folder, 'stars.csv'), `name;mag;bv;seen\n${lines.join('\n')}\n`)
  running = await startDeployment({ portals: join(folder, 'portals') })
  running.command('publish', join(folder, 'stars.csv'), '--portal', 'stars')
})
after(async () => {
  await running?.stop()
  await rm(folder, { recursive: true, force: true })
})

const RECORDS = '/api/explore/v2.1/catalog/datasets/stars/records'

const CONTROLS: readonly [path: string, check: (body: string) => void][] = [
  [
    `${RECORDS}?select=count(*)%20as%20n,max(mag)%20as%20m&limit=1`,
    body => assert.deepEqual(JSON.parse(body).results, [{ n: STARS, m: 7.9 }]),
  ],
  [`${RECORDS}?where=bv%3D%22b3%22&limit=0`, body => assert.equal(JSON.parse(body).total_count, STARS / 5)],
  [
    `${RECORDS}?where=name%20like%20%22star%207%22&order_by=name&limit=1`,
    body => assert.equal(JSON.parse(body).results[0].name, 'star 7'),
  ],
  [
    '/api/explore/v2.1/catalog/datasets/stars/exports/csv?limit=1&with_bom=false',
    body => assert.match(body, /name;mag;bv;seen\r\nstar 0;0(\.0)?;b0;2020-01-01\r\n/),
  ],
  ['/en/explore/dataset/stars/', body => assert.match(body, /<!doctype html>/)],
]

async function control(turn: number): Promise<void> {
  const [path, check] = CONTROLS[turn % CONTROLS.length] ?? CONTROLS[0] ?? ['', () => undefined]
  // never the same twice, so that no kept answer stands in for the engine
  const answer = await running.ask(HOST, `${path}${path.includes('?') ? '&' : '?'}turn=${turn}`)
  assert.equal(answer.status, 200, `control ${path}: ${answer.body.slice(0, 300)}`)
  check(answer.body)
}

test(`${REQUESTS} malformed requests, controls between them`, { timeout: 900_000 }, async t => {
  t.diagnostic(`seed ${SEED}`)
  const random = seededRandom(SEED)
  const pids = [running.main(), running.engineHost(), running.postmaster()].map(process => process?.pid)
  const statuses = new Map<number, number>()
  const kinds = new Map<string, number>()
  const faults: string[] = []
  let sent = 0
  const lane = async (): Promise<void> => {
    while (sent < REQUESTS) {
      const number = sent++
      const { kind, bytes } = malformedRequest(`${HOST}:${running.port}`, 'stars', random)
      const answer = await rawExchange(running.port, bytes, 45_000)
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
      const inside = answer.status >= 400 ? showsInside(answer.text) : null
      if (answer.status >= 500 || answer.status === -1 || inside !== null)
        faults.push(
          `#${number} ${kind} → ${answer.status} ${inside ?? ''}\n${bytes.toString('latin1').slice(0, 600)}\n${answer.text.slice(0, 400)}`,
        )
      if (number % 10 === 0) await control(number)
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  t.diagnostic(
    `answers by status: ${JSON.stringify(Object.fromEntries([...statuses].sort((a, b) => a[0] - b[0])))}`,
  )
  t.diagnostic(`requests by kind: ${JSON.stringify(Object.fromEntries(kinds))}`)
  assert.deepEqual(faults.slice(0, 5), [], `${faults.length} faults`)
  assert.ok((kinds.get('mutant') ?? 0) >= REQUESTS / 2)
  assert.deepEqual(
    [running.main(), running.engineHost(), running.postmaster()].map(process => process?.pid),
    pids,
    'a process ended',
  )
})
