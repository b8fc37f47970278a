/** A statement for the records engine: text rendered from our tree, values apart. */
export interface Statement {
  readonly sql: string
  /**
   * Values of the `{name:Type}` placeholders, as plain text of that ClickHouse type (arrays as ClickHouse
   * literals). The adapter alone escapes them for the wire; nothing here is ever part of `sql`.
   */
  readonly params: Readonly<Record<string, string>>
}

/** How a result column becomes a wire value (`core/record/shape.ts`). */
export type ColumnShape =
  | 'text'
  | 'texts'
  | 'int'
  | 'double'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'geo_point'
  | 'geo_shape'
  | 'json'

export interface ResultColumn {
  /** Key in the answer: field name, alias, or the expression as written. */
  readonly key: string
  readonly shape: ColumnShape
}

/** A compiled read: rows come back as `JSONCompactEachRow`, one value a column, in this order. */
export interface CompiledQuery extends Statement {
  readonly columns: readonly ResultColumn[]
}
