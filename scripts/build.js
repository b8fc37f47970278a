// Builds dist/ from src/: compiled modules first, then the browser's assets, then the stamp. Runs on the Node
// that the launcher found; one build at a time.
import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BUILD_STAMP, isStale } from '../bin/build-when-stale.js'
import { ROOT } from '../bin/root.js'

const DIST = join(ROOT, 'dist')
const LOCK = join(DIST, '.building')
/** A lock this old belongs to a build that was killed. */
const LOCK_STALE_MS = 120_000

const say = text => process.stderr.write(`${text}\n`)

function run(name, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', reject)
    child.once('exit', code => (code === 0 ? resolve() : reject(new Error(`${name} failed`))))
  })
}

const alive = pid => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function takeLock() {
  try {
    writeFileSync(openSync(LOCK, 'wx'), String(process.pid))
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  }
}

/** Waits for a build that runs already; true when this one has to do it. */
async function mayBuild() {
  mkdirSync(DIST, { recursive: true })
  while (!takeLock()) {
    const owner = existsSync(LOCK) ? Number(readFileSync(LOCK, 'utf8')) : 0
    const age = existsSync(LOCK) ? Date.now() - statSync(LOCK).mtimeMs : 0
    if (age > LOCK_STALE_MS || (owner > 0 && !alive(owner))) rmSync(LOCK, { force: true })
    else await sleep(100)
  }
  return process.argv.includes('--force') || isStale()
}

async function build() {
  const startedAt = new Date()
  say('building…')
  const compiled = run('the compiler', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'])
  const assets = join('scripts', 'build-assets.ts')
  const bundled = existsSync(join(ROOT, assets)) ? run('the assets', ['--import', 'tsx', assets]) : null
  await Promise.all([compiled, bundled])
  writeFileSync(BUILD_STAMP, `${startedAt.toISOString()}\n`)
  utimesSync(BUILD_STAMP, startedAt, startedAt)
  say(`built in ${((Date.now() - startedAt.getTime()) / 1000).toFixed(1)} s`)
}

try {
  if (await mayBuild()) await build()
} catch (error) {
  say(error.message)
  process.exitCode = 1
} finally {
  rmSync(LOCK, { force: true })
}
