import type { Dialect } from './csv-dialect.ts'
import { type Survey, surveyString } from './csv-survey.ts'
import { CsvTokenizer } from './csv-tokenizer.ts'
import { isBlankRow, rowCells, rowEnd } from './csv-walk.ts'

/** Delimiters that are looked for, with how far they are believed when they make a table. */
const DELIMITERS: readonly (readonly [delimiter: string, belief: number])[] = [
  [',', 1],
  [';', 1],
  ['\t', 1],
  ['|', 1],
  ['^', 0.9],
  ['~', 0.8],
  ['\u0001', 0.9],
  ['\u001f', 0.9],
  ['¦', 0.8],
  ['§', 0.8],
  ['#', 0.6],
  [':', 0.4],
  [' ', 0.4],
]

/** Delimiters that also stand inside times and sentences are believed as far as they part numbers and dates. */
const DOUBTFUL = new Set([':', ' '])

/** What a text without any delimiter is worth: less than a good table, more than a doubtful one. */
const SINGLE_COLUMN = 0.4

/** Rows whose cells are looked at. */
const ROWS = 400

export interface Ranked {
  readonly dialect: Dialect
  readonly score: number
}

/**
 * Dialects by how much of a table they make of the beginning of a text: how many rows have the same number of
 * cells, how many cells look like one value, how many columns there are (after G. van den Burg et al.,
 * "Wrangling messy CSV files by detecting row and type patterns", 2019).
 */
export function rankDialects(sample: string, whole: boolean, given: Partial<Dialect>): readonly Ranked[] {
  const ranked = candidates(sample, given).map(dialect => ({
    dialect,
    score: score(sample, whole, dialect),
  }))
  return ranked.toSorted((a, b) => b.score - a.score)
}

function candidates(sample: string, given: Partial<Dialect>): readonly Dialect[] {
  const delimiters = given.delimiter === undefined ? present(sample) : [given.delimiter]
  const quotes = given.quote === undefined ? quotesOf(sample) : [given.quote]
  return delimiters.flatMap(delimiter =>
    quotes.flatMap(quote =>
      escapes(sample, quote).map(way => ({
        delimiter,
        quote,
        escape: way,
        loneCr: true,
      })),
    ),
  )
}

/** A backslash escapes the quotes of the cells, or it is text. */
const escapes = (sample: string, quote: string): readonly Dialect['escape'][] =>
  quote !== '' && sample.includes(`\\${quote}`) ? ['double', 'backslash'] : ['double']

const present = (sample: string): readonly string[] => [
  ...DELIMITERS.map(([delimiter]) => delimiter).filter(delimiter => sample.includes(delimiter)),
  '',
]

function quotesOf(sample: string): readonly string[] {
  const single = sample.match(/(?:^|[,;\t|\r\n])'[^'\r\n]*'(?=$|[,;\t|\r\n])/gm)?.length ?? 0
  const lines = sample.match(/\n/g)?.length ?? 0
  return single > Math.max(2, lines / 2) ? ['"', "'", ''] : sample.includes('"') ? ['"', ''] : ['"']
}

function score(sample: string, whole: boolean, dialect: Dialect): number {
  const survey = surveyString(sample, whole, dialect)
  if (survey.rows === 0) return 0
  const { clean: looks, typed } = cellShares(sample, whole, dialect)
  const trust = 1 - Math.min(0.9, (survey.strayQuotes + survey.unterminated * 2) / survey.rows)
  // equal worth: the quotes that are there count
  const used = survey.quoted > 0 ? 1.0001 : 1
  if (dialect.delimiter === '') return SINGLE_COLUMN * looks * trust * used
  const believed = DELIMITERS.find(([delimiter]) => delimiter === dialect.delimiter)?.[1] ?? 1
  const belief = believed + (DOUBTFUL.has(dialect.delimiter) ? Math.min(0.45, typed * 0.7) : 0)
  if (survey.width < 2) return 0.01 * belief
  return regularity(survey) * looks * trust * belief * used * ((survey.width - 1) / survey.width)
}

/** Share of rows with the commonest number of cells; a last empty cell more or less is no irregularity. */
function regularity({ widths, width, rows }: Survey): number {
  const near = Math.max(widths.get(width - 1) ?? 0, widths.get(width + 1) ?? 0)
  return ((widths.get(width) ?? 0) + near / 2) / rows
}

/** Cells that look like one value, and those that are numbers or dates (two digits may be part of a time). */
function cellShares(sample: string, whole: boolean, dialect: Dialect): { clean: number; typed: number } {
  const tokenizer = new CsvTokenizer(dialect)
  const used = tokenizer.cut(sample, whole)
  let clean = 0
  let typed = 0
  let cells = 0
  for (let r = 0; r < Math.min(tokenizer.rows, ROWS); r++) {
    if (isBlankRow(sample, tokenizer.rowStarts[r] ?? 0, rowEnd(tokenizer, r, used), dialect)) continue
    for (const cell of rowCells(sample, tokenizer, r, dialect)) {
      cells++
      clean += cleanness(cell, dialect)
      if (cell.length !== 2 && (VALUE.test(cell) || INSTANT.test(cell))) typed++
    }
  }
  return cells === 0 ? { clean: 0, typed: 0 } : { clean: clean / cells, typed: typed / cells }
}

const VALUE = /^[-+]?[\d.,'  ]*\d(?:[eE][-+]?\d+)? ?%?$/
const INSTANT = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?$/
const TIME = /^\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?$/
const WORDS = /^[\p{L}\p{N}(][^;\t|"^~]*$/u

/** 1 for what looks like one value, less for what still holds other separators or quotes. */
function cleanness(cell: string, dialect: Dialect): number {
  if (cell === '' || VALUE.test(cell) || INSTANT.test(cell) || TIME.test(cell)) return 1
  const first = cell[0] ?? ''
  const edges = first === '"' || cell.endsWith('"') || (dialect.quote === "'" && first === "'")
  if (edges && !first.startsWith('{')) return 0.2
  if (WORDS.test(cell)) return /,\S/.test(cell) && dialect.delimiter !== ',' ? 0.8 : 1
  return 0.6
}
