import type { ExploreQuery, Prepared } from '../../../app/explore/explorer.ts'
import { jsonArray } from '../../../app/explore/json-array.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { type ExportFormat, exportFormats, formatTraits } from '../../../core/export/formats.ts'
import { DEFAULT_EXPORT_OPTIONS } from '../../../core/export/options.ts'
import { jsonText, type WireRecord, type WireValue } from '../../../core/record/shape.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import { exportReply } from '../explore/exports.ts'
import { apiLanguage } from '../explore/language.ts'
import type { ExploreServices } from '../explore/routes.ts'
import { readRecords } from '../read-records.ts'
import { asSpreadsheet, SPREADSHEET } from '../spreadsheet-ml.ts'
import { callbackOf, SCRIPT_TYPE, scriptAround } from './answer.ts'
import { backQuoted } from './clauses.ts'
import { readCsvOptions } from './csv-lines.ts'
import { invalid, readDownloadRows, readSearchParams, type SearchParams } from './params.ts'
import { featureOf, recordWriter } from './record.ts'
import { recordQuery } from './record-query.ts'

/** `/api/records/1.0/download/` and the portal's own address of it (explore-api §14.3). */
export function download(
  context: RequestContext,
  published: PublishedDataset,
  services: ExploreServices,
): Promise<Reply> {
  const params = readSearchParams(context.query)
  const format = (params.format ?? 'csv').replace(/jsonp$/, 'json')
  const language = apiLanguage(context, params.lang)
  const query = {
    ...recordQuery(params, published.revision.fields, language),
    limit: readDownloadRows(params),
  }
  if (format === 'xls') return workbook(context, published, services, { params, query, language })
  return format === 'json' || format === 'geojson'
    ? recordsFile(context, services.explorer.export(published, query, { ...LINES, origin: context.origin }), {
        published,
        format,
        language,
      })
    : tableFile(context, published, services, { params, format, query, language })
}

const LINES = { format: 'jsonl', options: DEFAULT_EXPORT_OPTIONS } as const

/** The question of a table: the fields asked for, and nothing that only records say of themselves. */
const tableQuery = ({ params, query }: Pick<Table, 'params' | 'query'>): ExploreQuery => ({
  ...query,
  ...{ select: params.fields?.map(backQuoted).join(', '), technical: false },
})

function workbook(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: ExploreServices,
  table: Omit<Table, 'format'>,
): Promise<Reply> {
  const options = { ...readCsvOptions(table.params), delimiter: ';' } as const
  const file = { format: 'jsonl', options, origin: context.origin } as const
  const lines = explorer.export(published, tableQuery(table), file)
  const header = table.params.fields ?? published.revision.fields.map(({ name }) => name)
  return exportReply(context, asSpreadsheet(lines, header), {
    ...{ name: published.dataset.datasetId, file: SPREADSHEET, options, language: table.language },
  })
}

/** A table that is asked for. */
export interface Table {
  readonly params: SearchParams
  readonly format: string
  readonly query: ExploreQuery
  readonly language: string
}

/** The formats of later versions, as they are there. */
export function tableFile(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: ExploreServices,
  { params, format: name, query, language }: Table,
): Promise<Reply> {
  const formats = exportFormats(published.revision.fields)
  const format = formats.find(one => one === name)
  if (format === undefined) throw invalid('format', name, `one of ${formats.join(', ')}`)
  const options = readCsvOptions(params)
  const prepared = explorer.export(published, tableQuery({ params, query }), {
    format,
    options,
    origin: context.origin,
  })
  const file = formatTraits(format)
  return exportReply(context, prepared, { name: published.dataset.datasetId, file, options, language })
}

interface RecordsFile {
  readonly published: PublishedDataset
  readonly format: ExportFormat & ('json' | 'geojson')
  readonly language: string
}

/** Records of v1, one by one as the engine finds them. */
function recordsFile(
  context: RequestContext,
  lines: Prepared<AsyncIterable<Uint8Array>>,
  { published, format, language }: RecordsFile,
): Promise<Reply> {
  const { dataset, revision } = published
  const record = recordWriter(dataset.datasetId, revision.fields)
  const written = (found: WireRecord): WireValue =>
    format === 'json' ? record(found) : featureOf(record(found))
  const callback = callbackOf(context)
  const script = callback === null ? { head: '', tail: '' } : scriptAround(callback)
  const [open, close] = format === 'json' ? ['[', ']'] : ['{"type":"FeatureCollection","features":[', ']}']
  const around = { head: `${script.head}${open}`, tail: `${close}${script.tail}\n` }
  const prepared: Prepared<AsyncIterable<Uint8Array>> = {
    identity: lines.identity === null ? null : `${lines.identity}\nv1 ${format} ${callback}`,
    run: async signal => jsonArray(rewritten(await lines.run(signal), written), around),
  }
  const { type, extension } = formatTraits(format)
  return exportReply(context, prepared, {
    ...{ name: dataset.datasetId, options: DEFAULT_EXPORT_OPTIONS, language },
    file: callback === null ? { type, extension } : { type: SCRIPT_TYPE, extension: 'js' },
  })
}

async function* rewritten(
  chunks: AsyncIterable<Uint8Array>,
  write: (record: WireRecord) => WireValue,
): AsyncGenerator<Uint8Array> {
  for await (const records of readRecords(chunks))
    yield Buffer.from(records.map(record => `${jsonText(write(record))}\n`).join(''))
}
