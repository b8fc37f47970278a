import { compare } from '../../core/audit/compare.ts'
import type { Declaration } from '../../core/audit/declaration.ts'
import type { Observation } from '../../core/audit/observation.ts'
import { type AuditPlan, isOfTemplate } from '../../core/audit/plan.ts'
import type { AuditReport, PlayedState, Violation } from '../../core/audit/report.ts'
import { AUDIT_STATES } from '../../core/audit/states.ts'
import type { AuditBrowser } from '../ports/audit-browser.ts'
import type { Clock } from '../ports/clock.ts'
import { playState } from './play-state.ts'

/** What is audited, and how far. */
export interface AuditOrder {
  /** Origin of the site. */
  readonly site: string
  readonly declaration: Declaration
  /** Where the declaration was read, for the report. */
  readonly declaredAt: string
  readonly plan: AuditPlan
  /** Letters of the states to play; null for all. */
  readonly states: readonly string[] | null
  readonly idleSeconds: number
  /** Most pages of one tour. */
  readonly maxPages: number
  readonly credentials: { readonly user: string; readonly password: string } | null
  /** Key of the site's API. */
  readonly key: string | null
  /** Folder for an HTTP archive of each state. */
  readonly harFolder: string | null
}

/** What an audit works with. */
export interface AuditTools {
  readonly browser: AuditBrowser
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Told before each page. */
  readonly onVisit: (state: string, page: string) => void
}

/** What the states have brought together so far. */
export interface AuditNotes {
  readonly observations: Observation[]
  readonly violations: Violation[]
  /** Paths, in the order of their first visit. */
  readonly visited: Set<string>
  /** Pages found by links, for the states that follow. */
  readonly found: Set<string>
  /** Documents of the site that pages have in frames. */
  readonly framed: Set<string>
  /** Pages that lead to others of the site, which stand for them. */
  readonly leading: Set<string>
}

/** Plays the states one after the other and compares what was seen with what is declared (privacy.md §3.4). */
export async function runAudit(order: AuditOrder, tools: AuditTools): Promise<AuditReport> {
  const startedAt = tools.clock.now().toISOString()
  const notes: AuditNotes = {
    observations: [],
    violations: [],
    visited: new Set(),
    found: new Set(),
    framed: new Set(),
    leading: new Set(),
  }
  const states: PlayedState[] = []
  for (const state of AUDIT_STATES) {
    if (order.states !== null && !order.states.includes(state.letter)) continue
    tools.signal.throwIfAborted()
    states.push(await playState(state, order, tools, notes))
  }
  const played = states.filter(({ outcome }) => outcome === 'played').map(({ letter }) => letter)
  const pages = [...notes.visited]
  return {
    format: 'vitrine-audit/1',
    site: order.site,
    declaration: order.declaredAt,
    browser: tools.browser.version,
    startedAt,
    endedAt: tools.clock.now().toISOString(),
    idleSeconds: order.idleSeconds,
    states,
    pages,
    templates: order.plan.templates.map(template => ({
      template,
      page: pages.find(page => isOfTemplate(page, template)) ?? null,
    })),
    ...compare(order.declaration, notes.observations, played),
    violations: notes.violations,
  }
}
