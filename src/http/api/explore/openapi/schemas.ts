import type { Field } from '../../../../core/dataset/field.ts'
import { META_TYPES, TEMPLATE_KINDS } from '../../../../core/dataset/metadata-templates.ts'
import { wireCodesByStatus } from '../faults.ts'
import { DATASET_SCHEMAS } from './dataset-schemas.ts'
import { arrayOf, INTEGER, type JsonSchema, nullable, object, STRING } from './json-schema.ts'
import { recordSchema, VALUE_SCHEMAS } from './value-schemas.ts'

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

const count: JsonSchema = { type: 'integer', minimum: 0 }

const page = (result: JsonSchema): JsonSchema =>
  object({ total_count: count, _links: ref('Links'), results: arrayOf(result) }, { optional: ['_links'] })

const linked = { links: ref('Links'), _links: ref('Links') }

const oneDataset: JsonSchema = { anyOf: [ref('Dataset'), ref('DatasetSelection')] }

const FACET_VALUE: JsonSchema = object(
  {
    name: STRING,
    count,
    state: { enum: ['displayed', 'refined', 'excluded'] },
    value: STRING,
    facets: arrayOf(ref('FacetValue')),
  },
  { optional: ['count', 'facets'] },
)

const ANSWERS = {
  Link: object({ rel: STRING, href: { type: 'string', format: 'uri' } }),
  Links: arrayOf(ref('Link')),
  EntryPoint: object({ links: ref('Links') }),
  Datasets: page(oneDataset),
  DatasetAnswer: oneDataset,
  DatasetArray: arrayOf(oneDataset),
  Selection: { type: 'object' },
  Records: page({ anyOf: [ref('Record'), ref('Selection')] }),
  RecordAnswer: { anyOf: [ref('Record'), ref('Selection')] },
  RecordArray: arrayOf({ anyOf: [ref('Record'), ref('Selection')] }),
  FacetValue: FACET_VALUE,
  Facets: object({
    ...linked,
    facets: arrayOf(object({ name: STRING, facets: arrayOf(ref('FacetValue')) })),
  }),
  MetadataTemplate: object({
    links: ref('Links'),
    metadata_template: object({
      ...{ name: STRING, type: { enum: TEMPLATE_KINDS } },
      schema: arrayOf(object({ name: STRING, label: STRING, type: { enum: META_TYPES } }, { open: true })),
    }),
  }),
  MetadataTemplates: object({ metadata_templates: arrayOf(ref('MetadataTemplate')) }),
  Attachments: object({
    ...linked,
    attachments: arrayOf(
      object({
        href: STRING,
        metas: object({ id: STRING, title: STRING, 'mime-type': STRING, url: STRING }),
      }),
    ),
  }),
  ExportList: object(linked),
  OpenApi: object(
    { openapi: { const: '3.1.0' }, info: { type: 'object' }, paths: { type: 'object' } },
    { open: true },
  ),
} as const satisfies Readonly<Record<string, JsonSchema>>

/** Envelope of every fault but that of a quota, its code one of the statuses' own (explore-api §4). */
const fault = (codes: readonly string[]): JsonSchema =>
  object({ error_code: { enum: codes }, message: STRING, hint: STRING }, { optional: ['hint'] })

/** Name of the schema of a status's faults. */
export const faultSchemaName = (status: number): string => (status === 429 ? 'QuotaFault' : `Fault${status}`)

/** Envelope of a used-up quota (explore-api §3.2). */
const QUOTA_FAULT: JsonSchema = object({
  errorcode: INTEGER,
  reset_time: STRING,
  limit_time_unit: STRING,
  call_limit: nullable(INTEGER),
  error: STRING,
})

const faults = (): Readonly<Record<string, JsonSchema>> => ({
  ...Object.fromEntries(
    [...wireCodesByStatus()].map(([status, codes]) => [faultSchemaName(status), fault(codes)]),
  ),
  QuotaFault: QUOTA_FAULT,
})

/** Names of the schemas that an operation may answer with. */
export type AnswerSchema = keyof typeof ANSWERS

/** Whose records the document tells of: those of any dataset, or of one, its fields known. */
export interface DescribedFields {
  readonly fields: readonly Field[]
  readonly language: string
  readonly fallback: string
}

/** Every schema of the document. */
export const componentSchemas = (
  described: DescribedFields | null,
): Readonly<Record<string, JsonSchema>> => ({
  ...ANSWERS,
  ...DATASET_SCHEMAS,
  ...VALUE_SCHEMAS,
  ...faults(),
  Record:
    described === null
      ? { type: 'object' }
      : recordSchema(described.fields, described.language, described.fallback),
})
