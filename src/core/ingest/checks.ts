import type { IngestReport } from '../dataset/revision.ts'

/** What stands between a load and its publication. */
export interface LoadChecks {
  /** Largest share of records in quarantine, 0 to 1. */
  readonly maxQuarantinedShare: number
}

export const DEFAULT_CHECKS: LoadChecks = { maxQuarantinedShare: 0.1 }

export type CheckFailure =
  | { readonly code: 'load_empty'; readonly params: Readonly<Record<string, never>> }
  | {
      readonly code: 'load_too_dirty'
      readonly params: { readonly quarantined: number; readonly read: number }
    }
  | {
      readonly code: 'load_incomplete'
      readonly params: { readonly expected: number; readonly found: number }
    }

/**
 * The first reason not to publish a load, or null. `stored` is the engine's own count of the table: whatever
 * was read is stored, in quarantine or replaced by a later record, or the load is refused.
 */
export function failedCheck(report: IngestReport, stored: number, checks: LoadChecks): CheckFailure | null {
  const { recordsRead, recordsLoaded, recordsQuarantined, recordsReplaced = 0 } = report
  if (recordsRead === 0) return { code: 'load_empty', params: {} }
  const expected = recordsRead - recordsQuarantined - recordsReplaced
  if (stored !== recordsLoaded || recordsLoaded !== expected)
    return { code: 'load_incomplete', params: { expected, found: stored } }
  if (recordsQuarantined > recordsRead * checks.maxQuarantinedShare)
    return { code: 'load_too_dirty', params: { quarantined: recordsQuarantined, read: recordsRead } }
  return null
}
