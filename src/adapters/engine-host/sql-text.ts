/** A value as an SQL string literal: only the quote and the backslash can end or bend one. */
export const sqlString = (value: string): string => `'${value.replace(/[\\']/g, '\\$&')}'`

/**
 * First keyword of a statement in capitals, comments skipped: enough to tell reading from writing.
 */
export function firstKeyword(sql: string): string {
  const head = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*([A-Za-z]*)/.exec(sql)
  return (head?.[1] ?? '').toUpperCase()
}

const NEEDS_NO_SPACE = new Set([
  'SELECT',
  'WITH',
  'SHOW',
  'DESCRIBE',
  'DESC',
  'EXISTS',
  'EXPLAIN',
  'CHECK',
  'KILL',
  'DROP',
  'TRUNCATE',
])

/** Whether a statement may write, and so must find free space first. */
export const needsSpace = (sql: string): boolean => !NEEDS_NO_SPACE.has(firstKeyword(sql))

/** The parts of `INSERT INTO db.table (columns) FORMAT TabSeparated` that the raw insert needs. */
export interface InsertTarget {
  readonly table: string
  readonly columns: readonly string[]
}

/** Reads the only form of INSERT whose body is data; null for any other. */
export function parseInsert(sql: string): InsertTarget | null {
  const match = /^\s*INSERT\s+INTO\s+(\w+\.\w+)\s*\(([\w\s,]+)\)\s*FORMAT\s+(?:TSV|TabSeparated)\s*$/i.exec(
    sql,
  )
  const [, table, columns] = match ?? []
  if (table === undefined || columns === undefined) return null
  return { table, columns: columns.split(',').map(name => name.trim()) }
}
