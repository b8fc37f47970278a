/** How the cells of a text table are written. */
export interface Dialect {
  /** One character; `''` when the table has a single column. */
  readonly delimiter: string
  /** One character, or `''` when cells are never quoted. */
  readonly quote: string
  /** How a quote is written inside a quoted cell: twice, or after a backslash (which then escapes anything). */
  readonly escape: 'double' | 'backslash'
  /** Whether a CR that no LF follows ends a row. */
  readonly loneCr: boolean
}

/** RFC 4180, and the quotes are not searched for where there are none. */
export const PLAIN_DIALECT: Dialect = { delimiter: ',', quote: '"', escape: 'double', loneCr: true }

/** A quoted cell that is longer is a stray quote: it is read again as plain text. */
export const MAX_CELL = 16 << 20

/** A row that is longer is no row: it is kept aside with its beginning, and reading goes on at the next line. */
export const MAX_ROW = 32 << 20
