import type { SchemaTree } from 'hyparquet'
import type { FieldType } from '../dataset/field.ts'
import type { OwnKinds } from './parquet-values.ts'

/** Types of values without an annotation. */
const PHYSICAL: Readonly<Record<string, FieldType>> = {
  BOOLEAN: 'boolean',
  INT32: 'int',
  INT64: 'int',
  INT96: 'datetime',
  FLOAT: 'double',
  DOUBLE: 'double',
}

const LOGICAL: Readonly<Record<string, FieldType>> = {
  STRING: 'text',
  ENUM: 'text',
  UUID: 'text',
  FLOAT16: 'double',
  DATE: 'date',
  TIMESTAMP: 'datetime',
  JSON: 'json_blob',
}

const CONVERTED: Readonly<Record<string, FieldType>> = {
  UTF8: 'text',
  DATE: 'date',
  TIMESTAMP_MILLIS: 'datetime',
  TIMESTAMP_MICROS: 'datetime',
  JSON: 'json_blob',
}

/** The type that a column's schema declares; undefined for lists, structs, and bytes that may be anything. */
export const fieldTypeOf = ({ element, children }: SchemaTree, kinds: OwnKinds): FieldType | undefined => {
  if (children.length > 0 || element.repetition_type === 'REPEATED') return undefined
  const scale = kinds.decimals.get(element)
  if (scale !== undefined) return scale > 0 ? 'double' : 'int'
  if (kinds.times.has(element)) return 'text'
  const { logical_type: logical, converted_type: converted, type } = element
  return LOGICAL[logical?.type ?? ''] ?? CONVERTED[converted ?? ''] ?? PHYSICAL[type ?? '']
}
