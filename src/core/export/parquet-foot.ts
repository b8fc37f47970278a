import { Buffer } from 'node:buffer'
import { type FileMetaData, parquetMetadata, type RowGroup, type SchemaElement } from 'hyparquet'
import { ByteWriter } from 'hyparquet-writer'
import { writeMetadata } from 'hyparquet-writer/src/metadata.js'
import { VitrineError } from '../errors.ts'
import type { ExportColumn } from './rows.ts'

/** More than the foot of any file has: a hundred million rows of twenty columns have 3 MB. */
const MOST_FOOT = 16 * 1024 * 1024
const MAGIC = Buffer.from('PAR1')
const ENDING = 8

/**
 * A Parquet file with its foot written anew, for the engine can neither say all names nor all types: columns get their
 * names, days their type, places are bytes rather than texts, and GeoParquet 1.1 tells which columns are places. All
 * before the foot goes on as it comes; what may be the foot is held back.
 */
export async function* withParquetFoot(
  file: AsyncIterable<Uint8Array>,
  columns: readonly ExportColumn[],
): AsyncGenerator<Uint8Array> {
  const held: Uint8Array[] = []
  let length = 0
  for await (const chunk of file) {
    held.push(chunk)
    length += chunk.byteLength
    for (
      let first = held[0];
      first !== undefined && length - first.byteLength >= MOST_FOOT;
      first = held[0]
    ) {
      length -= first.byteLength
      held.shift()
      yield first
    }
  }
  const end = Buffer.concat(held)
  const foot = end.length < ENDING ? 0 : end.readUInt32LE(end.length - ENDING) + ENDING
  if (foot < ENDING || foot > end.length)
    throw new VitrineError('bug', {}, new Error('a Parquet file without its foot'))
  yield end.subarray(0, end.length - foot)
  yield newFoot(end.subarray(end.length - foot), columns)
}

function newFoot(foot: Buffer, columns: readonly ExportColumn[]): Buffer {
  const whole = Buffer.concat([MAGIC, foot])
  const { buffer, byteOffset, byteLength } = Uint8Array.from(whole)
  const metadata = parquetMetadata(buffer.slice(byteOffset, byteOffset + byteLength))
  const writer = new ByteWriter()
  writeMetadata(writer, described(metadata, columns))
  return Buffer.concat([Buffer.from(writer.getBytes()), MAGIC])
}

const isPlace = ({ kind }: ExportColumn): boolean => kind === 'geo_point_2d' || kind === 'geo_shape'

/** Kinds whose type the engine does not know. */
const isRetyped = (column: ExportColumn): boolean => column.kind === 'date' || isPlace(column)

function described(metadata: FileMetaData, columns: readonly ExportColumn[]): FileMetaData {
  const numbered = new Map(columns.map((column, index) => [`p_${index + 1}`, column]))
  const geo = geoMetadata(columns)
  return {
    ...metadata,
    schema: metadata.schema.map(element => schemaElement(element, numbered.get(element.name))),
    row_groups: metadata.row_groups.map(group => rowGroup(group, numbered)),
    key_value_metadata: geo === null ? [] : [{ key: 'geo', value: geo }],
    created_by: 'Vitrine',
  }
}

function schemaElement(element: SchemaElement, column: ExportColumn | undefined): SchemaElement {
  if (column === undefined) return element
  const { converted_type, logical_type, ...bare } = element
  if (column.kind === 'date')
    return { ...bare, name: column.key, converted_type: 'DATE', logical_type: { type: 'DATE' } }
  return isPlace(column) ? { ...bare, name: column.key } : { ...element, name: column.key }
}

/** The same row group under the new names; extremes are left out where they were those of another type. */
function rowGroup(group: RowGroup, numbered: ReadonlyMap<string, ExportColumn>): RowGroup {
  return {
    ...group,
    columns: group.columns.map(chunk => {
      const { meta_data: meta, ...rest } = chunk
      const [first = '', ...deeper] = meta?.path_in_schema ?? []
      const column = numbered.get(first)
      if (meta === undefined || column === undefined) return chunk
      const { statistics, ...bare } = meta
      const named = { ...bare, path_in_schema: [column.key, ...deeper] }
      const kept = isRetyped(column) || statistics === undefined ? named : { ...named, statistics }
      return { ...rest, meta_data: kept }
    }),
  }
}

/** GeoParquet 1.1: longitude and latitude on WGS 84, which is what it takes for granted. */
function geoMetadata(columns: readonly ExportColumn[]): string | null {
  const places = columns.filter(isPlace)
  const primary = places.find(({ kind }) => kind === 'geo_shape') ?? places[0]
  if (primary === undefined) return null
  const said = places.map(({ key, kind }) => [
    key,
    { encoding: 'WKB', geometry_types: kind === 'geo_point_2d' ? ['Point'] : [] },
  ])
  return JSON.stringify({
    version: '1.1.0',
    primary_column: primary.key,
    columns: Object.fromEntries(said),
  })
}
