import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../bin/root.js'

const MODULES = join(ROOT, 'node_modules')
const readJson = file => JSON.parse(readFileSync(file, 'utf8'))

const suits = (allowed, ours) => allowed === undefined || allowed.includes(ours)

/** Packages of the lock that are not installed in their locked version; those of other machines aside. */
export function missingPackages() {
  const wanted = readJson(join(ROOT, 'package-lock.json')).packages
  const record = join(MODULES, '.package-lock.json')
  const installed = existsSync(record) ? readJson(record).packages : {}
  return Object.entries(wanted)
    .filter(
      ([path, { os, cpu, libc }]) =>
        path !== '' && libc === undefined && suits(os, process.platform) && suits(cpu, process.arch),
    )
    .filter(([path, { version, optional }]) => {
      const found = installed[path]
      return found === undefined ? optional !== true : found.version !== version
    })
    .map(([path]) => path.replace(/^.*node_modules\//, ''))
}

/** What npm says while it works would hide everything else: it is shown only when npm fails. */
function npm(args) {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', text => {
        output += text
      })
    }
    child.once('error', reject)
    child.once('exit', code =>
      code === 0 ? resolve() : reject(new Error(`npm ${args[0]} failed\n${output}`)),
    )
  })
}

/** `npx vitrine` looks here first, so it needs neither network nor a question. */
function linkCommand() {
  const link = join(MODULES, '.bin', 'vitrine')
  if (existsSync(link)) return
  mkdirSync(join(MODULES, '.bin'), { recursive: true })
  symlinkSync(join('..', '..', 'bin', 'vitrine.js'), link)
}

/**
 * Installs what the lock says when it is not there. Install scripts do not run: nothing here needs them. Not
 * `npm ci`, which refuses a lock without the optional packages of other machines. Afterwards nothing of this
 * asks the network again.
 */
export async function ensureInstalled() {
  const missing = missingPackages()
  if (missing.length > 0) {
    const startedAt = performance.now()
    process.stderr.write(`installing ${missing.length} packages…\n`)
    const options = [
      '--ignore-scripts',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ]
    await npm(['install', '--no-save', ...options])
    process.stderr.write(`installed in ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`)
  }
  linkCommand()
}
