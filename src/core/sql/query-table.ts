import type { BoundOrder } from '../odsql/bound.ts'
import type { FieldSet } from '../odsql/field-set.ts'
import type { FileAddresses } from './file-address.ts'
import type { Fragment } from './fragment.ts'

/** The SQL of one field: its value, or the coordinates of a place. */
export interface FieldColumns {
  /** The value; for a point, the latitude (null when there is no point). */
  readonly value: Fragment
  readonly point?: { readonly lon: Fragment; readonly lat: Fragment }
}

/** A table that questions can be put to: what its fields are in SQL. */
export interface QueryTable {
  readonly fields: FieldSet
  /** What stands after FROM. */
  readonly from: Fragment
  /** A condition that every row of the answer fulfils, whatever is asked; null for all rows. */
  readonly scope: Fragment | null
  /** Columns of each field, by its number. */
  columns(field: number): FieldColumns
  /** Text of all visible fields, folded; under the text index where no field is hidden. */
  readonly search: Fragment
  /** Fields that count for relevance, as texts, each with what a word found in it adds. */
  readonly ranked: readonly { readonly text: Fragment; readonly weight: number }[]
  /** Unique and not null; ends every order. */
  readonly key: Fragment
  /** Order of a question that names none, before the key. */
  readonly order: readonly BoundOrder[]
  /** Where files of records are; absent where no field has any. */
  readonly files?: FileAddresses
}
