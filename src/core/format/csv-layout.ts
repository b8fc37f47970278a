import type { EvidenceKey } from '../dataset/evidence-keys.ts'
import type { Evidence, ReadOptions } from '../dataset/revision.ts'
import { judgeHeader } from './csv-header.ts'
import type { Survey } from './csv-survey.ts'

/** A row of the beginning of a table. */
export interface HeadRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** Where the records of a table begin and what its columns are called. */
export interface Layout {
  /** Names as written, `''` for a column without one. */
  readonly names: readonly string[]
  /** Records begin after this line. */
  readonly afterLine: number
  /** Rows that stand before the header. */
  readonly preamble: readonly HeadRow[]
  readonly header: boolean
  readonly evidence: readonly Evidence[]
}

/** Rows compared with the first one. */
const BODY = 200
/** Rows that may stand before a header. */
const LONGEST_PREAMBLE = 100

export function findLayout(head: readonly HeadRow[], survey: Survey, options: ReadOptions): Layout {
  const start = options.skip === undefined ? preambleLength(head, survey.width) : 0
  const [first, ...rest] = head.slice(start)
  const preamble = head.slice(0, start)
  const before = preamble.at(-1)?.line ?? options.skip ?? 0
  const cells = first?.cells ?? []
  const verdict = judgeHeader(
    cells,
    rest.slice(0, BODY).map(row => row.cells),
  )
  const header = options.header ?? verdict.header
  const names = header ? headerNames(cells, rest, survey) : unnamed(widestOf(survey, survey.width))
  return {
    names,
    afterLine: header ? (first?.line ?? before) : before,
    preamble,
    header,
    evidence: [
      {
        about: 'header',
        decision: header ? 'yes' : 'no',
        because: because(options.header, header),
        params: { agreeing: verdict.agreeing, contradicting: verdict.contradicting },
      },
      {
        about: 'skip',
        decision: String(options.skip ?? start),
        because: options.skip !== undefined ? 'skip_declared' : start > 0 ? 'skip_sparse' : 'skip_nothing',
        params: { rows: start },
      },
    ],
  }
}

const because = (declared: boolean | undefined, header: boolean): EvidenceKey =>
  declared !== undefined ? 'header_declared' : header ? 'header_unlike_records' : 'header_like_records'

const isComment = (row: HeadRow): boolean => row.cells[0]?.startsWith('#') === true

const filled = (row: HeadRow): number => row.cells.filter(cell => cell.trim() !== '').length

/**
 * Titles, notes and comments before the table: rows with hardly a cell filled, until one that is a row of the
 * table. Without such a row nothing is left out.
 */
function preambleLength(head: readonly HeadRow[], width: number): number {
  if (width < 2)
    return Math.max(
      0,
      head.findIndex(row => !isComment(row)),
    )
  const few = width >= 5 ? 2 : 1
  const start = head.findIndex(row => {
    const comment = row.cells.length !== width && isComment(row)
    return !comment && row.cells.length > 1 && filled(row) > few
  })
  if (start <= 0 || start > LONGEST_PREAMBLE) return 0
  return start
}

const unnamed = (count: number): readonly string[] => Array.from({ length: count }, () => '')

/** Columns that most rows fill, when that is more than the header names. */
function widestOf({ fills, rows }: Survey, named: number): number {
  const wider = [...fills].filter(([fill]) => fill > named)
  const count = wider.reduce((sum, [, n]) => sum + n, 0)
  if (count * 2 < rows) return named
  return wider.reduce((best, next) => (next[1] > best[1] ? next : best), [named, 0])[0]
}

function headerNames(cells: readonly string[], rest: readonly HeadRow[], survey: Survey): readonly string[] {
  const names = cells.map(cell => cell.replace(/\s+/g, ' ').trim())
  const width = Math.max(names.length, widestOf(survey, names.length))
  if (width === names.length) return names
  const surplus = unnamed(width - names.length)
  return isRowNames(names, rest, survey) ? [...surplus, ...names] : [...names, ...surplus]
}

/** R writes row names without a header over them: every row has one cell more, the first never the same. */
function isRowNames(names: readonly string[], rest: readonly HeadRow[], survey: Survey): boolean {
  if (survey.width !== names.length + 1) return false
  if ((survey.widths.get(survey.width) ?? 0) < survey.rows * 0.99 - 1) return false
  const keys = rest.slice(0, BODY).map(row => row.cells[0] ?? '')
  return new Set(keys).size === keys.length && !keys.includes('')
}
