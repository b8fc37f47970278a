import type { Field } from '../dataset/field.ts'
import type { BoundCondition, BoundItem } from '../odsql/bound.ts'
import { type FieldSet, fieldSet, QUERY_FIELD, type QueryField } from '../odsql/field-set.ts'
import { type Fragment, identifier, join, param, sql } from './fragment.ts'
import type { FieldColumns, QueryTable } from './query-table.ts'
import { folded } from './text-search.ts'

/** What records say besides their fields (explore-api §7.1). */
export interface RecordContext {
  readonly datasetId: string
  /** Publication instant, ISO 8601. */
  readonly publishedAt: string
  /** Address of the files of records, to be followed by an identifier. */
  readonly filesRoot?: string
}

const PRECISION = { year: 'year', month: 'month', day: 'day', hour: 'day', minute: 'day' } as const

function queryField({ name, type, annotations }: Field): QueryField {
  return {
    ...QUERY_FIELD,
    name,
    type,
    list: type === 'text' && annotations.multivalued !== undefined,
    hierarchy: type === 'text' ? (annotations.hierarchical ?? null) : null,
    precision: PRECISION[annotations.timeserie_precision ?? 'day'],
    facet: annotations.facet === true,
    facetSort: annotations.facetsort ?? null,
    disjunctive: annotations.disjunctive === true,
  }
}

const TECHNICAL: readonly QueryField[] = [
  { ...QUERY_FIELD, name: 'datasetid', aliases: ['dataset_id'], type: 'text', visible: false },
  { ...QUERY_FIELD, name: 'record_timestamp', type: 'datetime', visible: false },
  { ...QUERY_FIELD, name: 'recordid', aliases: ['record_id'], type: 'text', visible: false },
  { ...QUERY_FIELD, name: 'record_size', type: 'int', visible: false },
]

/** What answers may say of a record beside its fields, by the key it is said under (explore-api §7.1). */
const TECHNICAL_KEYS = { _id: 'recordid', _timestamp: 'record_timestamp', _size: 'record_size' } as const

/** The technical members of a record, read from these fields whatever the dataset's own are called. */
export const technicalItems = ({ fields }: FieldSet): readonly BoundItem[] =>
  Object.entries(TECHNICAL_KEYS).map(([key, name]) => ({ key, value: technicalField(fields, name) }))

/** The identifier of a record, to be selected under no name. */
export const recordIdItem = ({ fields }: FieldSet): BoundItem => ({
  key: '',
  value: technicalField(fields, TECHNICAL_KEYS._id),
})

function technicalField(fields: FieldSet['fields'], name: string): BoundItem['value'] {
  const field = fields.findLastIndex(one => one.name === name && !one.visible)
  return { kind: 'field', type: fields[field]?.type ?? 'text', field, list: false }
}

/** Holds for the records with this identifier (explore-api §7.3): one, unless equal records have none of their own. */
export const isRecord = ({ fields }: FieldSet, recordId: string): BoundCondition => ({
  kind: 'compare',
  op: '=',
  left: technicalField(fields, TECHNICAL_KEYS._id),
  right: { kind: 'text', type: 'text', value: recordId },
})

/** The fields of a dataset's records as questions see them; made once per revision. */
export const recordFieldSet = (fields: readonly Field[]): FieldSet =>
  fieldSet([...fields.map(queryField), ...TECHNICAL])

/** A field with its columns in the table. */
interface Stored {
  readonly field: Field
  readonly columns: FieldColumns
}

interface Parted {
  readonly shown: readonly Stored[]
  readonly hidden: readonly Stored[]
}

/** The fields of a table that are shown, then those that are not; null shows all. */
function parted(schema: readonly Field[], shown: readonly string[] | null): Parted {
  const all = schema.map((field, index) => ({ field, columns: fieldColumns(field, index) }))
  const isShown = ({ field: { name } }: Stored): boolean => shown === null || shown.includes(name)
  return { shown: all.filter(isShown), hidden: all.filter(one => !isShown(one)) }
}

/**
 * The fields that a stored condition may name: those of questions under their numbers, then the hidden ones, which no
 * question can name.
 */
export function filterFieldSet(schema: readonly Field[], shown: readonly string[] | null): FieldSet {
  const parts = parted(schema, shown)
  const fieldsOf = (list: readonly Stored[]): readonly QueryField[] =>
    list.map(({ field }) => queryField(field))
  return fieldSet([...fieldsOf(parts.shown), ...TECHNICAL, ...fieldsOf(parts.hidden)])
}

