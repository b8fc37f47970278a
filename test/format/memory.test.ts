import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

test('two hundred megabytes of JSON are read in a heap of forty', async () => {
  const script = join(import.meta.dirname, 'read-large.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--max-old-space-size=40',
    '--import',
    'tsx',
    script,
    '1000',
  ])
  const { records, megabytes } = JSON.parse(stdout)
  assert.equal(records, 100_000)
  assert.ok(megabytes >= 200, String(megabytes))
})
