import { EXPORT_FORMATS, type ExportFormat, type ExportOptions } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { VitrineError } from '../../../core/errors.ts'
import type { RequestContext } from '../../context.ts'
import { tagMatches, tagOf } from '../../entity-tag.ts'
import { json, type Reply, unchanged } from '../../reply.ts'
import { datasetHref } from './dataset-object.ts'
import { apiLanguage } from './language.ts'
import { bothLinks } from './links.ts'
import { type ExploreParams, readExploreParams } from './params.ts'
import { windowOf } from './records.ts'
import type { ExploreServices } from './routes.ts'

/** Media type and file name extension of each format (explore-api §8.2). */
const MEDIA: Readonly<Record<ExportFormat, { readonly type: string; readonly extension: string }>> = {
  csv: { type: 'text/csv; charset=utf-8', extension: 'csv' },
  json: { type: 'application/json; charset=utf-8', extension: 'json' },
  jsonl: { type: 'application/jsonl; charset=utf-8', extension: 'jsonl' },
}

const DELIMITERS = [';', ',', '\t', '|'] as const

const invalid = (parameter: string, found: string, expected: string): VitrineError =>
  new VitrineError('parameter_invalid', { parameter, found, expected })

function readFlag(params: ExploreParams, name: string, otherwise: boolean): boolean {
  const text = params.other[name]?.toLowerCase()
  if (text === undefined) return otherwise
  if (text === 'true' || text === 'false') return text === 'true'
  throw invalid(name, params.other[name] ?? '', 'true or false')
}

/** Options of the formats (explore-api §8.1, §8.3). */
export function readExportOptions(params: ExploreParams): ExportOptions {
  const asked = params.other.delimiter ?? ';'
  const delimiter = DELIMITERS.find(one => one === asked)
  if (delimiter === undefined) throw invalid('delimiter', asked, 'one of ; , | or a tab')
  return {
    delimiter,
    listSeparator: params.other.list_separator ?? ',',
    quoteAll: readFlag(params, 'quote_all', false),
    withBom: readFlag(params, 'with_bom', true),
    useLabels: readFlag(params, 'use_labels', false) || readFlag(params, 'use_labels_for_header', false),
  }
}

const isFormat = (name: string | undefined): name is ExportFormat =>
  EXPORT_FORMATS.some(format => format === name)

/** `GET …/exports` (explore-api §7.4). */
export function datasetExportList(context: RequestContext, { dataset }: PublishedDataset): Reply {
  const href = `${datasetHref(context.origin, dataset.datasetId)}/exports`
  return json(
    bothLinks([{ rel: 'self', href }, ...EXPORT_FORMATS.map(rel => ({ rel, href: `${href}/${rel}` }))]),
  )
}

/** `GET …/exports/{format}` (explore-api §8): a stream, whole or visibly broken, never truncated in silence. */
export async function datasetExport(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: ExploreServices,
): Promise<Reply> {
  const format = context.params.format
  if (!isFormat(format)) throw new VitrineError('uri_unknown')
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const options = readExportOptions(params)
  const prepared = explorer.export(
    published,
    {
      ...{ select: params.select, where: params.where, group_by: params.group_by, order_by: params.order_by },
      ...{ refine: params.refine, exclude: params.exclude, ...windowOf(params, 'export') },
      ...{ timezone: params.timezone, language },
    },
    format,
    options,
  )
  const tag =
    prepared.identity === null ? undefined : tagOf(prepared.identity, language, JSON.stringify(options))
  if (tag !== undefined && tagMatches(context.ifNoneMatch, tag)) return unchanged(tag)
  const { type, extension } = MEDIA[format]
  return {
    status: 200,
    type,
    body: await prepared.run(context.signal),
    caching: 'volatile',
    ...(tag === undefined ? {} : { tag }),
    language,
    headers: { 'content-disposition': `attachment; filename="${published.dataset.datasetId}.${extension}"` },
  }
}
