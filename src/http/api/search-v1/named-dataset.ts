import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { RequestContext } from '../../context.ts'
import { namedDatasets } from '../../dataset-names.ts'
import { type Reply, redirect } from '../../reply.ts'
import { at, type ExploreServices } from '../explore/routes.ts'
import { invalid } from './params.ts'

/** A handler of one dataset. */
export type NamedHandler = (
  context: RequestContext,
  published: PublishedDataset,
  services: ExploreServices,
) => Promise<Reply> | Reply

/** Datasets of a request, at least one. */
export type Datasets = readonly [PublishedDataset, ...PublishedDataset[]]

/** A handler of one dataset or several. */
export type SeveralHandler = (
  context: RequestContext,
  datasets: Datasets,
  services: ExploreServices,
) => Promise<Reply> | Reply

/** Datasets that one search may be about. */
const MOST = 10

/** Opens the dataset that `dataset=` names; a renamed one is answered with a redirect to its new name. */
export const onNamedDataset = (services: ExploreServices, handler: NamedHandler) =>
  onNamedDatasets(services, (context, [published, ...others], own) => {
    if (others.length > 0) throw invalid('dataset', namedDatasets(context.query).join(', '), 'one dataset')
    return handler(context, published, own)
  })

/** Opens the datasets that `dataset=` names, in that order. */
export const onNamedDatasets =
  (services: ExploreServices, handler: SeveralHandler) =>
  async (context: RequestContext): Promise<Reply> => {
    const names = namedDatasets(context.query)
    if (names.length === 0) throw invalid('dataset', '', 'one dataset')
    if (names.length > MOST) throw invalid('dataset', names.join(', '), `at most ${MOST} datasets`)
    const opened = await Promise.all(names.map(name => services.opener.open(context.portal, name)))
    const [first, ...rest] = opened.flatMap(one => (one.kind === 'dataset' ? [one.published] : []))
    if (first !== undefined && rest.length + 1 === names.length)
      return handler(context, [first, ...rest], at(context, services))
    const present = opened.map(one =>
      one.kind === 'dataset' ? one.published.dataset.datasetId : one.datasetId,
    )
    const query = new URLSearchParams(context.query)
    query.set('dataset', [...new Set(present)].join(','))
    return redirect(`${context.path}?${query}`, 308)
  }
