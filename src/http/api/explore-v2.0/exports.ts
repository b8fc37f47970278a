import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { exportFormats } from '../../../core/export/formats.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import { exportList } from '../explore/exports.ts'
import { datasetHref20 } from './links.ts'
import type { Services20 } from './services.ts'

/** `GET …/exports`, links below the request's own root. */
export function exportList20(
  context: RequestContext,
  { dataset, revision }: PublishedDataset,
  services: Services20,
): Reply {
  const href = `${datasetHref20(context, services, dataset.datasetId)}/exports`
  return exportList(context, href, exportFormats(revision.fields))
}
