import type { Evidence } from '../dataset/revision.ts'
import type { Dialect } from './csv-dialect.ts'
import type { Ranked } from './csv-sniff.ts'
import type { Survey } from './csv-survey.ts'

/** Lines in the wrong places that make another dialect worth a pass of its own. */
const CLEAN = 0.98

/** A pass over the whole text with a dialect. */
export type Surveyor = (dialect: Dialect) => Promise<Survey>

/**
 * The dialect that the whole text bears out. The beginning of the text proposes; where the rest contradicts
 * (quotes out of place, rows of other widths), the next proposals are tried on the whole text too.
 */
export async function chooseDialect(
  ranked: readonly Ranked[],
  given: Partial<Dialect>,
  survey: Surveyor,
): Promise<Survey> {
  const [first] = ranked
  if (first === undefined) throw new RangeError('no dialect to choose from')
  let best = await survey(first.dialect)
  for (const other of alternatives(best, ranked, given)) {
    const next = await survey(other)
    if (isBetter(next, best)) best = next
  }
  return best
}

function alternatives(found: Survey, ranked: readonly Ranked[], given: Partial<Dialect>): readonly Dialect[] {
  const { dialect } = found
  const anomalous = found.strayQuotes + found.unterminated > 0 || found.innerLines > 0
  const lineFeeds = found.lines - found.loneCrs > found.loneCrs
  const others: Dialect[] = []
  for (const quote of new Set(ranked.map(r => r.dialect.quote)))
    if (quote !== dialect.quote && (anomalous || share(found) < CLEAN)) others.push({ ...dialect, quote })
  if (given.quote === undefined && dialect.quote !== '' && anomalous && !others.some(o => o.quote === ''))
    others.push({ ...dialect, quote: '' })
  if (found.loneCrs > 0 && lineFeeds) others.push({ ...dialect, loneCr: false })
  if (share(found) < CLEAN)
    for (const { dialect: next } of ranked.slice(1, 4))
      if (next.delimiter !== dialect.delimiter && next.delimiter !== '') others.push(next)
  return others
}

const share = ({ fitting, lines }: Survey): number => (lines === 0 ? 0 : fitting / lines)

/** Quotes out of place; a cell whose lines each hold as many delimiters as a row has swallowed rows. */
function faults({ strayQuotes, unterminated, innerLines, innerDelimiters, width }: Survey): number {
  const swallowed =
    width > 1 && innerDelimiters >= innerLines * Math.max(1, (width - 1) * 0.8) ? innerLines : 0
  return strayQuotes + unterminated * 2 + swallowed * 2
}

/** Lines in rows of the common width, less the faults, as a share of all lines. */
const worth = (survey: Survey): number =>
  share(survey) * (survey.width < 2 ? 0.3 : 1) - faults(survey) / Math.max(1, survey.lines)

const isBetter = (next: Survey, best: Survey): boolean => worth(next) > worth(best) + 1e-9

/** What the choice rests on. */
export function dialectEvidence(survey: Survey, given: Partial<Dialect>): readonly Evidence[] {
  const { dialect, rows, width, widths, quoted } = survey
  const regular = widths.get(width) ?? 0
  return [
    {
      about: 'delimiter',
      decision: dialect.delimiter,
      because:
        given.delimiter !== undefined
          ? 'delimiter_declared'
          : width < 2
            ? 'delimiter_none'
            : 'delimiter_rows',
      params: { rows, regular, columns: width },
    },
    {
      about: 'quote',
      decision: dialect.quote,
      because:
        given.quote !== undefined ? 'quote_declared' : dialect.quote === '' ? 'quote_none' : 'quote_cells',
      params: { cells: quoted, stray: survey.strayQuotes, escape: dialect.escape },
    },
  ]
}
