import { pipeline, Readable } from 'node:stream'
import type { Prepared } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { VitrineError } from '../../../core/errors.ts'
import {
  type ExportFormat,
  exportFormats,
  type FormatTraits,
  formatTraits,
  isExportFormat,
} from '../../../core/export/formats.ts'
import type { ExportOptions } from '../../../core/export/options.ts'
import { gzipStream } from '../../content-encoding.ts'
import type { RequestContext } from '../../context.ts'
import { tagMatches, tagOf } from '../../entity-tag.ts'
import { json, type Reply, unchanged } from '../../reply.ts'
import { datasetHref } from './dataset-object.ts'
import { readExportOptions } from './export-options.ts'
import { apiLanguage } from './language.ts'
import { bothLinks } from './links.ts'
import { readExploreParams } from './params.ts'
import { asksForAll, fileReply, type WholeRevision } from './prepared-file.ts'
import { clausesOf, windowOf } from './records.ts'
import type { ExploreServices } from './routes.ts'

const invalid = (parameter: string, found: string, expected: string): VitrineError =>
  new VitrineError('parameter_invalid', { parameter, found, expected })

function formatOf(name: string | undefined, published: PublishedDataset): ExportFormat {
  if (!isExportFormat(name)) throw new VitrineError('uri_unknown')
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
  { explorer, exportDefaults, files }: ExploreServices,
): Promise<Reply> {
  const format = formatOf(context.params.format, published)
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const options = readExportOptions(params, format, exportDefaults)
  const query = { ...clausesOf(params, language), ...windowOf(params, 'export') }
  const prepared = explorer.export(published, query, { format, options, origin: context.origin })
  return exportReply(context, prepared, {
    ...{ name: published.dataset.datasetId, file: formatTraits(format), options, language },
    ...(asksForAll(query) ? { whole: { files, revision: published.revision } } : {}),
  })
}

/** A file to keep, and what decides its bytes beside the question. */
interface Download {
  /** Of the file, without extension. */
  readonly name: string
  readonly file: Pick<FormatTraits, 'type' | 'extension'>
  readonly options: ExportOptions
  readonly language: string
  /** Set when nothing but the revision decides what is written. */
  readonly whole?: WholeRevision
}

/** An export as a file to keep; whole, or a connection visibly broken. */
export async function exportReply(
  context: RequestContext,
  prepared: Prepared<AsyncIterable<Uint8Array>>,
  { name, file: { type, extension }, options, language, whole }: Download,
): Promise<Reply> {
  const variant = JSON.stringify([extension, options])
  const tag = prepared.identity === null ? undefined : tagOf(prepared.identity, language, variant)
  if (tag !== undefined && tagMatches(context.ifNoneMatch, tag)) return unchanged(tag)
  const { compressed } = options
  const file = `${name}.${extension}${compressed ? '.gzip' : ''}`
  const written = (bytes: AsyncIterable<Uint8Array>) => (compressed ? zipped(bytes) : bytes)
  const reply: Omit<Reply, 'body'> = {
    ...{ status: 200, type: compressed ? 'application/gzip' : type, caching: 'volatile' },
    ...(tag === undefined ? {} : { tag }),
    language,
    headers: { 'content-disposition': `attachment; filename="${file}"` },
  }
  if (whole !== undefined && tag !== undefined) {
    // some formats name their records by the address of the portal
    const making = { reply, prepared, name: tagOf(tag, context.origin) }
    const kept = await fileReply(whole, making, written)
    if (kept !== null) return kept
  }
  return { ...reply, body: written(await prepared.run(context.signal)) }
}

/** A fault of the source reaches who reads the stream; nothing is left to this callback. */
const zipped = (body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> =>
  pipeline(Readable.from(body, { objectMode: false }), gzipStream(), () => undefined)
