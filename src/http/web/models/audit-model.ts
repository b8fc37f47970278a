import type { FindingKind } from '../../../core/audit/finding.ts'
import type { PublicAudit } from '../../../core/audit/public-audit.ts'
import type { StorageKind } from '../../../core/privacy/registry-entry.ts'

/** An audit of the portal as its page shows it. */
export interface AuditModel {
  /** ISO 8601 instant. */
  readonly at: string
  readonly browser: string
  readonly idleSeconds: number
  readonly pages: number
  readonly templates: { readonly visited: number; readonly all: number }
  readonly violations: number
  readonly states: readonly AuditedState[]
  readonly entries: readonly AuditedEntry[]
  readonly findings: readonly AuditedFinding[]
  /** Path of the same as JSON. */
  readonly json: string
}

export interface AuditedState {
  readonly name: string
  readonly played: boolean
  readonly visits: number
  readonly requests: number
}

export interface AuditedEntry {
  readonly id: string
  /** Names of the states that it was seen in. */
  readonly states: readonly string[]
}

export interface AuditedFinding {
  readonly finding: FindingKind
  readonly kind: StorageKind
  readonly name: string
  readonly host: string
  readonly states: readonly string[]
  readonly declared: string | null
  readonly observed: string | null
}

/** Letters are for the command line: pages name the states. */
export function auditModel(audit: PublicAudit, json: string): AuditModel {
  const names = new Map(audit.states.map(({ letter, name }) => [letter, name]))
  const named = (letters: readonly string[]) => letters.flatMap(letter => names.get(letter) ?? [])
  return {
    at: audit.startedAt,
    browser: audit.browser,
    idleSeconds: audit.idleSeconds,
    pages: audit.pages,
    templates: audit.templates,
    violations: audit.violations,
    states: audit.states.map(({ name, outcome, visits, requests }) => ({
      ...{ name, visits, requests, played: outcome === 'played' },
    })),
    entries: audit.entries.map(({ id, states }) => ({ id, states: named(states) })),
    findings: audit.findings.map(({ finding, kind, name, host, states, declared, observed }) => ({
      ...{ finding, kind, name, host, declared, observed, states: named(states) },
    })),
    json,
  }
}
