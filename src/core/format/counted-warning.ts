import type { WarningCode } from '../dataset/evidence-keys.ts'
import type { IngestReport } from '../dataset/revision.ts'

/** A warning that tells how often something was met; none when it never was. */
export const countedWarning = (code: WarningCode, count: number): IngestReport['warnings'] =>
  count > 0 ? [{ code, params: { count } }] : []
