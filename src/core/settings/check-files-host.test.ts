import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkFilesHost } from './check-files-host.ts'

const portals = [
  { slug: 'town', hosts: ['data.town.example', 'town.localhost'] as const },
  { slug: 'pages', hosts: ['town.github.io'] as const },
]

const CASES: readonly (readonly [string | null, readonly string[]])[] = [
  [null, []],
  ['files.elsewhere.example', []],
  ['files.elsewhere.example:8443', []],
  ['data.town.example', ['files_host_shared']],
  ['files.town.example', ['files_host_shared']],
  ['FILES.TOWN.EXAMPLE:443', ['files_host_shared']],
  ['files.localhost', []],
  ['town.localhost:8080', ['files_host_shared']],
  ['files.github.io', []],
  ['https://files.example', ['files_host_malformed']],
  ['files.example/path', ['files_host_malformed']],
]
for (const [filesHost, codes] of CASES)
  test(`T09, I6: ${filesHost} as host of files: ${codes.join() || 'taken'}`, () =>
    assert.deepEqual(
      checkFilesHost({ filesHost }, portals).map(({ code }) => code),
      codes,
    ))
