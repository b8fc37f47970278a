import type { Page } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { WireRecord, WireValue } from '../../../core/record/shape.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import { answerPrepared } from '../explore/answer.ts'
import { apiLanguage } from '../explore/language.ts'
import type { ExploreServices } from '../explore/routes.ts'
import { type Axis, readAxes } from './axis.ts'
import { invalid, readSearchParams, type SearchParams } from './params.ts'
import { recordFilters } from './record-search.ts'
import { accumulated, aggregatesOf, readSeries, type Series, seriesValue } from './series.ts'

/** Most groups that one analysis reads. */
const MOST_GROUPS = 20_000

type Row = Readonly<Record<string, WireValue>>

/** `/api/records/1.0/analyze/` (explore-api §14.4): the groups of one query, named as v1 names them. */
export async function analyze(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: ExploreServices,
): Promise<Reply> {
  const params = readSearchParams(context.query)
  const language = apiLanguage(context, params.lang)
  const { fields } = published.revision
  const axes = readAxes(
    context.query.getAll('x').filter(name => name !== ''),
    params,
    fields,
  )
  const series = readSeries(params)
  const most = readMost(params)
  const prepared = explorer.records(published, {
    ...recordFilters(params, fields, language),
    select: series.flatMap(aggregatesOf).join(', ') || undefined,
    group_by: axes.flatMap(({ keys }) => keys).join(', '),
    limit: MOST_GROUPS,
  })
  let isCut = false
  const write = ({ totalCount, results }: Page): readonly Row[] => {
    const rows = results.flatMap(group => rowOf(group, axes, series))
    const sorted = accumulated(inOrder(rows, params), series)
    isCut = totalCount > MOST_GROUPS || (most > 0 && sorted.length > most)
    return most > 0 ? sorted.slice(0, most) : sorted
  }
  const reply = await answerPrepared(context, prepared, language, write, 'v1', context.query.toString())
  return isCut ? { ...reply, headers: { ...reply.headers, 'ods-analyze-truncated': 'true' } } : reply
}

function readMost({ other }: SearchParams): number {
  const text = other.maxpoints ?? '0'
  if (!/^-?\d{1,9}$/.test(text)) throw invalid('maxpoints', text, 'a number')
  return Number(text)
}

/** A group as `{x, <series>…}`; the group of nothing is none. */
function rowOf(group: WireRecord, axes: readonly Axis[], series: readonly Series[]): readonly Row[] {
  const values = axes.map(({ name, valueIn }) => [name, valueIn(group)] as const)
  if (values.some(([, value]) => value === null)) return []
  const [first] = values
  const x = axes.length === 1 && first !== undefined ? first[1] : Object.fromEntries(values)
  const named = series.map((one, index) => [one.name, seriesValue(one, index, group)] as const)
  return [{ x, ...Object.fromEntries(named) }]
}

/** `sort`: `x` or a series, downwards unless there is a minus; groups come upwards along the axes by themselves. */
function inOrder(rows: readonly Row[], { sort }: SearchParams): readonly Row[] {
  const [key] = sort
  if (key === undefined) return rows
  const name = key.replace(/^-/, '')
  const isUpwards = key.startsWith('-')
  if (name === 'x') return isUpwards ? rows : rows.toReversed()
  if (rows.length > 0 && !(name in (rows[0] ?? {}))) throw invalid('sort', key, 'x or a series')
  const value = (row: Row): number => Number(row[name] ?? Number.NEGATIVE_INFINITY)
  return rows.toSorted((a, b) => (isUpwards ? value(a) - value(b) : value(b) - value(a)))
}
