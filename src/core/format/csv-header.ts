import { scanDate } from '../record/types-date.ts'
import { NOT_PLAIN, numberFormats, plainNumber } from '../record/types-number.ts'
import { isBlank } from '../record/types-value.ts'

export interface HeaderVerdict {
  readonly header: boolean
  /** Columns that speak for a header, and against one. */
  readonly agreeing: number
  readonly contradicting: number
}

type Kind = 'empty' | 'number' | 'date' | 'text'

function kindOf(cell: string): Kind {
  if (isBlank(cell)) return 'empty'
  const text = cell.trim()
  if (plainNumber(text) !== NOT_PLAIN || numberFormats(text) !== 0) return 'number'
  return scanDate(text) ? 'date' : 'text'
}

const isYear = (cell: string): boolean => /^(?:1[89]|20|21)\d\d$/.test(cell.trim())

/**
 * Whether the first row names the columns: its cells are of another kind than those below them, and do not come
 * again. A row of years over numbers is a header, and so is one that nothing contradicts.
 */
export function judgeHeader(first: readonly string[], body: readonly (readonly string[])[]): HeaderVerdict {
  const votes = first.map((cell, column) =>
    vote(
      cell,
      body.map(row => row[column] ?? ''),
    ),
  )
  const names = first.filter(cell => !isBlank(cell))
  const repeated = (names.length - new Set(names).size) * 0.5
  const agreeing = votes.filter(v => v > 0).length
  const contradicting = votes.filter(v => v < 0).length
  const sum = votes.reduce((total, v) => total + v, 0) - repeated
  return { header: names.length > 0 && sum >= 0, agreeing, contradicting }
}

function vote(cell: string, below: readonly string[]): number {
  const head = kindOf(cell)
  const kinds = below.map(kindOf).filter(kind => kind !== 'empty')
  if (head === 'empty') return -0.1
  if (kinds.length === 0) return head === 'text' ? 0.3 : -0.3
  const share = (kind: Kind): number => kinds.filter(k => k === kind).length / kinds.length
  if (share('number') + share('date') >= 0.8) {
    if (head === 'text') return 1
    return isYear(cell) && !below.every(isYear) ? 0 : -1
  }
  if (head !== 'text') return isYear(cell) ? 0 : -0.5
  if (below.includes(cell)) return -1
  const lengths = new Set(below.map(text => text.length))
  return lengths.size === 1 && below.length > 2 && !lengths.has(cell.length) ? 0.5 : 0.1
}