/** What a word adds in the first texts of a record; later ones do not count. */
const WEIGHTS = [4, 2, 1] as const

const rankedFields = (shown: readonly Stored[]): QueryTable['ranked'] =>
  shown
    .filter(({ field }) => field.type === 'text' && field.annotations.multivalued === undefined)
    .slice(0, WEIGHTS.length)
    .map(({ columns }, index) => ({ text: columns.value, weight: WEIGHTS[index] ?? 1 }))

/**
 * The records of a revision's table, `ds.<name>`, laid out by `schema`. Fields that are not `shown` (null shows all)
 * are unknown to every question, and nothing that is said of a record depends on them.
 */
export function recordTable(
  name: string,
  schema: readonly Field[],
  context: RecordContext,
  shown: readonly string[] | null = null,
): QueryTable {
  const parts = parted(schema, shown)
  const columns = [
    ...parts.shown.map(one => one.columns),
    ...technicalColumns(parts, context),
    ...parts.hidden.map(one => one.columns),
  ]
  return {
    fields: recordFieldSet(parts.shown.map(({ field }) => field)),
    from: sql`ds.${identifier(name)}`,
    scope: null,
    columns: field => columns[field] ?? { value: sql`NULL` },
    search: parts.hidden.length === 0 ? identifier('_search') : searchOf(parts.shown),
    key: identifier('_id'),
    ranked: rankedFields(parts.shown),
    order: [],
    ...(context.filesRoot === undefined
      ? {}
      : { files: { root: context.filesRoot, publishedAt: context.publishedAt } }),
  }
}

/** Text of the shown fields only; no index serves it. */
function searchOf(shown: readonly Stored[]): Fragment {
  const texts = shown.flatMap(({ field: { type, annotations }, columns: { value } }): readonly Fragment[] => {
    if (type === 'text' && annotations.multivalued !== undefined)
      return [sql`arrayStringConcat(${value}, ' ')`]
    if (type === 'date') return [sql`substring(ifNull(toString(${value}), ''), 1, 10)`]
    return SEARCHED.has(type) ? [sql`ifNull(toString(${value}), '')`] : []
  })
  return texts.length === 0 ? sql`''` : folded(sql`concatWithSeparator(' ', ${join(texts, ', ')})`)
}

/** Types whose values are found by text (explore-api §11). */
const SEARCHED: ReadonlySet<Field['type']> = new Set(['text', 'int', 'double', 'datetime'])

function fieldColumns({ type }: Field, index: number): FieldColumns {
  const name = `c${index + 1}`
  const point = { lon: identifier(`${name}_lon`), lat: identifier(`${name}_lat`) }
  if (type === 'geo_point_2d') return { value: point.lat, point }
  return type === 'geo_shape' ? { value: identifier(name), point } : { value: identifier(name) }
}

function technicalColumns(parts: Parted, context: RecordContext): readonly FieldColumns[] {
  const published = new Date(context.publishedAt).toISOString().replace('T', ' ').replace('Z', '')
  return [
    { value: param(context.datasetId, 'String') },
    { value: param(published, "DateTime64(3, 'UTC')") },
    { value: recordId(parts) },
    { value: recordSize(parts.shown) },
  ]
}

/** Columns of all the fields of a list, each a text or number, for tuples. */
const partsOf = (fields: readonly FieldColumns[]): readonly Fragment[] =>
  fields.map(({ value, point }) => (point === undefined ? value : sql`${point.lon}, ${point.lat}`))

/** Bytes of the record's values as JSON. */
function recordSize(shown: readonly Stored[]): Fragment {
  const parts = partsOf(shown.map(({ columns }) => columns))
  return sql`toInt64(length(toJSONString(tuple(${parts.length === 0 ? identifier('_id') : join(parts, ', ')}))))`
}

/**
 * The identifier that the record was given at load (explore-api §7.3). Where it depends on hidden fields, who knows the
 * rest of a record could find them by trying: then one over the shown fields stands for it.
 */
function recordId({ shown, hidden }: Parted): Fragment {
  const isId = ({ field }: Stored): boolean => field.annotations.id === true
  if (hidden.length === 0 || (shown.some(isId) && !hidden.some(isId))) return identifier('_record')
  const parts = partsOf(shown.map(({ columns }) => columns))
  return sql`lower(hex(SHA1(toJSONString(tuple(${parts.length === 0 ? identifier('_id') : join(parts, ', ')})))))`
}
