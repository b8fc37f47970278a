// `npm run long:…`: the whole of what CI runs a slice of. The dated report goes to docs/measurements/.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { findNode } from '../bin/find-node.js'
import { ROOT } from '../bin/root.js'
import { ensureInstalled } from './install.js'

/** What is run, and with which of its own variables. */
const RUNS = {
  steps: { file: 'test/chaos/steps.test.ts', env: { VITRINE_TEST_STEPS: 'all' } },
  kills: { file: 'test/chaos/kill.test.ts', env: { VITRINE_TEST_KILLS: '300' } },
  requests: { file: 'test/fuzz/requests.test.ts', env: { VITRINE_TEST_REQUESTS: '30000' } },
  openapi: { file: 'test/generated/generated.test.ts', env: { VITRINE_TEST_REQUESTS: '100000' } },
  oracle: { file: 'test/golden/odsql/oracle.test.ts', env: { VITRINE_ORACLE_QUESTIONS: '20000' } },
  mutants: { file: 'test/mutants/mutants.test.ts', env: { VITRINE_TEST_MUTANTS: '1000' } },
  guards: { file: 'test/mutants/guards.test.ts', env: { VITRINE_TEST_GUARDS: '1000' } },
  datasets: { file: 'test/datasets/datasets.test.ts', env: {} },
  audit: { file: 'test/audit/demo-audit.ts', env: {}, script: true },
  bench: { file: 'bench/product.ts', env: {}, script: true },
  sessions: { file: 'bench/sessions.ts', env: {}, script: true },
  exports: { file: 'bench/exports.ts', env: {}, script: true },
  bench10m: { file: 'bench/product.ts', env: {}, script: true, args: ['--rows', '10000000'] },
}

const [name, ...rest] = process.argv.slice(2)
const run = RUNS[name]
if (run === undefined) {
  process.stderr.write(`long runs: ${Object.keys(RUNS).join(', ')}\n`)
  process.exit(2)
}
await ensureInstalled()
const node = findNode()
if (node === null) process.exit(5)

const startedAt = new Date()
const args = [
  '--import',
  'tsx',
  ...(run.script ? [] : ['--test', '--test-timeout=7200000']),
  run.file,
  ...(run.args ?? []),
  ...rest,
]
const child = spawn(node, args, {
  cwd: ROOT,
  env: { ...process.env, ...run.env },
  stdio: ['ignore', 'pipe', 'inherit'],
})
let output = ''
child.stdout.setEncoding('utf8').on('data', text => {
  output += text
  process.stdout.write(text)
})
child.once('close', code => {
  const minutes = ((Date.now() - startedAt.getTime()) / 60_000).toFixed(1)
  const report = [
    `# ${name}`,
    '',
    `${startedAt.toISOString().slice(0, 10)}, \`npm run long:${name}\`, ${minutes} minutes, exit code ${code}, ` +
      `${availableParallelism()} cores, load average at the end ${loadavg()[0]?.toFixed(1)}.`,
    '',
    ...(run.script ? [output.trim()] : ['```', output.trim().slice(-20_000), '```']),
    '',
  ]
  const folder = join(ROOT, 'docs', 'measurements')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.md`), report.join('\n'))
  process.exit(code ?? 1)
})
