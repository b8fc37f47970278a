import type { Metadata } from '../dataset/metadata.ts'
import type { MetadataTemplate } from '../dataset/metadata-templates.ts'
import type { LanguageMap } from '../i18n/language-map.ts'
import { type FieldSet, fieldSet, QUERY_FIELD, type QueryField } from '../odsql/field-set.ts'
import type { ValueType } from '../odsql/functions.ts'
import { type CatalogScope, WHOLE_CATALOG } from '../permission/catalog-scope.ts'
import { META_COLUMNS, type MetaColumn, metaColumns, metaMaps } from './catalog-metas.ts'
import { type Fragment, identifier, join, param, paramList, sql } from './fragment.ts'
import type { FieldColumns, QueryTable } from './query-table.ts'
import { SEARCH_COLUMNS, type TableDefinition, TEXT_INDEX } from './table.ts'

/** One published dataset of one portal, as the catalogue is asked about it: what its publisher says, and its state. */
export interface CatalogRow extends Omit<Metadata, 'modified' | 'timezone' | 'attachments'> {
  readonly portalId: number
  readonly datasetUid: string
  readonly datasetId: string
  /** Raised by every change; the highest one of a dataset is read. */
  readonly version: number
  /** Names the state that the row was written from; compared, never asked for. */
  readonly state: string
  /** The dataset is not published any more: the row hides its earlier versions. */
  readonly deleted: boolean
  /** ISO 8601 instants. */
  readonly modified: string
  readonly dataProcessed: string
  readonly metadataProcessed: string
  readonly recordsCount: number
  readonly features: readonly string[]
  readonly hasRecords: boolean
  readonly dataVisible: boolean
}

/** How a column is stored and read: `map` and `maps` are texts by language, resolved for the reader. */
type Storage = 'text' | 'texts' | 'map' | 'maps' | 'instant' | 'count' | 'flag'

const TYPES = {
  text: 'Nullable(String)',
  texts: 'Array(String)',
  map: 'Map(String, String)',
  maps: 'Array(Map(String, String))',
  instant: "Nullable(DateTime64(3, 'UTC'))",
  count: 'Int64',
  flag: 'Bool',
} as const satisfies Record<Storage, string>

const VALUES = {
  text: 'text',
  texts: 'text',
  map: 'text',
  maps: 'text',
  instant: 'datetime',
  count: 'int',
  flag: 'boolean',
} as const satisfies Record<Storage, ValueType>

interface Column {
  readonly name: string
  readonly from: keyof CatalogRow
  readonly storage: Storage
  readonly aliases?: readonly string[]
  /** Part of the template whose qualified spelling also works. */
  readonly template: 'default' | null
  readonly facet?: true
}

/** The metadata of a dataset that questions may name (explore-api §6.2), in load order. */
const COLUMNS: readonly Column[] = [
  { name: 'dataset_id', from: 'datasetId', storage: 'text', aliases: ['datasetid'], template: null },
  { name: 'dataset_uid', from: 'datasetUid', storage: 'text', template: null },
  { name: 'has_records', from: 'hasRecords', storage: 'flag', template: null },
  { name: 'data_visible', from: 'dataVisible', storage: 'flag', template: null },
  { name: 'features', from: 'features', storage: 'texts', template: null, facet: true },
  { name: 'title', from: 'title', storage: 'map', template: 'default' },
  { name: 'description', from: 'description', storage: 'map', template: 'default' },
  { name: 'theme', from: 'theme', storage: 'maps', template: 'default', facet: true },
  { name: 'keyword', from: 'keyword', storage: 'maps', template: 'default', facet: true },
  { name: 'publisher', from: 'publisher', storage: 'text', template: 'default', facet: true },
  { name: 'license', from: 'license', storage: 'text', template: 'default', facet: true },
  { name: 'license_url', from: 'licenseUrl', storage: 'text', template: 'default' },
  { name: 'language', from: 'language', storage: 'text', template: 'default', facet: true },
  { name: 'references', from: 'references', storage: 'texts', template: 'default' },
  { name: 'attributions', from: 'attributions', storage: 'texts', template: 'default' },
  { name: 'territory', from: 'territory', storage: 'texts', template: 'default' },
  { name: 'update_frequency', from: 'updateFrequency', storage: 'text', template: 'default' },
  { name: 'modified', from: 'modified', storage: 'instant', template: 'default', facet: true },
  { name: 'data_processed', from: 'dataProcessed', storage: 'instant', template: 'default' },
  { name: 'metadata_processed', from: 'metadataProcessed', storage: 'instant', template: 'default' },
  { name: 'records_count', from: 'recordsCount', storage: 'count', template: 'default' },
]

/** Raised with the columns: the index of another release is left alone, and this one is made from the catalogue. */
const NAME = 'catalog_3'

