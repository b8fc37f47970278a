import { pipeline, Readable } from 'node:stream'
import {
  EXPORT_FORMATS,
  type ExportFormat,
  type ExportOptions,
  exportFormats,
  type Prepared,
} from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { VitrineError } from '../../../core/errors.ts'
import { gzipStream } from '../../content-encoding.ts'
import type { RequestContext } from '../../context.ts'
import { tagMatches, tagOf } from '../../entity-tag.ts'
import { json, type Reply, unchanged } from '../../reply.ts'
import { datasetHref } from './dataset-object.ts'
import { apiLanguage } from './language.ts'
import { bothLinks } from './links.ts'
import { type ExploreParams, readExploreParams } from './params.ts'
import { clausesOf, windowOf } from './records.ts'
import type { ExploreServices } from './routes.ts'

/** Media type and file name extension of each format (explore-api §8.2). */
const MEDIA: Readonly<Record<ExportFormat, { readonly type: string; readonly extension: string }>> = {
  csv: { type: 'text/csv; charset=utf-8', extension: 'csv' },
  json: { type: 'application/json; charset=utf-8', extension: 'json' },
  geojson: { type: 'application/geo+json', extension: 'geojson' },
  jsonl: { type: 'application/jsonl; charset=utf-8', extension: 'jsonl' },
}

const DELIMITERS = [';', ',', '\t', '|'] as const

const invalid = (parameter: string, found: string, expected: string): VitrineError =>
  new VitrineError('parameter_invalid', { parameter, found, expected })

/** A boolean option of a format. */
export function readFlag(params: ExploreParams, name: string, otherwise: boolean): boolean {
  const text = params.other[name]?.toLowerCase()
  if (text === undefined) return otherwise
  if (text === 'true' || text === 'false') return text === 'true'
  throw invalid(name, params.other[name] ?? '', 'true or false')
}

/** Options of a format (explore-api §8.1, §8.3); those of other formats are not even looked at. */
export function readExportOptions(params: ExploreParams, format: ExportFormat): ExportOptions {
  const useLabels = readFlag(params, 'use_labels', false) || readFlag(params, 'use_labels_for_header', false)
  if (format !== 'csv') return { ...PLAIN, useLabels }
  const asked = params.other.delimiter ?? PLAIN.delimiter
  const delimiter = DELIMITERS.find(one => one === asked)
  if (delimiter === undefined) throw invalid('delimiter', asked, 'one of ; , | or a tab')
  return {
    delimiter,
    listSeparator: params.other.list_separator ?? PLAIN.listSeparator,
    quoteAll: readFlag(params, 'quote_all', PLAIN.quoteAll),
    withBom: readFlag(params, 'with_bom', PLAIN.withBom),
    useLabels,
  }
}

const PLAIN = { delimiter: ';', listSeparator: ',', quoteAll: false, withBom: true } as const

const isFormat = (name: string | undefined): name is ExportFormat =>
  EXPORT_FORMATS.some(format => format === name)

function formatOf(name: string | undefined, published: PublishedDataset): ExportFormat {
  if (!isFormat(name)) throw new VitrineError('uri_unknown')
  const formats = exportFormats(published.revision.fields)
  if (!formats.includes(name)) throw invalid('format', name, `one of ${formats.join(', ')}`)
  return name
}

/** `GET …/exports` (explore-api §7.4). */
export function datasetExportList(context: RequestContext, published: PublishedDataset): Reply {
  const href = `${datasetHref(context.origin, published.dataset.datasetId)}/exports`
  return exportList(context, href, exportFormats(published.revision.fields))
}

/** Links to the exports below an address. */
export function exportList(context: RequestContext, href: string, formats: readonly string[]): Reply {
  const language = apiLanguage(context, readExploreParams(context.query).lang)
  const links = bothLinks([{ rel: 'self', href }, ...formats.map(rel => ({ rel, href: `${href}/${rel}` }))])
  return json(links, { language })
}

/** `GET …/exports/{format}` (explore-api §8): a stream, whole or visibly broken, never truncated in silence. */
export async function datasetExport(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: ExploreServices,
): Promise<Reply> {
  const format = formatOf(context.params.format, published)
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const options = readExportOptions(params, format)
  const query = { ...clausesOf(params, language), ...windowOf(params, 'export') }
  const prepared = explorer.export(published, query, format, options)
  return exportReply(context, prepared, {
    ...{ name: published.dataset.datasetId, format, options, language },
    compressed: readFlag(params, 'compressed', false),
  })
}

interface Download {
  /** Of the file, without extension. */
  readonly name: string
  readonly format: ExportFormat
  readonly options: ExportOptions
  readonly compressed: boolean
  readonly language: string
}

/** An export as a file to keep; whole, or a connection visibly broken. */
export async function exportReply(
  context: RequestContext,
  prepared: Prepared<AsyncIterable<Uint8Array>>,
  { name, format, options, compressed, language }: Download,
): Promise<Reply> {
  const variant = JSON.stringify([format, options, compressed])
  const tag = prepared.identity === null ? undefined : tagOf(prepared.identity, language, variant)
  if (tag !== undefined && tagMatches(context.ifNoneMatch, tag)) return unchanged(tag)
  const { type, extension } = MEDIA[format]
  const body = await prepared.run(context.signal)
  const file = `${name}.${extension}${compressed ? '.gzip' : ''}`
  return {
    status: 200,
    type: compressed ? 'application/gzip' : type,
    body: compressed ? zipped(body) : body,
    caching: 'volatile',
    ...(tag === undefined ? {} : { tag }),
    language,
    headers: { 'content-disposition': `attachment; filename="${file}"` },
  }
}

/** A fault of the source reaches who reads the stream; nothing is left to this callback. */
const zipped = (body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> =>
  pipeline(Readable.from(body, { objectMode: false }), gzipStream(), () => undefined)
