import type { StorageKind } from '../privacy/registry-entry.ts'

/** Ways in which what is seen and what is declared differ (privacy.md §3.4), the gravest first. */
export const FINDING_KINDS = [
  'undeclared',
  'premature',
  'sticky',
  'wrong_host',
  'wrong_attributes',
  'longer',
  'stale',
] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

/** One difference between a declaration and a browser, told once however often it was seen. */
export interface Finding {
  readonly finding: FindingKind
  /** Identifier of the declared entry; null for what nobody declared. */
  readonly entry: string | null
  readonly kind: StorageKind
  readonly name: string
  readonly host: string
  /** Every state that it was seen in, in order; empty for what was never seen. */
  readonly states: readonly string[]
  /** Path where it was seen first; null for what was never seen. */
  readonly route: string | null
  readonly initiator: string | null
  /** What was declared and what was seen, where they can be told in a word: `Lax`, `600`. */
  readonly declared: string | null
  readonly observed: string | null
}
