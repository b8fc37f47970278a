/** What the values of an exported column are. */
export type ExportKind =
  | 'text'
  | 'texts'
  | 'int'
  | 'double'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'geo_point_2d'
  | 'geo_shape'
  | 'json_blob'
  | 'file'

export interface ExportColumn {
  /** Its name in the file. */
  readonly key: string
  readonly kind: ExportKind
}

/** Longitude, latitude. */
export type Position = readonly [lon: number, lat: number]

/**
 * A value by the kind of its column: `int` a number, or a bigint beyond 2^53; `double` a finite number; `texts` a list
 * that is not empty; `geo_point_2d` a {@link Position}; `geo_shape` the JSON text of a GeoJSON geometry; `date` and
 * `datetime` ISO 8601; `json_blob` and `file` JSON text.
 */
export type ExportValue = null | string | number | bigint | boolean | readonly string[] | Position

export type ExportRow = readonly ExportValue[]

/** The rows of an export, in batches as they come. */
export interface ExportRows {
  readonly columns: readonly ExportColumn[]
  readonly batches: AsyncIterable<readonly ExportRow[]>
  /** Whether each row ends in the identifier of its record, behind the values of the columns. */
  readonly identified: boolean
  /** Whether any shape has a third coordinate. */
  hasHeights(): Promise<boolean>
}

/** A cell of a table: what spreadsheets and databases know. */
export type Cell = null | string | number | bigint | boolean

type CellOf = (value: ExportValue) => Cell

const asIs: CellOf = value => (typeof value === 'object' ? null : value)

const CELLS: Readonly<Record<ExportKind, CellOf>> = {
  text: asIs,
  texts: value => (Array.isArray(value) ? value.join(',') : null),
  int: asIs,
  double: asIs,
  boolean: asIs,
  date: asIs,
  datetime: asIs,
  geo_point_2d: value => (Array.isArray(value) ? `${value[1]}, ${value[0]}` : null),
  geo_shape: asIs,
  json_blob: asIs,
  file: value => (typeof value === 'string' ? addressOf(value) : null),
}

/** How a column's values become cells, as in CSV (explore-api §8.3): lists joined by commas, points `lat, lon`. */
export const cellOf = ({ kind }: ExportColumn): CellOf => CELLS[kind]

/** The rows of an export as cells. */
export async function* tableCells({
  columns,
  batches,
}: Pick<ExportRows, 'columns' | 'batches'>): AsyncGenerator<readonly (readonly Cell[])[]> {
  const cells = columns.map(cellOf)
  for await (const rows of batches)
    yield rows.map(row => cells.map((cell, index) => cell(row[index] ?? null)))
}

/** The address of a file, or all that is said of it when it has none. */
function addressOf(file: string): string {
  const said: unknown = JSON.parse(file)
  const url: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, 'url') : null
  return typeof url === 'string' && url !== '' ? url : file
}
