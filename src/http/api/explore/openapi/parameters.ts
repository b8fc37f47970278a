import { TEMPLATE_KINDS } from '../../../../core/dataset/metadata-templates.ts'
import { EXPORT_OPTIONS, type ExportOption, type OptionKind } from '../../../../core/export/options.ts'
import type { MessageKey } from '../../../../core/i18n/catalogues.ts'
import { DEEPEST_ZOOM } from '../../../../core/odsql/tile-square.ts'
import { WINDOWS } from '../../../../core/odsql/window.ts'
import { THUMBNAIL_SIZES } from '../../../../core/record/thumbnail-size.ts'
import { WIRE_LANGUAGES } from '../language.ts'
import { arrayOf, BOOLEAN, type JsonSchema, type JsonValue, STRING } from './json-schema.ts'

/** A parameter of the API: what may be sent, and the sentence that tells of it. */
export interface Parameter {
  readonly name: string
  readonly in: 'query' | 'path'
  readonly says: MessageKey
  readonly schema: JsonSchema
  readonly example?: JsonValue
}

const query = (name: string, says: MessageKey, schema: JsonSchema, example?: JsonValue): Parameter => ({
  ...{ name, in: 'query', says, schema },
  ...(example === undefined ? {} : { example }),
})

const clause = (name: string, says: MessageKey, example: string): Parameter =>
  query(name, says, STRING, example)

const repeated = (name: string, says: MessageKey, example: string): Parameter =>
  query(name, says, arrayOf(STRING), [example])

const flag = (name: string, says: MessageKey): Parameter => query(name, says, { ...BOOLEAN, default: false })

const optionSchema = (option: OptionKind): JsonSchema => {
  switch (option.kind) {
    case 'flag':
      return { ...BOOLEAN, default: option.fallback }
    case 'choice':
      return { type: 'string', enum: option.values, default: option.fallback }
    case 'integer':
      return { type: 'integer', minimum: 0, default: option.fallback }
    case 'text':
      return option.fallback === '' ? STRING : { ...STRING, default: option.fallback }
  }
}

const OPTIONS = Object.keys(EXPORT_OPTIONS) as ExportOption[]

/** Options of files, as their own table has them. */
const EXPORT_PARAMETERS = Object.fromEntries(
  OPTIONS.map(name => [name, query(name, `reference.parameter.${name}`, optionSchema(EXPORT_OPTIONS[name]))]),
) as Readonly<Record<ExportOption, Parameter>>

/** Every parameter, defaults and bounds from the code that reads them (explore-api §5.1, §8.1, §8.3). */
export const PARAMETERS = {
  select: clause('select', 'reference.parameter.select', 'count(*) as n'),
  where: repeated('where', 'reference.parameter.where', 'name like "par"'),
  group_by: clause('group_by', 'reference.parameter.group_by', 'country'),
  order_by: clause('order_by', 'reference.parameter.order_by', 'name desc'),
  limit: query('limit', 'reference.parameter.limit', {
    ...{ type: 'integer', minimum: -1, maximum: WINDOWS.grouped.limit, default: WINDOWS.list.fallback },
  }),
  export_limit: query('limit', 'reference.parameter.export_limit', {
    ...{ type: 'integer', minimum: -1, default: WINDOWS.export.fallback },
  }),
  offset: query('offset', 'reference.parameter.offset', {
    ...{ type: 'integer', minimum: 0, maximum: WINDOWS.grouped.reach, default: 0 },
  }),
  cursor: query('cursor', 'reference.parameter.cursor', { ...STRING, maxLength: 200 }),
  refine: repeated('refine', 'reference.parameter.refine', 'country:France'),
  exclude: repeated('exclude', 'reference.parameter.exclude', 'country:France'),
  facet: repeated('facet', 'reference.parameter.facet', 'facet(name="country", sort="-count", limit=5)'),
  lang: query('lang', 'reference.parameter.lang', { type: 'string', enum: WIRE_LANGUAGES }),
  timezone: query(
    'timezone',
    'reference.parameter.timezone',
    { type: 'string', default: 'UTC' },
    'Europe/Paris',
  ),
  include_links: flag('include_links', 'reference.parameter.include_links'),
  include_app_metas: flag('include_app_metas', 'reference.parameter.include_app_metas'),
  pretty: flag('pretty', 'reference.parameter.pretty'),
  revision: query('revision', 'reference.parameter.revision', { type: 'integer', minimum: 1 }),
  include_exports: clause('include_exports', 'reference.parameter.include_exports', 'csv,geojson'),
  use_labels_in_exports: query('use_labels_in_exports', 'reference.parameter.use_labels_in_exports', {
    ...BOOLEAN,
    default: true,
  }),
  ...EXPORT_PARAMETERS,
} satisfies Readonly<Record<string, Parameter>>

export type ParameterName = keyof typeof PARAMETERS

/** Segments of paths, by their name in the route. */
export const PATH_PARAMETERS = {
  dataset: { name: 'dataset_id', in: 'path', says: 'reference.parameter.dataset_id', schema: STRING },
  record: {
    ...{ name: 'record_id', in: 'path', says: 'reference.parameter.record_id' },
    schema: { type: 'string', pattern: '^[0-9a-f]{40}$' },
  },
  attachment: {
    ...{ name: 'attachment_id', in: 'path', says: 'reference.parameter.attachment' },
    schema: STRING,
  },
  file: {
    ...{ name: 'file_id', in: 'path', says: 'reference.parameter.file_id' },
    schema: { type: 'string', pattern: '^[0-9a-f]{32}$' },
  },
  size: {
    ...{ name: 'size', in: 'path', says: 'reference.parameter.thumbnail_size' },
    schema: { type: 'integer', minimum: THUMBNAIL_SIZES[0] },
  },
  type: {
    ...{ name: 'type', in: 'path', says: 'reference.parameter.template_type' },
    schema: { enum: TEMPLATE_KINDS },
  },
  name: { name: 'name', in: 'path', says: 'reference.parameter.template_name', schema: STRING },
  z: {
    ...{ name: 'z', in: 'path', says: 'reference.parameter.z' },
    schema: { type: 'integer', minimum: 0, maximum: DEEPEST_ZOOM },
  },
  x: {
    ...{ name: 'x', in: 'path', says: 'reference.parameter.x' },
    schema: { type: 'integer', minimum: 0 },
  },
  tile: {
    ...{ name: 'tile', in: 'path', says: 'reference.parameter.tile' },
    schema: { type: 'string', pattern: '^[0-9]+\\.mvt$' },
  },
  format: { name: 'format', in: 'path', says: 'reference.parameter.format', schema: STRING },
} as const satisfies Readonly<Record<string, Parameter>>
