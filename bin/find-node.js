import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT } from './root.js'

/** Major version of Node that Vitrine is written for. */
export const NODE_MAJOR = 24

const fits = version => Number.parseInt(version, 10) >= NODE_MAJOR

/** The nearest installed copy of a package, from the project's folder upwards, or null. */
export function findPackage(name, from = ROOT) {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name)
    if (existsSync(found)) return found
    if (folder === dirname(folder)) return null
  }
}

/** A Node that fits: the running one, else the one that the optional dependency brought, else null. */
export function findNode() {
  if (fits(process.versions.node)) return process.execPath
  const brought = findPackage(`node-${process.platform}-${process.arch}`)
  const node = brought === null ? null : join(brought, 'bin', 'node')
  return node !== null && existsSync(node) ? node : null
}
