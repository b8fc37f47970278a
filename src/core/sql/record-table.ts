import type { Field } from '../dataset/field.ts'
import type { BoundCondition, BoundItem } from '../odsql/bound.ts'
import { type FieldSet, fieldSet, QUERY_FIELD, type QueryField } from '../odsql/field-set.ts'
import { type Fragment, identifier, join, param, sql } from './fragment.ts'
import type { FieldColumns, QueryTable } from './query-table.ts'

/** What records say besides their fields (explore-api §7.1). */
export interface RecordContext {
  readonly datasetId: string
  /** Publication instant, ISO 8601. */
  readonly publishedAt: string
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

/** The records of a revision's table, `ds.<name>`. */
export function recordTable(name: string, schema: readonly Field[], context: RecordContext): QueryTable {
  const fields = recordFieldSet(schema)
  const columns = [...schema.map(fieldColumns), ...technicalColumns(schema, context)]
  return {
    fields,
    from: sql`ds.${identifier(name)}`,
    scope: null,
    columns: field => columns[field] ?? { value: sql`NULL` },
    search: identifier('_search'),
    key: identifier('_id'),
    order: [],
  }
}

function fieldColumns({ type }: Field, index: number): FieldColumns {
  const name = `c${index + 1}`
  const point = { lon: identifier(`${name}_lon`), lat: identifier(`${name}_lat`) }
  if (type === 'geo_point_2d') return { value: point.lat, point }
  return type === 'geo_shape' ? { value: identifier(name), point } : { value: identifier(name) }
}

function technicalColumns(schema: readonly Field[], context: RecordContext): readonly FieldColumns[] {
  const published = new Date(context.publishedAt).toISOString().replace('T', ' ').replace('Z', '')
  return [
    { value: param(context.datasetId, 'String') },
    { value: param(published, "DateTime64(3, 'UTC')") },
    { value: identifier('_record') },
    { value: recordSize(schema) },
  ]
}

/** Columns of all the fields of a list, each a text or number, for tuples. */
const partsOf = (fields: readonly FieldColumns[]): readonly Fragment[] =>
  fields.map(({ value, point }) => (point === undefined ? value : sql`${point.lon}, ${point.lat}`))

/** Bytes of the record's values as JSON. */
function recordSize(schema: readonly Field[]): Fragment {
  const parts = partsOf(schema.map(fieldColumns))
  return sql`toInt64(length(toJSONString(tuple(${parts.length === 0 ? identifier('_id') : join(parts, ', ')}))))`
}
