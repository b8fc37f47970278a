import { createInterface } from 'node:readline'
import { Session } from 'chdb'

const SETTINGS =
  "max_execution_time=10, max_memory_usage=1000000000, max_threads=2, max_query_size=1048576, max_parser_depth=500, max_ast_depth=500, max_ast_elements=20000, max_expanded_ast_elements=500000, function_range_max_elements_in_block=1000000, enable_extended_results_for_datetime_functions=1, date_time_output_format='iso', output_format_json_quote_64bit_integers=1, output_format_json_quote_decimals=1, aggregate_functions_null_for_empty=1, join_use_nulls=1, prefer_column_name_to_alias=1, count_distinct_implementation='uniqExact', allow_introspection_functions=0, validate_polygons=0, log_queries=0, precise_float_parsing=1, use_top_k_dynamic_filtering=0, optimize_functions_to_subcolumns=0, input_format_tsv_allow_variable_number_of_columns=1"

const folder = process.argv[2]
if (folder === undefined) throw new Error('folder expected')

const TSV: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
}

/** A parameter's text as the right side of `SET param_x =`: escaped as TSV, then quoted as SQL. */
const escaped = (value: string): string => {
  const tsv = value.replace(/[\\\t\n\r\0]/g, character => TSV[character] ?? character)
  return `'${tsv.replace(/[\\']/g, '\\$&')}'`
}

let session = new Session(folder)
session.query(`SET ${SETTINGS}`)

/** One request a line `{sql, params, format}`; one answer a line `{text}` or `{error}`. */
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as { sql: string; params: Record<string, string>; format: string }
  try {
    const params = Object.entries(request.params).map(([name, value]) => `param_${name} = ${escaped(value)}`)
    if (params.length > 0) session.query(`SET ${params.join(', ')}`)
    const text = session.query(request.sql, request.format)
    process.stdout.write(`${JSON.stringify({ text })}\n`)
  } catch (error) {
    session.close()
    session = new Session(folder)
    session.query(`SET ${SETTINGS}`)
    process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`)
  }
}
session.close()
