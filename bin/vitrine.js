#!/usr/bin/env node
// Plain JavaScript for any Node from 20.19 on: finds the Node that Vitrine needs and runs it there.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildWhenStale } from './build-when-stale.js'
import { findNode } from './find-node.js'
import { ROOT } from './root.js'
import { keepAlive, runOnce } from './supervise.js'

const UNAVAILABLE = 5
const args = process.argv.slice(2)
const program = join(ROOT, 'dist', 'cli.js')

const node = findNode()
if (node === null) {
  process.stderr.write(
    `Vitrine needs Node.js 24 or newer; this is ${process.version} on ${process.platform}-${process.arch}.\n` +
      'On Linux (x64, arm64) `npm install` brings a fitting one along; elsewhere install it from https://nodejs.org\n',
  )
  process.exit(UNAVAILABLE)
}

await buildWhenStale(node)
if (!existsSync(program)) {
  process.stderr.write(`${program} is missing: run \`npm start\` or \`npm run build\` once.\n`)
  process.exit(UNAVAILABLE)
}

if (args[0] === 'serve' || args[0] === 'work') process.exitCode = await keepAlive(node, [program, ...args])
else if (node === process.execPath) await import(pathToFileURL(program).href)
else process.exitCode = await runOnce(node, [program, ...args])
