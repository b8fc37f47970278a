import type { IngestReport, ReadOptions } from '../dataset/revision.ts'
import { VitrineError } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'
import { countedWarning } from './counted-warning.ts'
import type { Dialect } from './csv-dialect.ts'
import { chooseDialect, dialectEvidence } from './csv-dialect-choice.ts'
import { findLayout, type HeadRow, type Layout } from './csv-layout.ts'
import { CsvReader } from './csv-reader.ts'
import { rankDialects } from './csv-sniff.ts'
import { type Survey, surveyText } from './csv-survey.ts'
import { CsvTokenizer } from './csv-tokenizer.ts'
import { isBlankRow, rowCells, rowEnd } from './csv-walk.ts'
import { detectEncoding, type Encoding, withoutMarkUtf16 } from './encoding.ts'
import { decodedText } from './encoding-decode.ts'
import type { ReadableFormat, RecordReader, Sniff } from './reader.ts'

/** Characters from which dialects are proposed and in which the header is looked for. */
const SAMPLE = 1 << 16
/** Characters of which the beginning is kept, for a header of many columns. */
const HEAD = 1 << 20

const EXTENSIONS = ['csv', 'tsv', 'tab', 'txt', 'psv', 'dat', 'asc']

/** Text tables: any delimiter, quote, line end and encoding, found out from the whole text. */
export const csv: ReadableFormat = {
  name: 'csv',
  mediaTypes: ['text/csv', 'text/tab-separated-values', 'text/plain', 'application/csv'],
  extensions: EXTENSIONS,
  sniff,
  open,
}

/** The same, named for its delimiter. */
export const tsv: ReadableFormat = {
  ...csv,
  name: 'tsv',
  extensions: ['tsv', 'tab'],
  sniff: () => ({ score: 0, because: 'format_other', params: {} }),
  open: (source, options, signal) => open(source, { delimiter: '\t', ...options }, signal),
}

function sniff(head: Uint8Array, name: string): Sniff {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  if (!isText(head)) return { score: 0, because: 'format_other', params: {} }
  const known = EXTENSIONS.includes(extension)
  return {
    score: known ? 0.6 : 0.2,
    because: known ? 'format_extension' : 'format_text',
    params: { extension },
  }
}

/** Hardly a control character, unless the text is UTF-16. */
function isText(head: Uint8Array): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true
  if (withoutMarkUtf16(head) !== undefined) return true
  let controls = 0
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 27)) controls++
  return controls <= 4 + head.length / 50
}

async function open(source: ByteSource, options: ReadOptions, signal: AbortSignal): Promise<RecordReader> {
  const given = givenDialect(options)
  const encoding = await detectEncoding(source, options.encoding, signal)
  const texts = (): AsyncIterable<string> => decodedText(source, encoding, signal)
  const head = await beginning(texts())
  if (head.trim() === '') throw new VitrineError('source_empty')
  const whole = head.length < HEAD
  const sample = withoutLines(head, options.skip ?? 0).slice(0, SAMPLE)
  const ranked = rankDialects(sample, whole && head.length <= SAMPLE, given)
  const survey = await chooseDialect(ranked, given, dialect => surveyText(texts(), dialect, options.skip))
  const layout = findLayout(headRows(head, whole, survey.dialect, options.skip ?? 0), survey, options)
  return new CsvReader({
    columns: layout.names.map(name => ({ name })),
    dialect: survey.dialect,
    afterLine: layout.afterLine,
    // a line without a delimiter is a note, unless rows are often so short
    singleCells: layout.names.length > 2 && (survey.widths.get(1) ?? 0) <= Math.max(5, survey.rows / 100),
    texts: own => decodedText(source, encoding, own),
    evidence: [encoding.evidence, ...dialectEvidence(survey, given), ...layout.evidence],
    warnings: warnings(encoding, survey, layout),
  })
}

function givenDialect({ delimiter, quote }: ReadOptions): Partial<Dialect> {
  if (delimiter !== undefined && (delimiter.length > 1 || /["\r\n]/.test(delimiter)))
    throw new VitrineError('read_option_invalid', { option: 'delimiter', expected: 'one character' })
  if (quote !== undefined && (quote.length > 1 || /[\r\n]/.test(quote)))
    throw new VitrineError('read_option_invalid', { option: 'quote', expected: 'one character or none' })
  return { ...(delimiter === undefined ? {} : { delimiter }), ...(quote === undefined ? {} : { quote }) }
}

async function beginning(texts: AsyncIterable<string>): Promise<string> {
  let head = ''
  for await (const text of texts) {
    head += text
    if (head.length >= HEAD) break
  }
  return head
}

function withoutLines(text: string, lines: number): string {
  let at = 0
  for (let i = 0; i < lines && at !== -1; i++) at = text.indexOf('\n', at) + 1 || -1
  return at === -1 ? '' : text.slice(at)
}

function headRows(head: string, whole: boolean, dialect: Dialect, skip: number): readonly HeadRow[] {
  const tokenizer = new CsvTokenizer(dialect)
  const used = tokenizer.cut(head, whole)
  const rows: HeadRow[] = []
  for (let r = 0; r < tokenizer.rows && rows.length < 500; r++) {
    const line = tokenizer.rowLines[r] ?? 0
    const start = tokenizer.rowStarts[r] ?? 0
    if (line <= skip || isBlankRow(head, start, rowEnd(tokenizer, r, used), dialect)) continue
    rows.push({ line, cells: rowCells(head, tokenizer, r, dialect) })
  }
  return rows
}

function warnings(encoding: Encoding, survey: Survey, layout: Layout): IngestReport['warnings'] {
  const before = layout.preamble.length + (layout.header ? 1 : 0)
  const width = layout.names.length
  const shorter = [...survey.widths].reduce((sum, [w, n]) => sum + (w < width ? n : 0), 0)
  const headShorter = layout.preamble.filter(row => row.cells.length < width).length
  return [
    ...countedWarning('bytes_not_utf8', encoding.stray),
    ...countedWarning('rows_before_header', before - (layout.header ? 1 : 0)),
    ...countedWarning('rows_blank', survey.blank),
    ...countedWarning('rows_short', Math.max(0, shorter - headShorter)),
    ...countedWarning('quotes_stray', survey.strayQuotes + survey.unterminated),
  ]
}
