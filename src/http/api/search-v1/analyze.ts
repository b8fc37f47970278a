import type { ExploreQuery, Page, Prepared } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { formatTraits } from '../../../core/export/formats.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import { answerPage } from '../explore/answer.ts'
import { apiLanguage } from '../explore/language.ts'
import type { ExploreServices } from '../explore/routes.ts'
import { inOrder, type Row, rowOf, tableOf } from './analysis-rows.ts'
import { answerText } from './answer-text.ts'
import { type Axis, readAxes } from './axis.ts'
import { asking } from './clauses.ts'
import { csvOf, readCsvOptions } from './csv-lines.ts'
import { invalid, readFormat, readMost, readSearchParams, type SearchParams } from './params.ts'
import { recordFilters } from './record-query.ts'
import { accumulated, readSeries, type Series } from './series.ts'
import { readSummaries, summariesOf } from './summaries.ts'
import { truncated } from './truncated.ts'

/** Most groups that one analysis reads. */
const MOST_GROUPS = 20_000

interface Analysis {
  readonly axes: readonly Axis[]
  readonly series: readonly Series[]
  /** Most rows to answer; 0 for all. */
  readonly most: number
}

/** `/api/records/1.0/analyze/` (explore-api §14.4): the groups of one query, named as v1 names them. */
export async function analyze(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: ExploreServices,
): Promise<Reply> {
  const params = readSearchParams(context.query)
  const format = readFormat(params, ['json', 'jsonp', 'csv'])
  const language = apiLanguage(context, params.lang)
  const { fields } = published.revision
  const names = context.query.getAll('x').filter(name => name !== '')
  const axes = readAxes(names, params, fields)
  const series = readSeries(params)
  const summaries = readSummaries(params, series)
  const analysis = { axes, series, most: readMost(params) }
  const filters = { ...recordFilters(params, fields, language), ...windowOf(analysis) }
  const prepared = explorer.records(published, asking(filters, { series: series.map(({ text }) => text) }))
  const sortable = { axes, series, keys: params.sort, fields: fields.map(({ name }) => name) }
  // told before anything is asked
  inOrder([], sortable)
  const rowsOf = ({ results }: Page): readonly Row[] =>
    accumulated(
      inOrder(
        results.flatMap(group => rowOf(group, axes, series)),
        sortable,
      ),
      series,
    )
  const headersOf = (page: Page, rows: readonly Row[]): Readonly<Record<string, string>> =>
    truncated(isCut(page, rows, analysis))
  const variant = { language, variants: ['v1', context.query.toString()] }
  if (format === 'csv') return csvReply(context, prepared, { analysis, rowsOf, headersOf, params, variant })
  return answerPage(context, prepared, variant, page => {
    const rows = rowsOf(page)
    const shown = cut(rows, analysis)
    const body =
      summaries.length === 0 ? shown : { results: shown, aggregations: summariesOf(rows, summaries) }
    return { body, headers: headersOf(page, rows) }
  })
}

/** The groups of the axes; without an axis all the records together. */
function windowOf({ axes, series }: Analysis): Pick<ExploreQuery, 'group_by' | 'limit'> {
  if (axes.length === 0 && series.length === 0) throw invalid('x', '', 'a field')
  if (axes.length === 0) return { limit: 1 }
  return { group_by: axes.flatMap(({ keys }) => keys).join(', '), limit: MOST_GROUPS }
}

const cut = (rows: readonly Row[], { most }: Analysis): readonly Row[] =>
  most > 0 ? rows.slice(0, most) : rows

const isCut = ({ totalCount }: Page, rows: readonly Row[], { axes, most }: Analysis): boolean =>
  (axes.length > 0 && totalCount > MOST_GROUPS) || (most > 0 && rows.length > most)

interface CsvAnalysis {
  readonly analysis: Analysis
  readonly rowsOf: (page: Page) => readonly Row[]
  readonly headersOf: (page: Page, rows: readonly Row[]) => Readonly<Record<string, string>>
  readonly params: SearchParams
  readonly variant: { readonly language: string; readonly variants: readonly string[] }
}

function csvReply(
  context: RequestContext,
  prepared: Prepared<Page>,
  { analysis, rowsOf, headersOf, params, variant }: CsvAnalysis,
): Promise<Reply> {
  const options = readCsvOptions(params)
  return answerText(context, prepared, { ...variant, type: formatTraits('csv').type }, page => {
    const rows = rowsOf(page)
    const { axes, series } = analysis
    const body = csvOf(tableOf(cut(rows, analysis), axes, series), options)
    return { body, headers: headersOf(page, rows) }
  })
}
