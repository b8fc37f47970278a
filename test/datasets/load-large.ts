import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { getJson } from './fetch-published.ts'
import { bytesOf, generateCsv } from './generate-csv.ts'
import type { GeneratedFacts } from './generated-rows.ts'
import { watchMemory } from './peak-memory.ts'
import { reportIn } from './published-files.ts'
import { Product } from './run-product.ts'

const USAGE = `Publishes generated CSVs of growing size, checks sums through the API, prints time and memory.

  node test/datasets/load-large.ts [--size 1gb] [--portal smartbump]`

interface Sums {
  readonly n: number
  readonly quantity: number
  readonly amount: number
}

const SUMS = 'count(*) as n, sum(quantity) as quantity, sum(amount) as amount'

/** Compares what the API sums with what was written; the sum of many doubles may differ in its last digits. */
const assertSums = async (server: { origin: string; portal: string }, id: string, facts: GeneratedFacts) => {
  const records = `/api/explore/v2.1/catalog/datasets/${id}/records?limit=1&select=${encodeURIComponent(SUMS)}`
  const all = (await getJson(server.origin, server.portal, records)) as { readonly results: readonly Sums[] }
  const active = (await getJson(server.origin, server.portal, `${records}&where=active%3Dtrue`)) as typeof all
  const amount = Number(facts.amountCents) / 100
  const found = all.results[0]
  assert.ok(found)
  assert.equal(found.n, facts.rows - facts.dirtyLines.length)
  assert.equal(found.quantity, facts.quantitySum)
  assert.ok(Math.abs(found.amount - amount) <= Math.abs(amount) * 1e-9, `${found.amount} is not ${amount}`)
  assert.equal(active.results[0]?.n, facts.activeTrue)
}

const load = async (portal: string, bytes: number, folder: string): Promise<void> => {
  const file = join(folder, 'large.csv')
  const facts = await generateCsv(file, { bytes, dirtEvery: 50_000, seed: 1 })
  const home = join(folder, 'home')
  mkdirSync(home)
  const product = await Product.start(home, 120)
  const memory = watchMemory(() => product.pids())
  try {
    const started = performance.now()
    const report = reportIn(await product.publish(file, portal, 'large'))
    const seconds = (performance.now() - started) / 1000
    assert.equal(report?.recordsQuarantined, facts.dirtyLines.length)
    await assertSums({ origin: product.origin, portal }, 'large', facts)
    const peaks = [...memory.stop()].map(([title, mib]) => `${mib} MiB ${title}`)
    console.log(
      `${facts.bytes} bytes, ${facts.rows} records: ${seconds.toFixed(1)} s, ${Math.round(facts.rows / seconds)} records/s\n  ${peaks.join('\n  ')}`,
    )
  } finally {
    memory.stop()
    await product.stop()
    rmSync(home, { recursive: true, force: true })
    rmSync(file)
  }
}

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1gb' },
    portal: { type: 'string', default: 'smartbump' },
  },
})
const bytes = bytesOf(values.size)
if (!(bytes > 0)) {
  console.error(USAGE)
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'vitrine-large-'))
for (const size of [bytes / 10, bytes]) await load(values.portal, size, folder)
rmSync(folder, { recursive: true, force: true })