/** The catalogue of every portal: rows change in place, the newest version of a dataset is read with FINAL. */
export const catalogTable = (): TableDefinition => ({
  database: 'live',
  name: NAME,
  columns: [
    { name: 'portal_id', type: 'UInt64' },
    { name: '_uid', type: 'String' },
    { name: '_version', type: 'UInt64' },
    { name: '_deleted', type: 'UInt8' },
    { name: '_state', type: 'String' },
    ...COLUMNS.map(({ name, storage }) => ({ name, type: TYPES[storage] })),
    ...META_COLUMNS,
    ...SEARCH_COLUMNS,
  ],
  indexes: [TEXT_INDEX],
  engine: 'ENGINE = ReplacingMergeTree(_version, _deleted) ORDER BY (portal_id, _uid)',
})

const queryField = ({ name, aliases = [], storage, template, facet }: Column): QueryField => ({
  ...QUERY_FIELD,
  name,
  aliases: [...aliases, ...(template === null ? [] : [`${template}.${name}`])],
  type: VALUES[storage],
  list: storage === 'texts' || storage === 'maps',
  facet: facet === true,
})

/** Parts of a dataset object that may be selected whole (explore-api §6.2); their value here is the dataset's uid. */
export const CATALOG_STRUCTURES = [
  'visibility',
  'fields',
  'attachments',
  'alternative_exports',
  'metas',
] as const

const structure = (name: string): QueryField => ({
  ...QUERY_FIELD,
  name,
  type: 'json_blob',
  visible: false,
  structure: true,
})

/** The fields of the catalogue of a portal, with its templates. */
interface CatalogFields {
  readonly metas: readonly MetaColumn[]
  readonly all: FieldSet
  /** Those that have a value of their own, for tables. */
  readonly flat: FieldSet
}

const NO_TEMPLATES: readonly MetadataTemplate[] = []
const known = new WeakMap<readonly MetadataTemplate[], CatalogFields>()

function catalogFields(templates: readonly MetadataTemplate[]): CatalogFields {
  const found = known.get(templates)
  if (found !== undefined) return found
  const metas = metaColumns(templates)
  const flat = [...COLUMNS.map(queryField), ...metas.map(({ field }) => field)]
  const made = { metas, all: fieldSet([...flat, ...CATALOG_STRUCTURES.map(structure)]), flat: fieldSet(flat) }
  known.set(templates, made)
  return made
}

/** The fields of the catalogue as questions see them; the same for every language. */
export const catalogFieldSet = (templates = NO_TEMPLATES): FieldSet => catalogFields(templates).all

/** Those that have a value of their own, for tables. */
export const flatCatalogFieldSet = (templates = NO_TEMPLATES): FieldSet => catalogFields(templates).flat

/** Columns of the catalogue as a table, by their qualified names (explore-api §8.6). */
export const catalogTableColumns = (templates: readonly MetadataTemplate[]): readonly string[] => [
  ...COLUMNS.map(({ name, template }) => (template === null ? name : `${template}.${name}`)),
  ...catalogFields(templates).metas.map(({ field }) => `\`${field.name}\``),
]

/** Number of a field of the catalogue, for questions that the platform itself asks. */
export const catalogField = (name: string): number => COLUMNS.findIndex(column => column.name === name)

/** A text by language: the reader's, then the dataset's, then the untagged one, then any; null when empty. */
function resolved(map: Fragment, language: Fragment): Fragment {
  const tagged = (tag: Fragment): Fragment => sql`nullIf(${map}[${tag}], '')`
  const own = tagged(sql`ifNull(language, '')`)
  return sql`coalesce(${tagged(language)}, ${own}, ${tagged(sql`''`)}, nullIf(mapValues(${map})[1], ''))`
}

function columnSql({ name, storage }: Column, language: Fragment): FieldColumns {
  const column = identifier(name)
  if (storage === 'map') return { value: resolved(column, language) }
  if (storage !== 'maps') return { value: column }
  const texts = sql`arrayMap(m -> ifNull(${resolved(sql`m`, language)}, ''), ${column})`
  return { value: sql`arrayFilter(text -> text != '', ${texts})` }
}

const isOneOf = (uids: readonly string[]): Fragment => sql`has(${paramList(uids, 'String')}, _uid)`

/** The datasets that questions of a caller are put to. */
function scopeSql(portalId: number, { only, without }: CatalogScope): Fragment {
  const parts = [
    sql`portal_id = ${param(String(portalId), 'UInt64')}`,
    ...(only === null ? [] : [isOneOf(only)]),
    ...(without.length === 0 ? [] : [sql`NOT ${isOneOf(without)}`]),
  ]
  return join(parts, ' AND ')
}

/** What the index says of datasets that a caller sees in part is not theirs: their figures are unknown. */
function ownSql({ name }: Column, columns: FieldColumns, scope: CatalogScope): FieldColumns {
  const { dataHidden, narrowed } = scope
  if (name === 'data_visible' && dataHidden.length > 0)
    return { value: sql`(${columns.value} AND NOT ${isOneOf(dataHidden)})` }
  if (narrowed.length === 0) return columns
  if (name === 'records_count') return { value: sql`if(${isOneOf(narrowed)}, NULL, ${columns.value})` }
  return name === 'features' ? { value: sql`if(${isOneOf(narrowed)}, [], ${columns.value})` } : columns
}

