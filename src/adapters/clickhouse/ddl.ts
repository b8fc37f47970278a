import { qualifiedName, type TableDefinition } from '../../core/sql/table.ts'

/**
 * Settings that make a load durable when it is acknowledged: by default the engine syncs metadata but not
 * data (engine.md §2). Parts made by a later merge are synced too, for they replace synced ones.
 */
const DURABLE = 'fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1'

/** A name as an SQL identifier. */
export const identifier = (name: string): string => `\`${name.replace(/[\\`]/g, '\\$&')}\``

/** A qualified name as SQL; nothing but `ds.…` and `live.…` is a name (engine.md §3: never `default`). */
export function tableSql(table: string): string {
  const [, database, name] = /^(ds|live)\.(\w+)$/.exec(table) ?? []
  if (database === undefined || name === undefined) throw new TypeError(`not a table: ${table}`)
  return `${database}.${identifier(name)}`
}

/** `CREATE TABLE` of a definition, with the settings that make loads durable. */
export function createTableSql(table: TableDefinition, guard: '' | 'IF NOT EXISTS ' = ''): string {
  const columns = table.columns.map(({ name, type }) => `${identifier(name)} ${type}`)
  const body = [...columns, ...table.indexes].join(', ')
  const settings = /\sSETTINGS\s/i.test(table.engine) ? `, ${DURABLE}` : ` SETTINGS ${DURABLE}`
  return `CREATE TABLE ${guard}${tableSql(qualifiedName(table))} (${body}) ${table.engine}${settings}`
}

/** `INSERT` whose body is TSV in the order of the columns that are loaded. */
export function insertSql(table: TableDefinition): string {
  const names = table.columns.filter(({ computed }) => computed !== true).map(({ name }) => name)
  for (const name of names) if (!/^\w+$/.test(name)) throw new TypeError(`not a column: ${name}`)
  return `INSERT INTO ${qualifiedName(table)} (${names.join(', ')}) FORMAT TabSeparated`
}
