import type { ExportOptions } from '../export/options.ts'
import type { BoundValue } from '../odsql/bound.ts'
import type { PlannedQuery } from '../odsql/plan.ts'
import type { Statement } from './compiled.ts'
import { addressed } from './file-address.ts'
import { type Fragment, join, param, render, sql } from './fragment.ts'
import { groupedParts } from './grouped.ts'
import { outputSql } from './output.ts'
import type { QueryTable } from './query-table.ts'
import { flatParts } from './records.ts'
import { type CompiledItem, meaning } from './scan.ts'
import type { Scope } from './scope.ts'

/** Options of a CSV export (explore-api §8.3). */
export type CsvOptions = Pick<ExportOptions, 'delimiter' | 'list_separator' | 'quote_all'>

/** An export whose lines the engine writes: one text a row, to be streamed in `TSVRaw` as it comes. */
export interface CompiledExport extends Statement {
  /** Keys in order, for the header. */
  readonly keys: readonly string[]
}

interface Parts {
  readonly opening: Fragment
  readonly items: readonly CompiledItem[]
  readonly scope: Scope
  readonly tail: Fragment
}

const partsOf = (planned: PlannedQuery, table: QueryTable): Parts =>
  planned.groupBy === null ? flatParts(planned, table) : groupedParts(planned, table)

function compileLines(parts: Parts, line: Fragment): CompiledExport {
  const { opening, items, tail } = parts
  return { ...render(sql`${opening}SELECT ${line}${tail}`), keys: items.map(({ item }) => item.key) }
}

/**
 * CSV lines written by the engine, each ended by CR here and LF by `TSVRaw`. The header, the byte order mark
 * and nothing else is left to the door: {@link csvHeader}.
 */
export function compileCsvExport(
  planned: PlannedQuery,
  table: QueryTable,
  options: CsvOptions,
): CompiledExport {
  const parts = partsOf(planned, table)
  const cells = parts.items.map(({ item, sql: value }) =>
    csvCell(parts.scope, { options, planned, item: item.value, value }),
  )
  const delimiter = param(options.delimiter, 'String')
  const pieces = cells.flatMap((cell, index) => (index === 0 ? [cell] : [delimiter, cell]))
  return compileLines(parts, sql`concat(${join([...pieces, sql`'\\r'`], ', ')})`)
}

/** The first line of a CSV export. */
export function csvHeader(keys: readonly string[], options: CsvOptions): string {
  const quote = (key: string): string =>
    options.quote_all || needsQuotes(key, options.delimiter) ? `"${key.replaceAll('"', '""')}"` : key
  return `${keys.map(quote).join(options.delimiter)}\r\n`
}