/** What of the catalogue a caller sees, and the templates that its datasets have. */
export interface CatalogView {
  readonly scope?: CatalogScope
  readonly templates?: readonly MetadataTemplate[]
}

/** The catalogue of one portal as a caller sees it, its texts in a language; put to the same questions as records. */
export function catalogQueryTable(
  portalId: number,
  language: string,
  { scope = WHOLE_CATALOG, templates = NO_TEMPLATES }: CatalogView = {},
): QueryTable {
  const tag = param(language, 'String')
  const fields = catalogFields(templates)
  const columns = [
    ...COLUMNS.map(column => ownSql(column, columnSql(column, tag), scope)),
    ...fields.metas.map(meta => meta.value(map => resolved(map, tag))),
  ]
  return {
    fields: fields.all,
    from: sql`live.${identifier(NAME)} FINAL`,
    scope: scopeSql(portalId, scope),
    columns: field => columns[field] ?? { value: identifier('_uid') },
    search: identifier('_search'),
    key: identifier('dataset_id'),
    ranked: RANKED,
    order: [
      {
        value: { kind: 'field', type: 'datetime', field: catalogField('modified'), list: false },
        descending: true,
      },
    ],
  }
}

/** A title says more than a keyword, that more than a description, in whatever language (explore-api §6.2). */
const RANKED: QueryTable['ranked'] = [
  { text: sql`arrayStringConcat(mapValues(title), ' ')`, weight: 8 },
  { text: sql`arrayStringConcat(arrayFlatten(arrayMap(m -> mapValues(m), keyword)), ' ')`, weight: 4 },
  { text: sql`arrayStringConcat(arrayFlatten(arrayMap(m -> mapValues(m), theme)), ' ')`, weight: 2 },
  { text: sql`arrayStringConcat(mapValues(description), ' ')`, weight: 1 },
]

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
}

const escaped = (text: string): string => text.replace(/[\\\t\n\r\0]/g, character => ESCAPES[character] ?? '')
const quoted = (text: string): string =>
  `'${text.replace(/[\\']/g, '\\$&').replace(/[\t\n\r\0]/g, c => ESCAPES[c] ?? '')}'`
const list = (items: readonly string[]): string => `[${items.map(quoted).join(',')}]`
const map = (texts: LanguageMap): string =>
  `{${Object.entries(texts)
    .map(([tag, text]) => `${quoted(tag)}:${quoted(text)}`)
    .join(',')}}`

const keyed = <T>(values: Readonly<Record<string, T>>, write: (value: T) => string): string =>
  `{${Object.entries(values)
    .map(([key, value]) => `${quoted(key)}:${write(value)}`)
    .join(',')}}`

type CellValue = CatalogRow[keyof CatalogRow]

/** A cell in the engine's TSV, `\N` for null. */
function cell(value: CellValue, storage: Storage): string {
  if (value === null) return '\\N'
  if (storage === 'map') return map(value as LanguageMap)
  if (storage === 'maps') return `[${(value as readonly LanguageMap[]).map(map).join(',')}]`
  if (storage === 'texts') return list(value as readonly string[])
  if (storage === 'instant') return new Date(String(value)).toISOString().replace('T', ' ').replace('Z', '')
  return escaped(String(value))
}

/** A value of a dataset, as SQL reads it: lists and texts by language from JSON, everything else by a cast. */
export interface CatalogCell {
  readonly name: string
  readonly type: string
  readonly text: string | null
  readonly json: boolean
}

/** A dataset column by column. */
export function catalogRowCells(row: CatalogRow): readonly CatalogCell[] {
  const metas = metaMaps(row.metas)
  const values = [metas.texts, metas.lists]
  return [
    ...COLUMNS.map(({ name, from, storage }) => {
      const value = row[from]
      const json = storage === 'map' || storage === 'maps' || storage === 'texts'
      const plain = storage === 'text' || value === null ? value : cell(value, storage)
      const text = json ? JSON.stringify(value) : plain === null ? null : String(plain)
      return { name, type: TYPES[storage], text, json }
    }),
    ...META_COLUMNS.map((column, index) => ({ ...column, text: JSON.stringify(values[index]), json: true })),
  ]
}

/** A line of TSV in the order of {@link catalogTable}'s columns, ended by a line feed. */
export function catalogRowTsv(row: CatalogRow): string {
  const metas = metaMaps(row.metas)
  const maps = [row.title, row.description, ...row.theme, ...row.keyword, ...Object.values(metas.texts)]
  const texts = [...maps.flatMap(text => Object.values(text)), ...Object.values(metas.lists).flat()]
  const search = [row.datasetId, row.publisher ?? '', ...texts, ...row.territory, ...row.attributions].join(
    ' ',
  )
  const cells = [
    String(row.portalId),
    escaped(row.datasetUid),
    String(row.version),
    row.deleted ? '1' : '0',
    escaped(row.state),
    ...COLUMNS.map(({ from, storage }) => cell(row[from], storage)),
    keyed(metas.texts, map),
    keyed(metas.lists, list),
    escaped(search),
  ]
  return `${cells.join('\t')}\n`
}
