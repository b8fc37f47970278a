import { FIELD_TYPES } from '../../../../core/dataset/field.ts'
import { arrayOf, BOOLEAN, INTEGER, type JsonSchema, nullable, object, STRING } from './json-schema.ts'

const texts = nullable(arrayOf(STRING))
const text = nullable(STRING)

/** The `default` template (explore-api §9.3). */
const DEFAULT_METAS: JsonSchema = object(
  {
    ...{ title: STRING, description: text, theme: texts, keyword: texts },
    ...{ license: text, license_url: text, language: text, metadata_languages: arrayOf(STRING) },
    ...{ timezone: text, modified: text, data_processed: text, metadata_processed: text },
    ...{ modified_updates_on_metadata_change: BOOLEAN, modified_updates_on_data_change: BOOLEAN },
    ...{ geographic_reference: texts, geographic_reference_auto: nullable(BOOLEAN), territory: texts },
    ...{ geometry_types: texts, bbox: nullable({ $ref: '#/components/schemas/Feature' }) },
    ...{ publisher: text, references: text, records_count: nullable(INTEGER), attributions: texts },
    ...{ source_domain: text, source_domain_title: text, source_domain_address: text, source_dataset: text },
    ...{ shared_catalog: text, federated: BOOLEAN, parent_domain: text, update_frequency: text },
  },
  { open: true },
)

const ATTACHMENT: JsonSchema = object(
  { id: STRING, title: text, mimetype: text, url: STRING },
  { open: true },
)

const DATASET = {
  _links: { $ref: '#/components/schemas/Links' },
  visibility: { enum: ['domain', 'restricted'] },
  fields: arrayOf({ $ref: '#/components/schemas/Field' }),
  dataset_id: STRING,
  dataset_uid: { type: 'string', pattern: '^da_[0-9a-z]+$' },
  has_records: BOOLEAN,
  features: arrayOf(STRING),
  attachments: arrayOf(ATTACHMENT),
  alternative_exports: arrayOf(ATTACHMENT),
  data_visible: BOOLEAN,
  metas: {
    type: 'object',
    required: ['default'],
    properties: { default: DEFAULT_METAS },
    additionalProperties: { type: 'object' },
  },
} as const satisfies Readonly<Record<string, JsonSchema>>

const dataset = object(DATASET, { optional: ['_links'], open: true })

/** The dataset object and what it holds (explore-api §9.1, §9.2). */
export const DATASET_SCHEMAS = {
  Field: object({
    name: STRING,
    description: text,
    annotations: { type: 'object' },
    label: STRING,
    type: { enum: FIELD_TYPES },
  }),
  Dataset: dataset,
  /** What a `select` or a `group_by` leaves: any members but not those of a whole dataset together. */
  DatasetSelection: { type: 'object', not: { required: dataset.required ?? [] } },
} as const satisfies Readonly<Record<string, JsonSchema>>
