import type { Finding } from '../core/audit/finding.ts'
import type { AuditReport, PlayedState } from '../core/audit/report.ts'
import type { Output } from './output.ts'

type Say = Output['say']

/** What an audit has found, for people at a terminal: the states, then the differences, then the outcome. */
export function auditTable(report: AuditReport, say: Say): readonly string[] {
  const missed = report.templates.filter(({ page }) => page === null).map(({ template }) => template)
  const unknown = report.entries.filter(({ unexercised }) => unexercised).map(({ id }) => id)
  return [
    ...columns([HEADS.states.map(key => say(key)), ...report.states.map(state => stateRow(state, say))]),
    '',
    ...(report.findings.length === 0
      ? []
      : [
          ...columns([
            HEADS.findings.map(key => say(key)),
            ...report.findings.map(finding => findingRow(finding, say)),
          ]),
          '',
        ]),
    ...(missed.length === 0 ? [] : [say('audit.missed_templates', { templates: missed.join(' ') })]),
    ...(unknown.length === 0 ? [] : [say('audit.unexercised', { entries: unknown.join(' ') })]),
    ...(report.violations.length === 0 ? [] : [say('audit.violations', { count: report.violations.length })]),
    say('audit.outcome', { pages: report.pages.length, differences: report.findings.length }),
  ]
}

const HEADS = {
  states: ['audit.head.state', 'audit.head.outcome', 'audit.head.pages', 'audit.head.requests'],
  findings: ['audit.head.state', 'audit.head.finding', 'audit.head.what', 'audit.head.where'],
}

const stateRow = (
  { letter, name, outcome, reason, visits, requests }: PlayedState,
  say: Say,
): readonly string[] => [
  `${letter} ${say(`audit.state.${name}`)}`,
  say(`audit.outcome_of.${outcome}`, { reason: reason ?? '' }),
  String(visits),
  String(requests),
]

function findingRow(finding: Finding, say: Say): readonly string[] {
  const { states, entry, kind, name, host, route, initiator, declared, observed } = finding
  const differs =
    declared === null ? '' : ` (${say('audit.differs', { declared, observed: observed ?? '-' })})`
  const who = initiator === null ? '' : ` ← ${initiator}`
  return [
    states.join(''),
    say(`audit.finding.${finding.finding}`),
    `${say(`audit.kind.${kind}`)} ${name}${entry === null || entry === name ? '' : ` [${entry}]`}${differs}`,
    kind === 'request' ? `${route ?? ''}${who}` : `${host} ${route ?? ''}${who}`,
  ]
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map(row => row[at]?.length ?? 0))) ?? []
  return rows.map(row =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
