import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { TestEngine } from '../golden/odsql/engine.ts'
import { openWorld } from '../golden/odsql/oracle/ask.ts'
import { CASES } from '../golden/odsql/oracle/cases.ts'
import { check } from '../golden/odsql/oracle/check.ts'
import { QUESTION } from '../golden/odsql/oracle/generate-question.ts'
import { WORLD } from '../golden/odsql/oracle/records.ts'
import { mutated, registerMutants } from './imports.ts'
import { MUTANTS } from './mutants.ts'

/** Of the faults, how many are tried: a few, the same ones each time; all of them by `npm run long:mutants`. */
const TRIED = Number(process.env['VITRINE_TEST_MUTANTS'] ?? 3)
const QUESTIONS = TRIED < MUTANTS.length ? 400 : 1500
const SEED = 7

registerMutants(MUTANTS)
const questions = [...Object.values(CASES), ...fc.sample(QUESTION, { numRuns: QUESTIONS, seed: SEED })]
const step = MUTANTS.length / Math.min(TRIED, MUTANTS.length)
const chosen = Array.from({ length: Math.min(TRIED, MUTANTS.length) }, (_, i) => Math.floor(i * step))

let engine: TestEngine
before(async () => {
  engine = await openWorld(WORLD)
})
after(() => engine.close())

/** Number of the first question that is answered wrongly, with what was wrong. */
async function caught(number: number): Promise<readonly [question: number, message: string] | null> {
  const { productOn } = (await import(
    `../golden/odsql/oracle/ask.ts?mutant=${number}`
  )) as typeof import('../golden/odsql/oracle/ask.ts')
  const product = productOn(engine, WORLD)
  for (const [index, question] of questions.entries())
    try {
      await check(WORLD, product, question)
    } catch (error) {
      return [index + 1, error instanceof Error ? error.message : String(error)]
    }
  return null
}

test('mutants: each is a text that is in the sources once', () => {
  const core = join(import.meta.dirname, '../../src/core')
  for (const mutant of MUTANTS) mutated(readFileSync(join(core, mutant.file), 'utf8'), mutant)
  assert.ok(MUTANTS.length >= 20)
})

for (const number of chosen)
  test(`mutants: ${MUTANTS[number]?.name} is noticed`, async t => {
    const found = await caught(number)
    assert.ok(found !== null, `${questions.length} questions were answered rightly`)
    t.diagnostic(`question ${found[0]}: ${found[1].replaceAll('\n', ' ').slice(0, 160)}`)
  })
