import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { exportFormats } from '../../../core/export/formats.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import { readExportOptions } from '../explore/export-options.ts'
import { exportList, exportReply } from '../explore/exports.ts'
import { apiLanguage } from '../explore/language.ts'
import { readExploreParams } from '../explore/params.ts'
import { clausesOf, windowOf } from '../explore/records.ts'
import { asSpreadsheet, SPREADSHEET } from '../spreadsheet-ml.ts'
import { datasetHref20 } from './links.ts'
import type { Services20 } from './services.ts'

/** `GET …/exports`, links below the request's own root. */
export function exportList20(
  context: RequestContext,
  { dataset, revision }: PublishedDataset,
  services: Services20,
): Reply {
  const href = `${datasetHref20(context, services, dataset.datasetId)}/exports`
  return exportList(context, href, [...exportFormats(revision.fields), SPREADSHEET.extension])
}

/** `GET …/exports/xls`, which later versions have as `xlsx`. */
export function spreadsheet20(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: Services20,
): Promise<Reply> {
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const options = readExportOptions(params, 'jsonl')
  const query = { ...clausesOf(params, language), ...windowOf(params, 'export') }
  const lines = explorer.export(published, query, { format: 'jsonl', options, origin: context.origin })
  const header = published.revision.fields.map(({ name }) => name)
  return exportReply(context, asSpreadsheet(lines, header), {
    ...{ name: published.dataset.datasetId, file: SPREADSHEET, options, language },
  })
}
