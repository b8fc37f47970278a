import type { PublishedDataset } from '../../app/ports/catalog-store.ts'
import { asVitrineError, type VitrineError } from '../../core/errors.ts'
import { datasetFacets } from '../api/explore/facets.ts'
import { exploreFault } from '../api/explore/faults.ts'
import { datasetRecords } from '../api/explore/records.ts'
import type { ExploreServices } from '../api/explore/routes.ts'
import type { RequestContext } from '../context.ts'
import { statusOf } from '../errors.ts'
import { prettyJson } from '../pretty-json.ts'
import { faultsByPlace } from './console-faults.ts'
import { consoleQuery, readConsole } from './console-query.ts'
import type { CatalogSources } from './load-catalog.ts'
import { type DatasetPage, datasetHead, fieldViews } from './load-dataset.ts'
import { exampleLinks } from './models/console-examples.ts'
import type { ConsoleAnswer, ConsoleModel, ConsoleState, ConsoleWord } from './models/console-model.ts'
import type { FieldView } from './models/dataset-model.ts'
import { functionReference } from './models/function-reference.ts'
import type { PageContext } from './models/page-context.ts'
import { datasetApiUrl, datasetUrl } from './urls.ts'

/** Characters of an answer that a page shows. */
const MOST_SHOWN = 12_000

interface Asked {
  readonly answer: ConsoleAnswer
  readonly fault: VitrineError | null
}

const shown = (status: number, body: string): ConsoleAnswer => ({
  status,
  text: body.length > MOST_SHOWN ? body.slice(0, body.lastIndexOf('\n', MOST_SHOWN)) : body,
  isCut: body.length > MOST_SHOWN,
})

/** Puts the question to the API's own handler, so that the page shows what programs get. */
async function ask(
  context: RequestContext,
  published: PublishedDataset,
  services: ExploreServices,
  state: ConsoleState,
): Promise<Asked> {
  const handler = state.view === 'facets' ? datasetFacets : datasetRecords
  try {
    const request = { ...context, query: consoleQuery(state), ifNoneMatch: undefined }
    const { body, status } = await handler(request, published, services)
    return { answer: shown(status, prettyJson(typeof body === 'string' ? body : '')), fault: null }
  } catch (thrown) {
    const fault = asVitrineError(thrown)
    if (fault.kind !== 'invalid' && fault.kind !== 'too_large') throw thrown
    const body = prettyJson(JSON.stringify(exploreFault(fault)))
    return { answer: shown(statusOf(fault), body), fault }
  }
}

/** What editors complete: the dataset's fields, then the functions of the language. */
const wordsOf = ({ t }: PageContext, fields: readonly FieldView[]): readonly ConsoleWord[] => [
  ...fields.map(({ name, label, type }) => ({
    ...{ label: name, kind: 'field', detail: t(`type.${type}`) },
    info: label.text === name ? '' : label.text,
  })),
  ...functionReference(t).map(({ name, kind, call, about }) => ({
    label: name,
    kind,
    detail: call,
    info: about,
  })),
]

/** The API tab of a dataset: what is asked, what the API answers, and what is wrong with it, each at its place. */
export async function loadConsole(
  services: CatalogSources & ExploreServices,
  page: DatasetPage,
  context: RequestContext,
): Promise<ConsoleModel> {
  const { ctx, published } = page
  const id = published.dataset.datasetId
  const state = readConsole(context.query)
  const { answer, fault } = await ask(context, published, services, state)
  const faults = fault === null ? new Map<string, readonly string[]>() : faultsByPlace(ctx, fault)
  const fields = fieldViews(page)
  const query = consoleQuery(state)
  const action = datasetUrl(ctx.language, id, 'api')
  return {
    // a condition that cannot be used is carried to no other page
    head: datasetHead(
      faults.has('where') ? { ...page, params: { ...page.params, where: '' } } : page,
      services.now(),
    ),
    ...{ state, action, answer, faults },
    request: `${ctx.origin}${datasetApiUrl(id)}/${state.view}${query.size === 0 ? '' : `?${query}`}`,
    words: wordsOf(ctx, fields),
    examples: exampleLinks(ctx, action, fields),
    facetNames: fields.filter(({ facet }) => facet).map(({ name }) => name),
    openApiHref: `${datasetApiUrl(id)}/openapi.json`,
  }
}
