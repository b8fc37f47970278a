// `npm test`: from a bare clone to `N passed, N failed, N skipped`. With arguments, only the suites named.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { findNode } from '../bin/find-node.js'
import { ROOT } from '../bin/root.js'
import { ensureInstalled } from './install.js'
import { systemTools } from './system-tools.js'
import { COUNTS } from './test-reporter.js'

/** The whole run must end by itself, whatever hangs. */
const DEADLINE_MS = 19 * 60_000
const TEST_TIMEOUT_MS = 240_000

const bin = (name, ...path) => join('node_modules', name, ...path)

const command = (...args) => ({ args })
const tests = (folder, ...options) => ({ folder, options })

/** What is run, in order: a failure of the first is the quickest to mend. */
const SUITES = {
  lint: [command(bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '.')],
  types: [
    command(bin('typescript', 'bin', 'tsc'), '-p', '.'),
    command(bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.islands.json'),
  ],
  build: [command('scripts/build.js')],
  core: [tests('src/core', '--test-isolation=none')],
  unit: [tests('src')],
  house: [tests('test')],
  contract: [tests('test/contract')],
  http: [tests('test/http')],
  crash: [tests('test/crash')],
  browser: [tests('test/browser')],
}

/** Test files below a folder; those of a folder that is a suite of its own belong to that one. */
function testFiles(folder) {
  const own = Object.values(SUITES).flatMap(steps => steps.flatMap(step => step.folder ?? []))
  const walk = path =>
    readdirSync(join(ROOT, path), { withFileTypes: true }).flatMap(entry => {
      const inner = `${path}/${entry.name}`
      if (entry.isDirectory()) return own.includes(inner) || entry.name === 'fixtures' ? [] : walk(inner)
      return /\.test\.tsx?$/.test(entry.name) ? [inner] : []
    })
  return existsSync(join(ROOT, folder)) ? walk(folder).sort() : []
}

/** What runs now, to be ended at the deadline. */
let running = null

const total = { passed: 0, failed: 0, skipped: 0 }

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
    return add(code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 })
  }
  const files = testFiles(step.folder)
  if (files.length === 0) return
  const flags = ['--import', 'tsx', '--test', '--test-concurrency=2', `--test-timeout=${TEST_TIMEOUT_MS}`]
  const reporter = ['--test-reporter=./scripts/test-reporter.js', '--test-reporter-destination=stdout']
  const { code, counts } = await run(node, [...flags, ...step.options, ...reporter, ...files], env)
  add(counts ?? { passed: 0, failed: 1, skipped: 0 })
  if (code !== 0 && counts?.failed === 0) add({ passed: 0, failed: 1, skipped: 0 })
}

function close() {
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
  process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)
}

await ensureInstalled()
const node = findNode()
if (node === null) throw new Error('the tests need Node.js 24: run `npm install` on Linux, or install it')
const wanted = process.argv.slice(2)
const names = Object.keys(SUITES).filter(name => wanted.length === 0 || wanted.includes(name))
const needsTools = names.some(name => ['contract', 'http', 'crash', 'browser'].includes(name))
const PATH = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`
const env = { ...process.env, PATH, ...(needsTools ? systemTools() : {}), NODE_NO_WARNINGS: '1' }
setTimeout(() => {
  process.stdout.write('\nout of time\n')
  running?.kill('SIGTERM')
  total.failed++
  close()
}, DEADLINE_MS).unref()
for (const name of names) {
  process.stdout.write(`\n— ${name}\n`)
  for (const step of SUITES[name]) await runStep(node, step, env)
}
close()
