import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { GUARDS, type GuardMutant } from './guards.ts'
import { mutated } from './imports.ts'

/** Of the guards, how many are switched off: a few, the same ones each time; all of them by `npm run long:guards`. */
const TRIED = Math.min(GUARDS.length, Number(process.env['VITRINE_TEST_GUARDS'] ?? 1))
const ROOT = join(import.meta.dirname, '..', '..')

const chosen = Array.from({ length: TRIED }, (_, at) => Math.floor((at * GUARDS.length) / TRIED))

/** Ids of the tests that fail while a guard is off. */
async function redIds(number: number, { test: file }: GuardMutant): Promise<ReadonlySet<string>> {
  const flags = ['--import', 'tsx', '--import', './test/mutants/apply-guard.ts', '--test-reporter=tap']
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const child = spawn(process.execPath, [...flags, file], {
    cwd: ROOT,
    env: { ...env, VITRINE_TEST_GUARD: String(number) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  await new Promise(resolve => child.once('close', resolve))
  const failed = [...output.matchAll(/^ *not ok \d+ - ([A-Z]\d+(?:, [A-Z]\d+)*):/gm)]
  return new Set(failed.flatMap(([, ids]) => (ids ?? '').split(', ')))
}

test('guards: each is a text that is in the sources once, with a test that is there', () => {
  for (const mutant of GUARDS) {
    mutated(readFileSync(join(ROOT, 'src', mutant.file), 'utf8'), mutant)
    assert.ok(existsSync(join(ROOT, mutant.test)), mutant.test)
  }
})

for (const number of chosen) {
  const mutant = GUARDS[number]
  if (mutant !== undefined)
    test(`guards: ${mutant.file}: ${mutant.name}: ${mutant.ids.join(', ')} notice`, async t => {
      const red = await redIds(number, mutant)
      assert.deepEqual(
        mutant.ids.filter(id => !red.has(id)),
        [],
        `red: ${[...red].join(', ')}`,
      )
      t.diagnostic(`red: ${[...red].sort().join(', ')}`)
    })
}
