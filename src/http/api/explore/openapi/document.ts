import { type Translate, translator } from '../../../../core/i18n/translate.ts'
import type { JsonValue } from './json-schema.ts'
import { type Operation, operationList } from './operations.ts'
import { PARAMETERS, PATH_PARAMETERS, type Parameter } from './parameters.ts'
import { faultResponses, HEADERS, responsesOf } from './responses.ts'
import { componentSchemas, type DescribedFields } from './schemas.ts'

/** Root of the API on a portal, as its routes have it. */
export const EXPLORE_ROOT = '/api/explore/v2.1'

/** What a document is written for. */
export interface DocumentView {
  readonly origin: string
  readonly title: string
  readonly language: string
  /** The one dataset that it tells of, or null for the whole API. */
  readonly dataset: { readonly id: string; readonly fields: DescribedFields } | null
}

const parameterObject = (t: Translate, { name, in: place, says, schema, example }: Parameter): JsonValue => ({
  ...{ name, in: place, required: place === 'path', description: t(says), schema },
  ...(schema.type === 'array' ? { style: 'form', explode: true } : {}),
  ...(example === undefined ? {} : { example }),
})

type RouteSegment = keyof typeof PATH_PARAMETERS

/** Names of the segments of a route that stand for something. */
export const segmentsOf = (path: string): readonly RouteSegment[] =>
  [...path.matchAll(/:(\w+)/g)].flatMap(([, name = '']) =>
    name in PATH_PARAMETERS ? [name as RouteSegment] : [],
  )

/** `/catalog/datasets/:dataset` → `/catalog/datasets/{dataset_id}`; what is known already is written in. */
export const templateOf = (
  path: string,
  known: Readonly<Partial<Record<RouteSegment, string>>> = {},
): string =>
  segmentsOf(path).reduce((template, segment) => {
    const value = known[segment]
    const written = value === undefined ? `{${PATH_PARAMETERS[segment].name}}` : encodeURIComponent(value)
    return template.replace(`:${segment}`, written)
  }, path)

function pathItem(t: Translate, operation: Operation, known: ReadonlySet<string>): JsonValue {
  const segments = segmentsOf(operation.path).filter(segment => !known.has(segment))
  const movable = operation.path.includes(':dataset')
  return {
    get: {
      operationId: operation.id,
      tags: [operation.tag],
      summary: t(operation.says),
      parameters: [
        ...segments.map(segment => parameterObject(t, PATH_PARAMETERS[segment])),
        ...operation.parameters.map(name => ({ $ref: `#/components/parameters/${name}` })),
      ],
      responses: responsesOf(operation.answers, movable),
    },
  }
}

/** The OpenAPI 3.1 document of a portal's API, or of one dataset with its fields (explore-api §1.1). */
export function openApiDocument({ origin, title, language, dataset }: DocumentView): JsonValue {
  const t = translator(language)
  const known = dataset === null ? {} : { dataset: dataset.id }
  const told = operationList().filter(({ tag }) => dataset === null || tag === 'dataset')
  return {
    openapi: '3.1.0',
    info: { title, version: '2.1', description: t('reference.lead') },
    servers: [{ url: `${origin}${EXPLORE_ROOT}` }],
    security: [{}, { apikey: [] }, { header: [] }],
    tags: ['catalog', 'dataset', 'document'].map(name => ({ name })),
    paths: Object.fromEntries(
      told.map(operation => [
        templateOf(operation.path, known),
        pathItem(t, operation, new Set(Object.keys(known))),
      ]),
    ),
    components: {
      securitySchemes: {
        apikey: { type: 'apiKey', in: 'query', name: 'apikey', description: t('reference.key.query') },
        header: {
          ...{ type: 'apiKey', in: 'header', name: 'Authorization' },
          description: t('reference.key.header'),
        },
      },
      parameters: Object.fromEntries(
        Object.entries(PARAMETERS).map(([name, parameter]) => [name, parameterObject(t, parameter)]),
      ),
      headers: HEADERS,
      responses: faultResponses(),
      schemas: componentSchemas(dataset === null ? null : dataset.fields),
    },
  }
}
