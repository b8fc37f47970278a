import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { RequestContext } from '../../context.ts'
import { type Reply, redirect } from '../../reply.ts'
import type { ExploreServices } from '../explore/routes.ts'
import { invalid } from './params.ts'

/** A handler of one dataset. */
export type NamedHandler = (
  context: RequestContext,
  published: PublishedDataset,
  services: ExploreServices,
) => Promise<Reply> | Reply

/** Opens the dataset that `dataset=` names; a renamed one is answered with a redirect to its new name. */
export const onNamedDataset =
  (services: ExploreServices, handler: NamedHandler) =>
  async (context: RequestContext): Promise<Reply> => {
    const names = [...new Set(context.query.getAll('dataset').filter(name => name !== ''))]
    const [name] = names
    if (name === undefined || names.length > 1) throw invalid('dataset', names.join(', '), 'one dataset')
    const opened = await services.opener.open(context.portal, name)
    if (opened.kind === 'dataset') return handler(context, opened.published, services)
    const query = new URLSearchParams(context.query)
    query.set('dataset', opened.datasetId)
    return redirect(`${context.path}?${query}`, 308)
  }
