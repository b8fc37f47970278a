import type { SeenEntry } from './compare.ts'
import type { Finding } from './finding.ts'

/** What an audit has seen and found. No value of a cookie, no content of a page. */
export interface AuditReport {
  readonly format: 'vitrine-audit/1'
  /** Origin of the site. */
  readonly site: string
  /** Where the declaration was read. */
  readonly declaration: string
  readonly browser: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly endedAt: string
  readonly idleSeconds: number
  readonly states: readonly PlayedState[]
  /** Paths that were visited, each once, without queries. */
  readonly pages: readonly string[]
  /** Templates of the plan with the first page of each; null for one that was not visited. */
  readonly templates: readonly { readonly template: string; readonly page: string | null }[]
  readonly entries: readonly SeenEntry[]
  readonly findings: readonly Finding[]
  /** What the content security policy stopped. */
  readonly violations: readonly Violation[]
}

/** What became of a state. */
export interface PlayedState {
  readonly letter: string
  readonly name: string
  readonly outcome: 'played' | 'skipped' | 'failed'
  /** Why it was left out or failed: a script that the plan has not, a step that could not be done. */
  readonly reason: string | null
  readonly visits: number
  readonly requests: number
}

/** Something that the site's own content security policy did not let happen. */
export interface Violation {
  readonly state: string
  readonly route: string
  readonly directive: string
  /** Host, or `inline`, `eval`, `data`. */
  readonly blocked: string
}

/** Whether site and declaration say the same, as far as the audit went, and it went as far as it was told to. */
export const isClean = ({ findings, states, templates }: AuditReport): boolean =>
  findings.length === 0 &&
  states.every(({ outcome }) => outcome !== 'failed') &&
  states.some(({ outcome }) => outcome === 'played') &&
  templates.every(({ page }) => page !== null)
