import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Answered, city, exchange, withCity } from '../explore/ask-city.ts'
import { CITY_DATASETS } from '../explore/city.ts'
import { showsInside } from '../fuzz/raw-exchange.ts'
import { catalogFacts, type DatasetFacts, datasetFacts } from './facts.ts'
import { mutatedRequests } from './mutations.ts'
import { type GeneratedRequest, targetOf, validRequests } from './requests.ts'

// Requests made from the API's own document and from what its datasets hold, half of them right and half of them broken
// on purpose: every answer is one that the document allows, every right question is answered, no process ends.
// VITRINE_TEST_SEED repeats a run, VITRINE_TEST_REQUESTS lengthens it.

const REQUESTS = Number(process.env.VITRINE_TEST_REQUESTS ?? 500)
const SEED = Number(process.env.VITRINE_TEST_SEED ?? Date.now() % 1_000_000)
const BATCH = 500
const LANES = 8
/** Share of the right questions whose answer holds something. */
const WITH_CONTENT = 0.6

withCity()

interface Asked {
  readonly request: GeneratedRequest
  readonly valid: boolean
}

interface Tally {
  readonly statuses: Map<string, number>
  readonly operations: Map<string, number>
  readonly faults: string[]
  answered: number
  withContent: number
}

const one = <K>(counts: Map<K, number>, key: K): Map<K, number> => counts.set(key, (counts.get(key) ?? 0) + 1)

const told = (counts: ReadonlyMap<string, number>): string =>
  JSON.stringify(Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))))

function ask(request: GeneratedRequest): Promise<Answered> {
  if (request.method === 'GET') return exchange(targetOf(request), {})
  const body = new URLSearchParams(request.query.map(pair => [...pair])).toString()
  return exchange(request.path, { method: 'POST', body })
}

function hasContent({ bytes, headers }: Answered): boolean {
  if (!/^application\/json\b/.test(String(headers['content-type']))) return bytes.length > 0
  const body: unknown = JSON.parse(bytes.toString())
  const results: unknown = Array.isArray(body) ? body : Reflect.get(Object(body), 'results')
  return Array.isArray(results) ? results.length > 0 : true
}

const unselected = ({ query }: GeneratedRequest): boolean =>
  !query.some(([name]) => ['select', 'group_by'].includes(name))

/** Whole records are of the dataset's own schema, to the last field. */
function recordFault(
  facts: DatasetFacts | undefined,
  { request }: Asked,
  { status, bytes }: Answered,
): string | null {
  if (facts === undefined || status !== 200 || !unselected(request)) return null
  if (request.operation !== 'getRecords') return null
  const { results } = JSON.parse(bytes.toString()) as { results: readonly unknown[] }
  const wrong = results
    .map(record => facts.api.mismatch('Record', record))
    .find(mismatch => mismatch !== null)
  return wrong ?? null
}

function judge(tally: Tally, asked: Asked, answer: Answered, faults: readonly (string | null)[]): void {
  const { request, valid } = asked
  const kind = valid ? 'right' : 'broken'
  one(tally.statuses, `${kind} ${answer.status}`)
  if (valid) one(tally.operations, request.operation)
  if (valid && answer.status === 200) {
    tally.answered++
    if (hasContent(answer)) tally.withContent++
  }
  const wrong = [
    ...faults,
    answer.status >= 500 ? `status ${answer.status}` : null,
    valid && answer.status !== 200 ? `a right question is refused with ${answer.status}` : null,
    answer.status >= 400 ? showsInside(answer.bytes.toString()) : null,
  ].filter(fault => fault !== null)
  if (wrong.length > 0)
    tally.faults.push(
      `${kind} ${request.operation} ${request.method} ${request.path} ${JSON.stringify(request.query)}\n  ${wrong.join('; ')}\n  ${answer.bytes.toString().slice(0, 300)}`,
    )
}

test(`${REQUESTS} requests made from the document`, { timeout: 7_000_000 }, async t => {
  t.diagnostic(`seed ${SEED}`)
  const catalog = await catalogFacts()
  const datasets = await Promise.all(Object.keys(CITY_DATASETS).map(datasetFacts))
  const valid = validRequests(catalog, datasets)
  const broken = mutatedRequests(valid)
  const tally: Tally = { statuses: new Map(), operations: new Map(), faults: [], answered: 0, withContent: 0 }
  const pids = () =>
    [city().running.main(), city().running.engineHost(), city().running.postmaster()].map(
      process => process?.pid,
    )
  const before = pids()
  const askOne = async (asked: Asked): Promise<void> => {
    const facts = datasets.find(({ id }) => asked.request.path.includes(`/datasets/${id}/`))
    const answer = await ask(asked.request)
    const faults = catalog.api.faultsOf(asked.request.path, { ...answer, body: answer.bytes })
    judge(tally, asked, answer, [...faults, recordFault(facts, asked, answer)])
  }
  for (let done = 0; done < REQUESTS; done += BATCH) {
    const size = Math.min(BATCH, REQUESTS - done)
    const seed = SEED + done
    const batch = [
      ...fc.sample(valid, { seed, numRuns: Math.ceil(size / 2) }).map(request => ({ request, valid: true })),
      ...fc
        .sample(broken, { seed, numRuns: Math.floor(size / 2) })
        .map(request => ({ request, valid: false })),
    ]
    let next = 0
    const lane = async (): Promise<void> => {
      for (let asked = batch[next++]; asked !== undefined; asked = batch[next++]) await askOne(asked)
    }
    await Promise.all(Array.from({ length: LANES }, lane))
  }
  t.diagnostic(`answers: ${told(tally.statuses)}`)
  t.diagnostic(`right questions by operation: ${told(tally.operations)}`)
  t.diagnostic(`with content: ${tally.withContent} of ${tally.answered}`)
  assert.equal(
    tally.faults.length,
    0,
    `${tally.faults.length} faults\n${tally.faults.slice(0, 12).join('\n')}`,
  )
  assert.ok(tally.withContent >= tally.answered * WITH_CONTENT, 'too many answers without content')
  assert.deepEqual(pids(), before, 'a process ended')
})