const needsQuotes = (text: string, delimiter: string): boolean =>
  /["\r\n]/.test(text) || text.includes(delimiter)

interface Cell {
  readonly options: CsvOptions
  readonly planned: PlannedQuery
  readonly item: BoundValue
  readonly value: Fragment
}

/** A cell of a line: empty for null. */
function csvCell(scope: Scope, cell: Cell): Fragment {
  const value = meaning(cell.planned, cell.item)
  const { options } = cell
  if (value.kind === 'field' && value.list)
    return textCell(
      sql`arrayStringConcat(${cell.value}, ${param(options.list_separator, 'String')})`,
      options,
    )
  switch (value.type) {
    case 'int':
    case 'double':
      return sql`ifNull(toString(${finite(value, cell.value)}), '')`
    case 'boolean':
      return sql`ifNull(toString(${cell.value}), '')`
    case 'date':
    case 'datetime':
      return sql`ifNull(${outputSql(scope, value, cell.value)}, '')`
    case 'geo_point_2d': {
      const point = value.kind === 'field' ? scope.table.columns(value.field).point : undefined
      if (point === undefined) return sql`''`
      const quote = options.delimiter === ',' ? sql`'"'` : sql`''`
      const text = sql`concat(${quote}, toString(${point.lat}), ', ', toString(${point.lon}), ${quote})`
      return sql`ifNull(${text}, '')`
    }
    case 'geo_shape':
      return textCell(sql`ifNull(${spacedGeometry(cell.value)}, '')`, options)
    case 'file':
      return textCell(sql`ifNull(${addressOf(addressed(scope.table, cell.value))}, '')`, options)
    default:
      return textCell(sql`ifNull(${cell.value}, '')`, options)
  }
}

/** NaN and infinities are null. */
export const finite = (value: BoundValue, compiled: Fragment): Fragment =>
  value.type === 'double' ? sql`if(isFinite(${compiled}), ${compiled}, NULL)` : compiled

/** The address of a file, or all that is said of it when it has none. */
export function addressOf(value: Fragment): Fragment {
  const url = sql`JSONExtractString(${value}, 'url')`
  return sql`if(${url} = '', ${value}, ${url})`
}

/** Text as the wire spaces it: coordinates first, a space after commas and colons (explore-api §8.3). */
function spacedGeometry(value: Fragment): Fragment {
  const member = (name: Fragment): Fragment => sql`JSONExtractRaw(${value}, ${name})`
  const coordinates = sql`replaceAll(replaceAll(${member(sql`'coordinates'`)}, ' ', ''), ',', ', ')`
  return sql`concat('{"coordinates": ', ${coordinates}, ', "type": ', ${member(sql`'type'`)}, '}')`
}

/** A text, quoted when it must be. */
function textCell(text: Fragment, { delimiter, quote_all }: CsvOptions): Fragment {
  const doubled = sql`concat('"', replaceAll(${text}, '"', '""'), '"')`
  if (quote_all) return sql`if(${text} = '', '', ${doubled})`
  const special = CSV_SPECIAL[delimiter]
  return sql`if(${special(text)}, ${doubled}, ${text})`
}

const CSV_SPECIAL: Readonly<Record<CsvOptions['delimiter'], (text: Fragment) => Fragment>> = {
  ';': text => sql`multiSearchAny(${text}, [';', '"', '\\r', '\\n'])`,
  ',': text => sql`multiSearchAny(${text}, [',', '"', '\\r', '\\n'])`,
  '\t': text => sql`multiSearchAny(${text}, ['\\t', '"', '\\r', '\\n'])`,
  '|': text => sql`multiSearchAny(${text}, ['|', '"', '\\r', '\\n'])`,
}

/** JSON objects written by the engine, one a line, with the values of `/records` (explore-api §8.4). */
export function compileJsonLines(planned: PlannedQuery, table: QueryTable): CompiledExport {
  const parts = partsOf(planned, table)
  return compileLines(parts, objectSql(parts, planned, parts.items))
}

interface FeatureParts extends Parts {
  readonly geometry: Fragment
  readonly properties: Fragment
}

/**
 * What a feature is made of (explore-api §8.4): the geometry is the first shape that a record has, else its first
 * point, else null. The first shape is left out of the properties; points stay, since clients read them there.
 */
function featureParts(planned: PlannedQuery, table: QueryTable): FeatureParts {
  const parts = partsOf(planned, table)
  const typed = (type: string): readonly CompiledItem[] =>
    parts.items.filter(({ item: { value } }) => value.kind === 'field' && value.type === type)
  const shapes = typed('geo_shape')
  const points = typed('geo_point_2d').flatMap(({ item: { value } }) => pointGeometry(parts.scope, value))
  const geometries = [...shapes.map(({ sql: shape }) => shape), ...points]
  const described = parts.items.filter(item => item !== shapes[0])
  return {
    ...parts,
    geometry: sql`coalesce(${join([...geometries, NULL_TEXT], ', ')})`,
    properties: objectSql(parts, planned, described),
  }
}

/** GeoJSON features, one a line. */
export function compileGeoJsonLines(planned: PlannedQuery, table: QueryTable): CompiledExport {
  const parts = featureParts(planned, table)
  const opening = sql`'{"type":"Feature","geometry":'`
  return compileLines(
    parts,
    sql`concat(${opening}, ${parts.geometry}, ',"properties":', ${parts.properties}, '}')`,
  )
}

/** GeoJSON features in two texts a row: the geometry, the properties. */
export function compileGeoJsonParts(planned: PlannedQuery, table: QueryTable): CompiledExport {
  const parts = featureParts(planned, table)
  return compileLines(parts, sql`${parts.geometry}, ${parts.properties}`)
}

/** The GeoJSON of a point field, null where there is no point; nothing for what is no field. */
function pointGeometry({ table }: Scope, value: BoundValue): readonly Fragment[] {
  const point = value.kind === 'field' ? table.columns(value.field).point : undefined
  if (point === undefined) return []
  const pair = sql`toString(${point.lon}), ',', toString(${point.lat})`
  return [sql`concat('{"type":"Point","coordinates":[', ${pair}, ']}')`]
}

/** `{"key":value,…}` of some items. */
function objectSql({ scope }: Parts, planned: PlannedQuery, items: readonly CompiledItem[]): Fragment {
  const members = items.flatMap(({ item, sql: value }, index) => {
    const opening = param(`${index === 0 ? '{' : ','}${JSON.stringify(item.key)}:`, 'String')
    return [opening, jsonCell(scope, meaning(planned, item.value), value)]
  })
  return members.length === 0 ? sql`'{}'` : sql`concat(${join([...members, sql`'}'`], ', ')})`
}

const NULL_TEXT = sql`'null'`

/** A value as JSON text, `null` for null. */
function jsonCell(scope: Scope, value: BoundValue, compiled: Fragment): Fragment {
  if (value.kind === 'field' && value.list)
    return sql`if(empty(${compiled}), ${NULL_TEXT}, toJSONString(${compiled}))`
  switch (value.type) {
    case 'int':
    case 'double':
      return sql`ifNull(toString(${finite(value, compiled)}), ${NULL_TEXT})`
    case 'boolean':
      return sql`ifNull(toString(${compiled}), ${NULL_TEXT})`
    case 'date':
    case 'datetime':
      return sql`ifNull(concat('"', ${outputSql(scope, value, compiled)}, '"'), ${NULL_TEXT})`
    case 'geo_point_2d': {
      const point = value.kind === 'field' ? scope.table.columns(value.field).point : undefined
      if (point === undefined) return NULL_TEXT
      return sql`ifNull(concat('{"lon":', toString(${point.lon}), ',"lat":', toString(${point.lat}), '}'), ${NULL_TEXT})`
    }
    case 'geo_shape':
      return sql`ifNull(concat('{"type":"Feature","geometry":', ${compiled}, ',"properties":{}}'), ${NULL_TEXT})`
    case 'json_blob':
    case 'file':
      return sql`ifNull(${outputSql(scope, value, compiled)}, ${NULL_TEXT})`
    default:
      return sql`ifNull(toJSONString(${compiled}), ${NULL_TEXT})`
  }
}
