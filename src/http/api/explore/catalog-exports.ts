import type { ExploreQuery, Prepared } from '../../../app/explore/explorer.ts'
import type { CatalogView, CatalogWriter } from '../../../core/catalog-export/entry.ts'
import {
  CATALOG_FORMAT_NAMES,
  type CatalogFormat,
  catalogFormat,
  catalogFormatTraits,
} from '../../../core/catalog-export/formats.ts'
import { VitrineError } from '../../../core/errors.ts'
import type { ExportOptions } from '../../../core/export/options.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import { shownDatasets, viewOf } from './catalog.ts'
import { catalogView } from './catalog-view.ts'
import { datasetObject, type ObjectView } from './dataset-object.ts'
import { readExportOptions, readNamedFlag } from './export-options.ts'
import { exportList, exportReply } from './exports.ts'
import { apiLanguage } from './language.ts'
import { apiRoot } from './links.ts'
import { type ExploreParams, readExploreParams } from './params.ts'
import { clausesOf, windowOf } from './records.ts'
import type { ExploreServices } from './routes.ts'

type Bytes = AsyncIterable<Uint8Array>

/** `GET /catalog/exports` (explore-api §6.3). */
export const catalogExportList = (context: RequestContext): Reply =>
  exportList(context, `${apiRoot(context.origin)}/catalog/exports`, CATALOG_FORMAT_NAMES)

/** `GET /catalog/exports/{format}` (explore-api §8.6). */
export function catalogExport(context: RequestContext, services: ExploreServices): Promise<Reply> {
  const format = catalogFormat(context.params.format ?? '')
  if (format === null) throw new VitrineError('uri_unknown')
  const traits = catalogFormatTraits(format)
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const query = { ...clausesOf(params, language), ...windowOf(params, 'export') }
  const table = traits.shape === 'table' ? traits.as : 'json'
  const options = readExportOptions(params, table, services.exportDefaults)
  const prepared = prepare(context, services, { format, query, options, params, language })
  const name = traits.fileName ?? 'datasets'
  return exportReply(context, prepared, { name, file: traits, options, language })
}

interface Asked {
  readonly format: CatalogFormat
  readonly query: ExploreQuery
  readonly options: ExportOptions
  readonly params: ExploreParams
  readonly language: string
}

function prepare(
  context: RequestContext,
  services: ExploreServices,
  { format, query, options, params, language }: Asked,
): Prepared<Bytes> {
  const traits = catalogFormatTraits(format)
  switch (traits.shape) {
    case 'table': {
      const file = { format: traits.as, options, origin: context.origin }
      return services.explorer.catalogExport(context.portal, query, file)
    }
    case 'objects':
      return objects(context, services, query, viewOf(context, params, language))
    case 'document': {
      const view = catalogView(context, language, {
        oneLanguage: params.lang === language,
        includeExports: params.other.include_exports?.split(',').map(name => name.trim()) ?? null,
        useLabels: readNamedFlag(params, 'use_labels_in_exports', true),
      })
      return documents(context, services, query, { format, view, write: traits.write })
    }
  }
}

/** Dataset objects in an array: whole ones a page at a time, or what was selected of them. */
function objects(
  { portal }: RequestContext,
  { explorer }: ExploreServices,
  query: ExploreQuery,
  view: ObjectView,
): Prepared<Bytes> {
  if ((query.select ?? '*').trim() === '*' && query.group_by === undefined)
    return written(explorer.datasetPages(portal, query), view, pages =>
      arrayOf(pages, published => datasetObject(published, view)),
    )
  return written(explorer.datasets(portal, query), view, page =>
    arrayOf([shownDatasets(page, view)], object => object),
  )
}

async function* arrayOf<T>(
  pages: AsyncIterable<readonly T[]> | Iterable<readonly T[]>,
  show: (one: T) => unknown,
): AsyncGenerator<string> {
  let before = '['
  for await (const page of pages) {
    const lines = page.map(one => JSON.stringify(show(one)))
    if (lines.length === 0) continue
    yield `${before}${lines.join(',\n')}`
    before = ',\n'
  }
  yield before === '[' ? '[]\n' : ']\n'
}

interface Document {
  readonly format: CatalogFormat
  readonly view: CatalogView
  readonly write: (view: CatalogView) => CatalogWriter
}

/** Datasets written without a pause, about a chunk of the connection: others are answered in between. */
const TOGETHER = 10

/** A document about whole datasets: nothing can be grouped in it, and what is selected changes nothing. */
function documents(
  { portal }: RequestContext,
  { explorer }: ExploreServices,
  query: ExploreQuery,
  { format, view, write }: Document,
): Prepared<Bytes> {
  if (query.group_by !== undefined)
    throw new VitrineError('parameter_invalid', {
      ...{ parameter: 'group_by', found: query.group_by, expected: 'no group_by in this format' },
    })
  return written(explorer.datasetPages(portal, query), { format, view }, async function* (pages) {
    const writer = write(view)
    yield writer.head()
    for await (const page of pages)
      for (let at = 0; at < page.length; at += TOGETHER)
        yield page
          .slice(at, at + TOGETHER)
          .map(published => writer.entry(published))
          .join('')
    yield writer.tail()
  })
}

/** Text in pages, as bytes; what decides it beside the question is part of its tag. */
const written = <T>(
  { identity, run }: Prepared<T>,
  variant: object,
  write: (answer: T) => AsyncIterable<string>,
): Prepared<Bytes> => ({
  identity: identity === null ? null : `${identity}\n${JSON.stringify(variant)}`,
  run: async signal => encoded(write(await run(signal))),
})

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text)
}
