import type { LivePortal } from '../../app/portal/live-portals.ts'
import type { Translate } from '../../core/i18n/translate.ts'
import { isMessageKey } from '../../core/i18n/translate.ts'
import { wireCodesByStatus } from '../api/explore/faults.ts'
import { segmentsOf, templateOf } from '../api/explore/openapi/document.ts'
import { operationList } from '../api/explore/openapi/operations.ts'
import {
  PARAMETERS,
  PATH_PARAMETERS,
  type Parameter,
  type ParameterName,
} from '../api/explore/openapi/parameters.ts'
import type { CatalogSources } from './load-catalog.ts'
import { fieldViewsOf } from './load-dataset.ts'
import type { ApiModel, FaultEntry, OperationEntry, ParameterEntry } from './models/api-model.ts'
import { exampleLinks } from './models/console-examples.ts'
import { FUNCTION_KINDS, functionReference } from './models/function-reference.ts'
import type { PageContext } from './models/page-context.ts'
import { said } from './models/text.ts'
import { API_ROOT, datasetApiUrl, datasetUrl } from './urls.ts'

const nameOf = (name: ParameterName): string => PARAMETERS[name].name

const operations = (t: Translate): readonly OperationEntry[] =>
  operationList().map(({ path, says, parameters }) => ({
    path: templateOf(path),
    about: t(says),
    parameters: [
      ...segmentsOf(path).map(segment => PATH_PARAMETERS[segment].name),
      ...parameters.map(nameOf),
    ],
    href: path.includes(':') ? null : `${API_ROOT}${path}`,
  }))

/** A default and bounds, as people say them; a tab is named. */
function notesOf(t: Translate, { schema }: Parameter): readonly string[] {
  const { default: otherwise, minimum, maximum, enum: values } = schema
  const shown = (value: unknown): string => (value === '\t' ? 'tab' : String(value))
  const bounds =
    minimum === undefined
      ? []
      : maximum === undefined
        ? [t('reference.from', { from: shown(minimum) })]
        : [t('reference.bounds', { from: shown(minimum), to: shown(maximum) })]
  return [
    ...bounds,
    ...(Array.isArray(values) ? [values.map(shown).join('  ')] : []),
    ...(otherwise === undefined ? [] : [t('reference.default', { value: shown(otherwise) })]),
  ]
}

const exampleOf = ({ example }: Parameter): string =>
  example === undefined ? '' : Array.isArray(example) ? String(example[0]) : String(example)

const parameterEntry = (t: Translate, parameter: Parameter): ParameterEntry => ({
  ...{ name: parameter.name, about: t(parameter.says) },
  ...{ notes: notesOf(t, parameter), example: exampleOf(parameter) },
})

const faults = (t: Translate): readonly FaultEntry[] =>
  [...wireCodesByStatus()].map(([status, codes]) => {
    const key = `status.${status}.title`
    return { status, codes, about: isMessageKey(key) ? t(key) : '' }
  })

/** A dataset of the portal that examples ask, the latest one. */
async function exampleOn(
  { explorer }: CatalogSources,
  portal: LivePortal,
  ctx: PageContext,
  signal: AbortSignal,
): Promise<ApiModel['example']> {
  const { datasets } = await explorer.datasets(portal, { limit: 1, language: ctx.language }).run(signal)
  const published = datasets[0]
  if (published === undefined) return null
  const { datasetId } = published.dataset
  const { metadata } = published.revision
  const action = datasetUrl(ctx.language, datasetId, 'api')
  return {
    title: said(metadata.title, ctx.language, metadata.language).text || datasetId,
    request: `${ctx.origin}${datasetApiUrl(datasetId)}/records?limit=5`,
    links: exampleLinks(ctx, action, fieldViewsOf(published, ctx.language)),
  }
}

/** The reference of the API: from the tables that it is made from, examples from a dataset of the portal. */
export async function loadApi(
  sources: CatalogSources,
  portal: LivePortal,
  ctx: PageContext,
  signal: AbortSignal,
): Promise<ApiModel> {
  return { ...apiReference(ctx.t), example: await exampleOn(sources, portal, ctx, signal) }
}

/** What the tables say, without a portal. */
export function apiReference(t: Translate): Omit<ApiModel, 'example'> {
  const functions = functionReference(t)
  return {
    root: API_ROOT,
    openApiHref: `${API_ROOT}/openapi.json`,
    operations: operations(t),
    parameters: [...Object.values(PATH_PARAMETERS), ...Object.values(PARAMETERS)].map(parameter =>
      parameterEntry(t, parameter),
    ),
    functions: new Map(FUNCTION_KINDS.map(kind => [kind, functions.filter(entry => entry.kind === kind)])),
    faults: faults(t),
  }
}
