import { keyOf } from './expectation.ts'
import type { Verdict } from './judge.ts'

const HEAD = ['dataset', 'rows in', 'rows out', 'quarantined', 'columns', 'seconds', 'disagreements']

const row = (verdict: Verdict): readonly string[] => [
  keyOf(verdict.expectation).replace('--', '/'),
  String(verdict.expectation.rowsIn),
  String(verdict.rowsOut),
  String(verdict.quarantined),
  String(verdict.columns),
  verdict.seconds === null ? '' : verdict.seconds.toFixed(2),
  verdict.disagreements.length === 0 ? '0' : verdict.disagreements.join('; '),
]

/** The verdicts as a Markdown table, a data set a row. */
export const markdownTable = (verdicts: readonly Verdict[]): string => {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(HEAD), line(HEAD.map(() => '---')), ...verdicts.map(verdict => line(row(verdict)))].join('\n')
}
