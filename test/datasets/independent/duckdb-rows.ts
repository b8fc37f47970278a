import { DuckDBInstance } from '@duckdb/node-api'

/** Writes a Parquet file as JSON Lines: the column names, then one array a record; geometry as `{"wkb": hex}`. */
const connection = await (await DuckDBInstance.create(':memory:')).connect()
const file = `'${(process.argv[2] ?? '').replaceAll("'", "''")}'`
const described = await connection.runAndReadAll(`describe select * from ${file}`)
const columns = described
  .getRowObjects()
  .map(row => ({ name: String(row.column_name), type: String(row.column_type) }))

const expression = ({ name, type }: { name: string; type: string }): string => {
  const quoted = `"${name.replaceAll('"', '""')}"`
  if (type === 'GEOMETRY') return `{'wkb': hex(st_aswkb(${quoted}))}`
  if (type === 'BLOB') return `{'wkb': hex(${quoted})}`
  return type === 'FLOAT' ? `${quoted}::double` : quoted
}

const rows = await connection.stream(
  `select to_json([${columns.map(column => `to_json(${expression(column)})`).join(', ')}])::varchar from ${file}`,
)
process.stdout.write(`${JSON.stringify(columns.map(column => column.name))}\n`)
for (
  let chunk = await rows.fetchChunk();
  chunk !== null && chunk.rowCount > 0;
  chunk = await rows.fetchChunk()
)
  process.stdout.write(`${chunk.getColumnValues(0).map(String).join('\n')}\n`)
