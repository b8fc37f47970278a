import { CATALOG_FORMAT_NAMES, catalogFormatTraits } from '../../../../core/catalog-export/formats.ts'
import { exportFormatNames, formatTraits } from '../../../../core/export/formats.ts'
import { wireCodesByStatus } from '../faults.ts'
import type { JsonSchema, JsonValue } from './json-schema.ts'
import type { Answered } from './operations.ts'
import { faultSchemaName } from './schemas.ts'

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

const text = (description: string, schema: JsonSchema = { type: 'string' }): JsonValue => ({
  description,
  schema,
})
const required = (description: string, schema: JsonSchema = { type: 'string' }): JsonValue => ({
  ...{ description, schema, required: true },
})

/** Headers of every answer (explore-api §3.1): those of quotas only where one holds. */
export const HEADERS = {
  'X-Request-Id': required('Name of the request, to be quoted when something went wrong.'),
  'Access-Control-Allow-Origin': required('Pages of other sites may read the answer.', { const: '*' }),
  'Cache-Control': required('Answers may be kept and are asked for again with If-None-Match.'),
  'Content-Language': text('Language of the texts in the answer.'),
  ETag: text('Version of the answer; absent when the question depends on the moment.'),
  Link: text('The next page of a list, by its cursor: `<address>; rel="next"`.'),
  'X-RateLimit-Limit': text('Calls allowed in a day.', { type: 'integer' }),
  'X-RateLimit-Remaining': text('Calls left.', { type: 'integer' }),
  'X-RateLimit-Reset': text('When the count starts again: 2026-07-28 00:00:00+00:00.'),
  'ODS-Explore-API-Deprecation': text('What of the request is deprecated.'),
} as const

const always = ['X-Request-Id', 'Access-Control-Allow-Origin', 'Cache-Control'] as const
const named = (names: readonly string[]): JsonValue =>
  Object.fromEntries(names.map(name => [name, { $ref: `#/components/headers/${name}` }]))

/** Media types without their parameters, as documents name them. */
const bareType = (type: string): string => type.split(';')[0] ?? type

const FILE_SCHEMAS: Readonly<Record<string, string>> = { geojson: 'FeatureCollection' }

const FILE: JsonSchema = { type: 'string' }

function exportContent(of: 'dataset' | 'catalog'): Content {
  const contents = of === 'dataset' ? datasetFiles() : catalogFiles()
  return { ...contents, 'application/gzip': { schema: FILE } }
}

const datasetFiles = (): Content =>
  Object.fromEntries(
    exportFormatNames.map(format => {
      const name = format === 'json' ? 'RecordArray' : FILE_SCHEMAS[format]
      return [bareType(formatTraits(format).type), { schema: name === undefined ? FILE : ref(name) }]
    }),
  )

/** Both of the JSON documents have one media type: datasets in an array, or `data.json`. */
const catalogFiles = (): Content => ({
  ...Object.fromEntries(
    CATALOG_FORMAT_NAMES.map(format => [bareType(catalogFormatTraits(format).type), { schema: FILE }]),
  ),
  'application/json': {
    schema: { anyOf: [ref('DatasetArray'), { type: 'object', required: ['conformsTo', 'dataset'] }] },
  },
})

function contentOf(answered: Answered): Content {
  switch (answered.kind) {
    case 'json':
      return { 'application/json': { schema: ref(answered.schema) } }
    case 'export':
      return exportContent(answered.of)
    case 'tile':
      return { 'application/vnd.mapbox-vector-tile': { schema: FILE } }
    case 'file':
      return { '*/*': { schema: FILE } }
  }
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'The request is refused: the message says where and why.',
  401: 'The portal is private, or the key is not valid.',
  403: 'The records of this dataset are not for everyone.',
  404: 'There is no such dataset, record, format or address.',
  410: 'What the cursor reads is not kept any more.',
  413: 'The question asks for too much at once.',
  421: 'No portal answers under this host name.',
  429: 'The quota is used up.',
  431: 'The address and headers are longer than anybody reads: send long questions as a form.',
  500: 'The server could not answer.',
  503: 'The portal is busy or restarting; Retry-After says when to ask again.',
}

/** Responses that any operation may give, by the name under which the document keeps them. */
export const faultResponses = (): Readonly<Record<string, JsonValue>> =>
  Object.fromEntries(
    faultStatuses().map(status => [
      faultSchemaName(status),
      {
        description: REASONS[status] ?? 'The request is refused.',
        headers: named(always),
        content: { 'application/json': { schema: ref(faultSchemaName(status)) } },
      },
    ]),
  )

const faultStatuses = (): readonly number[] =>
  [...new Set([...wireCodesByStatus().keys(), 429])].sort((a, b) => a - b)

/** Responses of one operation by status. */
export function responsesOf(answered: Answered, movable: boolean): JsonValue {
  const fine = {
    description: 'The answer.',
    headers: named([...always, 'Content-Language', 'ETag', 'Link', ...QUOTA]),
    content: contentOf(answered),
  }
  return {
    200: fine,
    ...(answered.kind === 'export' ? rangeResponses(answered.of) : {}),
    304: { description: 'The caller has this version already.', headers: named(always) },
    ...(answered.kind === 'file'
      ? { 206: fine, 416: { description: 'Nothing of the file is in this range.', headers: named(always) } }
      : {}),
    ...(movable ? { 308: { description: 'The dataset was renamed: see Location.' } } : {}),
    ...Object.fromEntries(
      faultStatuses().map(status => [status, { $ref: `#/components/responses/${faultSchemaName(status)}` }]),
    ),
  }
}

/** Parts of an export that was made a file (RFC 9110 §15.3.7, §15.5.17). */
const rangeResponses = (of: 'dataset' | 'catalog'): Readonly<Record<number, JsonValue>> => ({
  206: {
    description: 'The range asked for, of an export that was asked for before.',
    headers: named([...always, 'ETag']),
    content: Object.fromEntries(
      Object.keys(exportContent(of)).map(type => [type, { schema: { type: 'string' } }]),
    ),
  },
  416: { description: 'The export has no such range.', headers: named(always) },
})

const QUOTA = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'] as const
