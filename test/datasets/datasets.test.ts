import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { DATA_FOLDER, missingData } from './data-folder.ts'
import { keyOf, loadExpectations, sourceOf } from './expectation.ts'
import { fetchPublished, PORTALS } from './fetch-published.ts'
import { hasPython } from './hashers.ts'
import { judge, type Verdict } from './judge.ts'
import { watchMemory } from './peak-memory.ts'
import { publishedFiles, readPublished } from './published-files.ts'
import { Product } from './run-product.ts'
import { markdownTable } from './table.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const undeclared = Object.values(PORTALS).filter(slug => !existsSync(join(ROOT, 'portals', slug)))
const skip =
  missingData ||
  (undeclared.length > 0 ? `skipped: portals/ does not declare ${undeclared.join(', ')}` : false) ||
  ((await hasPython()) ? false : 'skipped: python3 is not installed')

/** Resident size that no process may pass while all of them are published. */
const MEMORY_MIB = 1024

const folder = mkdtempSync(join(tmpdir(), 'vitrine-datasets-'))
const verdicts: Verdict[] = []

describe('every data set publishes unattended from its raw file', { skip, timeout: 900_000 }, () => {
  let product: Product
  let memory: ReturnType<typeof watchMemory>
  before(async () => {
    const home = join(folder, 'home')
    mkdirSync(home)
    product = await Product.start(home, 120)
    memory = watchMemory(() => product.pids())
  })

  for (const expectation of loadExpectations())
    test(keyOf(expectation), { timeout: 120_000 }, async () => {
      const source = sourceOf(DATA_FOLDER, expectation)
      const portal = PORTALS[expectation.portal] ?? expectation.portal
      const printed = await product.publish(source, portal, expectation.dataset)
      writeFileSync(publishedFiles(folder, expectation).report, printed)
      await fetchPublished({ origin: product.origin, portals: PORTALS }, expectation, folder)
      const published = readPublished(folder, expectation)
      assert.ok(published, 'nothing was published')
      const verdict = await judge(expectation, source, published)
      verdicts.push(verdict)
      assert.deepEqual(verdict.disagreements, [])
    })

  test('memory stays below its bound', () => {
    const peaks = memory.stop()
    for (const [title, mib] of peaks) assert.ok(mib < MEMORY_MIB, `${title}: ${mib} MiB`)
  })

  after(async () => {
    console.log(markdownTable(verdicts))
    await product?.stop()
    rmSync(folder, { recursive: true, force: true })
  })
})
