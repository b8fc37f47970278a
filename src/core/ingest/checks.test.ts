import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IngestReport } from '../dataset/revision.ts'
import { DEFAULT_CHECKS, failedCheck } from './checks.ts'

const report = (read: number, loaded: number, quarantined: number): IngestReport => ({
  evidence: [],
  recordsRead: read,
  recordsLoaded: loaded,
  recordsQuarantined: quarantined,
  quarantineSample: [],
  quarantineSha256: null,
  warnings: [],
  seconds: 1,
})

const CASES: readonly [name: string, report: IngestReport, stored: number, code: string | null][] = [
  ['a clean load', report(10, 10, 0), 10, null],
  ['a tolerable share in quarantine', report(100, 90, 10), 90, null],
  ['too much in quarantine', report(100, 89, 11), 89, 'load_too_dirty'],
  ['nothing read', report(0, 0, 0), 0, 'load_empty'],
  ['a record lost between reader and engine', report(10, 10, 0), 9, 'load_incomplete'],
  ['a record stored twice', report(10, 10, 0), 11, 'load_incomplete'],
  ['a record neither loaded nor in quarantine', report(10, 8, 1), 8, 'load_incomplete'],
]

for (const [name, load, stored, code] of CASES)
  test(`load checks: ${name}`, () => {
    assert.equal(failedCheck(load, stored, DEFAULT_CHECKS)?.code ?? null, code)
  })
