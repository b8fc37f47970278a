import type { AuditReport } from '../core/audit/report.ts'
import type { Parsed } from '../core/parsed.ts'

/** A file that was named on the command line, read. */
export interface GivenFile {
  readonly name: string
  readonly text: string
}

/** What is to be audited, and how far; files are read already. */
export interface AuditRequest {
  /** Origin of the site. */
  readonly site: string
  /** A file or an address; null: where the site publishes its own. */
  readonly declaration: GivenFile | URL | null
  readonly plan: GivenFile | null
  readonly pages: GivenFile | null
  /** Letters; null for all. */
  readonly states: readonly string[] | null
  readonly idleSeconds: number
  readonly maxPages: number
  readonly credentials: { readonly user: string; readonly password: string } | null
  readonly key: string | null
  readonly harFolder: string | null
  /** Path of the browser; null: where systems keep it. */
  readonly chromium: string | null
}

/**
 * Drives a browser through a site; needs nothing of the application: no data folder, no engines. What is wrong in a
 * declaration or a plan is the answer's faults; everything else is a `VitrineError`.
 */
export type Audit = (
  request: AuditRequest,
  onVisit: (state: string, page: string) => void,
  signal: AbortSignal,
) => Promise<Parsed<AuditReport>>
