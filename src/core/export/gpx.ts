import { Buffer } from 'node:buffer'
import { attribute, characterData } from '../xml-text.ts'
import type { Encoder, FileFacts } from './encoder.ts'
import { fieldNames, xmlNames } from './field-names.ts'
import { type Coordinates, placesOf, type Shape, simpleParts } from './places.ts'
import { WGS84 } from './projection.ts'
import { type Cell, cellOf, type ExportColumn, type ExportRow, type ExportRows } from './rows.ts'
import type { ScratchFile } from './scratch.ts'
import { utf8 } from './text-batches.ts'

/**
 * GPX 1.1: points are waypoints, lines and the rings of areas are tracks. The schema wants all waypoints first, so the
 * tracks wait in a scratch file. Records without a place cannot be said in GPX: a comment at the end counts them.
 * Fields are extensions as GDAL writes them, or text of the description (explore-api §8.5). Rejects with
 * `parameter_invalid` for a field that is not there.
 */
export const gpxEncoder: Encoder = (rows, facts) => gpx(rows, facts)

async function* gpx(rows: ExportRows, facts: FileFacts): AsyncGenerator<Uint8Array> {
  const words = wordsOf(rows.columns, facts)
  const scratch = await facts.openScratch()
  try {
    const tracks = await scratch.create()
    const counted = { placeless: 0 }
    yield Buffer.from(HEAD(facts.datasetId))
    yield* utf8(waypoints(rows, { words, tracks, counted }))
    yield* tracks.read()
    if (counted.placeless > 0)
      yield Buffer.from(`<!-- ${counted.placeless} records have no place and are not in this file -->\n`)
    yield Buffer.from('</gpx>\n')
  } finally {
    await scratch.remove()
  }
}

const HEAD = (datasetId: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Vitrine" xmlns="http://www.topografix.com/GPX/1/1" xmlns:ogr="http://osgeo.org/gdal"><metadata><name>${characterData(datasetId)}</name></metadata>\n`

interface Writing {
  readonly words: (row: ExportRow) => Words
  readonly tracks: ScratchFile
  readonly counted: { placeless: number }
}

/** What is said of a place, before and behind what has no place in a track. */
interface Words {
  /** `<name>` and `<desc>`. */
  readonly named: string
  /** `<extensions>`. */
  readonly extended: string
}

async function* waypoints(
  { columns, batches }: ExportRows,
  { words, tracks, counted }: Writing,
): AsyncGenerator<string> {
  const { placeOf } = placesOf(columns, WGS84)
  for await (const rows of batches) {
    let points = ''
    let lines = ''
    for (const row of rows) {
      const place = placeOf(row)
      if (place === null) counted.placeless++
      else {
        const said = words(row)
        const { positions, segments } = drawn(place)
        for (const position of positions) points += waypointXml(position, said)
        if (segments.length > 0) lines += trackXml(segments, said)
      }
    }
    if (lines !== '') await tracks.write(Buffer.from(lines))
    yield points
  }
}

interface Drawn {
  readonly positions: readonly Coordinates[]
  readonly segments: readonly (readonly Coordinates[])[]
}

/** Points and lines of a shape. */
function drawn(shape: Shape): Drawn {
  const positions: Coordinates[] = []
  const segments: (readonly Coordinates[])[] = []
  for (const { type, coordinates } of simpleParts(shape)) {
    if (type === 'Point') positions.push(coordinates as Coordinates)
    else if (type === 'MultiPoint') positions.push(...(coordinates as readonly Coordinates[]))
    else if (type === 'LineString') segments.push(coordinates as readonly Coordinates[])
    else if (type === 'MultiPolygon')
      segments.push(...(coordinates as readonly (readonly (readonly Coordinates[])[])[]).flat())
    else segments.push(...(coordinates as readonly (readonly Coordinates[])[]))
  }
  return { positions, segments }
}

const at = ([lon = 0, lat = 0]: Coordinates): string => `lat="${lat}" lon="${lon}"`
const height = ([, , z]: Coordinates): string => (z === undefined ? '' : `<ele>${z}</ele>`)

const waypointXml = (position: Coordinates, { named, extended }: Words): string =>
  `<wpt ${at(position)}>${height(position)}${named}${extended}</wpt>\n`

function trackXml(segments: Drawn['segments'], { named, extended }: Words): string {
  const points = (segment: readonly Coordinates[]): string =>
    segment.map(position => `<trkpt ${at(position)}>${height(position)}</trkpt>`).join('')
  return `<trk>${named}${extended}${segments.map(one => `<trkseg>${points(one)}</trkseg>`).join('')}</trk>\n`
}

interface Field {
  readonly key: string
  readonly index: number
  readonly cell: (row: ExportRow) => Cell
}

/** How the fields of a row are said. */
function wordsOf(columns: readonly ExportColumn[], { options }: FileFacts): (row: ExportRow) => Words {
  const all = columns.map((column, index): Field => {
    const cell = cellOf(column)
    return { key: column.key, index, cell: row => cell(row[index] ?? null) }
  })
  const { described } = placesOf(columns, WGS84)
  const fields = all.filter(({ index }) => described.includes(index))
  const asked = (option: 'name_field' | 'description_field_list'): readonly Field[] =>
    fieldNames(option, options[option], columns).flatMap(index => all[index] ?? [])
  const [name] = asked('name_field')
  const listed = asked('description_field_list')
  const description = listed.length > 0 || options.use_extension ? listed : fields
  const extensions = options.use_extension ? extensionsOf(fields) : () => ''
  return row => ({
    named: `${element('name', name?.cell(row) ?? null)}${element('desc', descriptionOf(description, row))}`,
    extended: extensions(row),
  })
}

const element = (name: string, value: Cell): string =>
  value === null ? '' : `<${name}>${characterData(String(value))}</${name}>`

/** The value of the one field, or a line for each of several. */
function descriptionOf(fields: readonly Field[], row: ExportRow): Cell {
  const [only] = fields
  if (only !== undefined && fields.length === 1) return only.cell(row)
  const lines = fields.flatMap(({ key, cell }) => {
    const value = cell(row)
    return value === null ? [] : [`${key}: ${value}`]
  })
  return lines.length === 0 ? null : lines.join('\n')
}

function extensionsOf(fields: readonly Field[]): (row: ExportRow) => string {
  const names = xmlNames(fields.map(({ key }) => key)).map(name => `ogr:${attribute(name)}`)
  return row => {
    const inner = fields.map(({ cell }, index) => element(names[index] ?? '', cell(row))).join('')
    return inner === '' ? '' : `<extensions>${inner}</extensions>`
  }
}
