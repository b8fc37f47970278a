import type { Statement } from '../../core/sql/compiled.ts'

/** Types whose parameter text is read as a literal, not as an escaped TSV cell. */
const COMPOSITE = /^(?:Array|Tuple|Map|Point|Ring|Polygon|MultiPolygon|Nested)\b/
const PLACEHOLDER = /\{(\w+)\s*:\s*([^}]+)\}/g

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\f': '\\f',
  '\0': '\\0',
}

/** A text as a cell of TSV: what would end the cell or begin an escape is escaped. */
export const tsvCell = (text: string): string =>
  text.replace(/[\\\t\n\r\b\f\0]/g, found => ESCAPES[found] ?? found)

/**
 * Values of a statement as the wire wants them: a scalar as a TSV cell, an array or another composite as the
 * literal it is (measured: escaping a literal changes quotes and backslashes inside it).
 */
export function* wireParams(statement: Statement): Generator<readonly [name: string, value: string]> {
  const types = new Map<string, string>()
  for (const [, name = '', type = ''] of statement.sql.matchAll(PLACEHOLDER)) types.set(name, type)
  for (const [name, value] of Object.entries(statement.params)) {
    yield [name, COMPOSITE.test(types.get(name) ?? '') ? value : tsvCell(value)]
  }
}
