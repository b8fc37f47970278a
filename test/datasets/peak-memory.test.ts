import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { watchMemory } from './peak-memory.ts'

const skip = existsSync('/proc/self/status') ? false : 'skipped: there is no /proc'

test('the highest resident size of a process below the watched one is seen after it was given back', {
  skip,
}, async () => {
  const hungry = `let kept = Buffer.alloc(200 << 20, 1); setTimeout(() => { kept = null; setTimeout(() => {}, 2000) }, 100)`
  const parent = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(hungry)}])`
  const child = spawn(process.execPath, ['-e', parent])
  const watched = watchMemory(() => (child.pid === undefined ? [] : [child.pid]))
  await sleep(1500)
  const peaks = watched.stop()
  child.kill()
  const [title, mib] = [...peaks].sort(([, a], [, b]) => b - a)[0] ?? ['', 0]
  assert.match(title, /alloc/)
  assert.ok(mib >= 200 && mib < 400, `${mib} MiB`)
})
