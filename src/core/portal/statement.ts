import type { PolicyChange } from '../privacy/policy/changes.ts'

/** What a portal publishes about itself, each with versions of its own. */
export const STATEMENTS = ['cookies', 'legal', 'privacy', 'accessibility'] as const
export type Statement = (typeof STATEMENTS)[number]

/** A version that was published; it never changes. */
export interface StatementVersion {
  /** 1 for the first. */
  readonly number: number
  /** `2026-11-21.1` */
  readonly name: string
  /** ISO 8601 instant from which it is in force. */
  readonly at: string
  /** Of what it says in all languages: equal hashes are equal statements. */
  readonly hash: string
  /** What is new in it. */
  readonly changes: readonly PolicyChange[]
}
