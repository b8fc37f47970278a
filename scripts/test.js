// `npm test`: from a bare clone to `N passed, N failed, N skipped`. With arguments, only the suites named.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { findNode } from '../bin/find-node.js'
import { ROOT } from '../bin/root.js'
import { ensureInstalled } from './install.js'
import { systemTools } from './system-tools.js'
import { COUNTS } from './test-reporter.js'
import { forgetObserved, lostOf } from './vectors.js'

/** The whole run must end by itself, whatever hangs. */
const DEADLINE_MS = 19.5 * 60_000
const TEST_TIMEOUT_MS = 240_000

const bin = (...path) => join('node_modules', ...path)
const command = (...args) => ({ args })
const tests = (folder, leaveOut = [], ...options) => ({ folder, leaveOut, options })

/** Folders of test/ that are suites, the quick ones first; those not named here run in between. */
const QUICK = ['golden', 'http', 'contract']
const SLOW = ['browser', 'datasets', 'fuzz', 'chaos']
/** What measures the machine, or kills what it finds, has it to itself. */
const ALONE = ['engine-host', 'processes', 'chaos']

const folders = readdirSync(join(ROOT, 'test'), { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name)
const between = folders.filter(name => ![...QUICK, ...SLOW].includes(name)).sort()
const folderSuites = [...QUICK, ...between, ...SLOW].filter(name => folders.includes(name))

/** What is run, in order: a failure of the first is the quickest to mend. */
const SUITES = {
  lint: [command(bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '--max-diagnostics=50', '.')],
  types: [
    command(bin('typescript', 'bin', 'tsc'), '-p', '.'),
    command(bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.islands.json'),
  ],
  build: [command('scripts/build.js')],
  core: [tests('src/core', [], '--test-isolation=none')],
  house: [tests('test', folders)],
  unit: [tests('src', ['core']), tests('scripts')],
  ...Object.fromEntries(folderSuites.map(name => [name, [tests(`test/${name}`)]])),
}

/** Test files below a folder, without those of the named folders in it. */
const testFiles = (folder, leaveOut = []) =>
  readdirSync(join(ROOT, folder), { withFileTypes: true })
    .flatMap(entry => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return leaveOut.includes(entry.name) ? [] : testFiles(path)
      return /\.test\.tsx?$/.test(entry.name) ? [path] : []
    })
    .sort()

/** What runs now, to be ended at the deadline. */
let running = null

const total = { passed: 0, failed: 0, skipped: 0 }
const ONE_PASSED = { passed: 1, failed: 0, skipped: 0 }
const ONE_FAILED = { passed: 0, failed: 1, skipped: 0 }

function add(counts) {
  for (const name of Object.keys(total)) total[name] += counts[name]
}

/** Runs a program, passing its output on except the line of counts. */
function run(node, args, env) {
  return new Promise(resolve => {
    const child = spawn(node, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] })
    running = child
    let counts = null
    let rest = ''
    const line = text => {
      if (text.startsWith(COUNTS)) counts = JSON.parse(text.slice(COUNTS.length))
      else process.stdout.write(`${text}\n`)
    }
    child.stdout.setEncoding('utf8').on('data', text => {
      const lines = (rest + text).split('\n')
      rest = lines.pop()
      for (const each of lines) line(each)
    })
    child.once('close', code => {
      if (rest !== '') line(rest)
      resolve({ code, counts })
    })
  })
}

async function runStep(node, step, env) {
  if (step.args !== undefined) {
    const { code } = await run(node, step.args, env)
    return add(code === 0 ? ONE_PASSED : ONE_FAILED)
  }
  const files = (step.parts ?? [step]).flatMap(({ folder, leaveOut }) => testFiles(folder, leaveOut))
  if (files.length === 0) return
  const flags = ['--import', 'tsx', '--test', '--test-concurrency=2', `--test-timeout=${TEST_TIMEOUT_MS}`]
  const reporter = ['--test-reporter=./scripts/test-reporter.js', '--test-reporter-destination=stdout']
  const { code, counts } = await run(node, [...flags, ...step.options, ...reporter, ...files], env)
  add(counts ?? ONE_FAILED)
  if (code !== 0 && counts?.failed === 0) add(ONE_FAILED)
}

function close() {
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
  process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)
}

const wanted = process.argv.slice(2)
const strangers = wanted.filter(name => !(name in SUITES))
if (strangers.length > 0) {
  process.stderr.write(`no suite ${strangers.join(', ')}; there are: ${Object.keys(SUITES).join(', ')}\n`)
  process.exit(2)
}
await ensureInstalled()
const node = findNode()
if (node === null) {
  process.stderr.write('The tests need Node.js 24, which npm brings on Linux; elsewhere install it.\n')
  process.exit(5)
}
const names = Object.keys(SUITES).filter(name => wanted.length === 0 || wanted.includes(name))
/** Most suites are one file on one deployment: side by side they leave no core idle. */
const together = names.filter(
  name => name === 'unit' || (folderSuites.includes(name) && !ALONE.includes(name)),
)
const runs = [
  ...names.filter(name => !together.includes(name) && name !== 'chaos').map(name => [name]),
  ...(together.length > 0 ? [together] : []),
  ...(names.includes('chaos') ? [['chaos']] : []),
]
const tools = names.some(name => folderSuites.includes(name)) ? await systemTools() : null
const PATH = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`
const env = { ...process.env, ...tools?.env, PATH, NODE_NO_WARNINGS: '1' }
const deadline = setTimeout(async () => {
  process.stdout.write('\nout of time\n')
  running?.kill('SIGTERM')
  await tools?.stop()
  add(ONE_FAILED)
  close()
}, DEADLINE_MS)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.once(signal, async () => {
    running?.kill('SIGTERM')
    await tools?.stop()
    process.exit(1)
  })
forgetObserved()
for (const suites of runs) {
  const startedAt = performance.now()
  process.stdout.write(`\n— ${suites.join(', ')}\n`)
  const steps = suites.flatMap(name => SUITES[name])
  const merged = suites.length > 1 ? [{ parts: steps, options: [] }] : steps
  for (const step of merged) await runStep(node, step, env)
  process.stdout.write(`  ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`)
}
clearTimeout(deadline)
await tools?.stop()
const lost = total.failed === 0 ? lostOf(wanted.length === 0) : []
if (lost.length > 0) {
  process.stdout.write(`\n✖ vectors that lost a test; when that is meant, npm run vectors && npm run docs:\n`)
  for (const one of lost) process.stdout.write(`    ${one}\n`)
  add(ONE_FAILED)
}
close()
