import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './root.js'

const SOURCES = ['src', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts']
/** Written last by the build: what is newer than it was not built. */
export const BUILD_STAMP = join(ROOT, 'dist', '.built')

/** Latest change below a path; a folder changes when something in it appears or goes. */
function newest(path) {
  const { mtimeMs } = statSync(path)
  if (!statSync(path).isDirectory()) return mtimeMs
  return readdirSync(path, { withFileTypes: true }).reduce((latest, entry) => {
    if (entry.name.includes('.test.')) return latest
    return Math.max(latest, newest(join(path, entry.name)))
  }, mtimeMs)
}

/** Whether this is a clone whose `dist` is missing or older than its sources. */
export function isStale() {
  if (!existsSync(join(ROOT, 'src')) || !existsSync(join(ROOT, 'scripts', 'build.js'))) return false
  if (!existsSync(BUILD_STAMP)) return true
  const built = statSync(BUILD_STAMP).mtimeMs
  return SOURCES.map(name => join(ROOT, name)).some(path => existsSync(path) && newest(path) > built)
}

/** Builds a clone that needs it; ends the process when the build fails. An installed package is never built. */
export async function buildWhenStale(node) {
  if (!isStale()) return
  const { status } = spawnSync(node, [join(ROOT, 'scripts', 'build.js')], { stdio: ['ignore', 2, 2] })
  if (status !== 0) process.exit(status ?? 1)
}
