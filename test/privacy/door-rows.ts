import { credentialRows } from './credential-rows.ts'
import { gateRows } from './gate-rows.ts'
import { isolationRows } from './isolation-rows.ts'
import { provenanceRows } from './provenance-rows.ts'
import type { Row } from './row.ts'
import { boundRows, submittedRows } from './token-rows.ts'
import { visitRows } from './visit-rows.ts'

/** Every vector at the doors that needs no engine. */
export const DOOR_ROWS: readonly Row[] = [
  ...submittedRows,
  ...boundRows,
  ...provenanceRows,
  ...credentialRows,
  ...visitRows,
  ...isolationRows,
  ...gateRows,
]
