import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { TestEngine } from './engine.ts'
import { openWorld, type Product, productOn } from './oracle/ask.ts'
import { CASES } from './oracle/cases.ts'
import { check } from './oracle/check.ts'
import { Coverage } from './oracle/coverage.ts'
import { QUESTION } from './oracle/generate-question.ts'
import { WORLD } from './oracle/records.ts'
import type { Question } from './oracle/tree.ts'

/**
 * Random questions, answered by the product and by plain loops over the same records that were written from the
 * API's reference alone. A failure tells the smallest question that still differs; it is then kept in
 * `oracle/cases.ts`.
 */
const QUESTIONS = Number(process.env['VITRINE_ORACLE_QUESTIONS'] ?? 700)
const SEED = Number(process.env['VITRINE_ORACLE_SEED'] ?? 7)
/** Asked at once, so that loops and engine work side by side. */
const AT_ONCE = 16
/** How often the long run of 20,000 questions has to ask about each subject, in proportion. */
const LEAST = Math.floor((50 * QUESTIONS) / 20_000)
const TELLING = 0.6

let engine: TestEngine
let product: Product
before(async () => {
  engine = await openWorld(WORLD)
  product = productOn(engine, WORLD)
})
after(() => engine.close())

const coverage = new Coverage()

async function ask(question: Question): Promise<void> {
  const { isOpen, matched } = await check(WORLD, product, question)
  coverage.add(question, { isOpen, isTelling: matched > 0 && matched < WORLD.rows.length })
}

for (const [wrong, question] of Object.entries(CASES))
  test(`once answered wrongly: ${wrong}`, async () => {
    const { isOpen } = await check(WORLD, product, question)
    assert.ok(!isOpen)
  })

test('random questions: the product answers as plain loops do', async t => {
  const several = fc.array(QUESTION, { minLength: 1, maxLength: AT_ONCE, size: 'max' })
  await fc.assert(
    fc.asyncProperty(several, async questions => {
      await Promise.all(questions.map(ask))
    }),
    { numRuns: Math.ceil((2 * QUESTIONS) / AT_ONCE), seed: SEED },
  )
  for (const line of coverage.report().split('\n')) t.diagnostic(line)
})

test('random questions: every operator, function and clause is asked about, and answers tell something', () => {
  assert.deepEqual(coverage.rare(LEAST), [])
  assert.ok(coverage.telling >= TELLING * coverage.questions, coverage.report())
})
