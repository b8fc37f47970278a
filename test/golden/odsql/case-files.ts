import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ClauseTexts } from '../../../src/core/odsql/parser.ts'

/** A question of a case file: its clauses as texts, and its options. */
export interface GoldenCase {
  readonly name: string
  readonly clauses: ClauseTexts
  readonly timezone: string
  readonly language: string
  readonly limit: number
  readonly offset: number
  /** Whether its facets are asked for, and not its records. */
  readonly facets: boolean
}

export const CASES = join(import.meta.dirname, 'cases')

/** `where.odsql` → `where`. */
export const families = (): readonly string[] =>
  readdirSync(CASES)
    .filter(name => name.endsWith('.odsql'))
    .map(name => basename(name, '.odsql'))
    .sort()

/** The questions of a family: blocks of `clause: text`, `#` for remarks; a text may hold `\n` as it is. */
export const readCases = (family: string): readonly GoldenCase[] =>
  readFileSync(join(CASES, `${family}.odsql`), 'utf8')
    .split(/\n\n+/)
    .map(block => block.split('\n').filter(line => line !== '' && !line.startsWith('#')))
    .filter(lines => lines.length > 0)
    .map(readCase)

function readCase(lines: readonly string[]): GoldenCase {
  const all = (key: string): readonly string[] =>
    lines.filter(line => line.startsWith(`${key}: `)).map(line => line.slice(key.length + 2))
  const one = (key: string): string | undefined => all(key)[0]
  const texts = { select: one('select'), groupBy: one('group_by'), orderBy: one('order_by') }
  const said = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined))
  return {
    name: lines.join(' & '),
    clauses: {
      ...said,
      ...{ where: all('where'), refine: all('refine'), exclude: all('exclude'), facet: all('facet') },
    },
    timezone: one('timezone') ?? 'UTC',
    language: one('lang') ?? 'en',
    limit: Number(one('limit') ?? 10),
    offset: Number(one('offset') ?? 0),
    facets: all('facet').length > 0 && one('select') === undefined ? true : one('facets') !== undefined,
  }
}
