import { Buffer } from 'node:buffer'
import { VitrineError } from '../errors.ts'
import type { Encoder, FileFacts } from './encoder.ts'
import { placesOf } from './places.ts'
import { prjOf, projectionOf } from './projection.ts'
import type { ExportRows } from './rows.ts'
import type { ScratchFile, ScratchFolder } from './scratch.ts'
import { cut, type DbfColumn, dbfColumns, LONGEST_TEXT } from './shapefile-fields.ts'
import { ShapefileLayer } from './shapefile-layer.ts'
import { type FlatShape, flatShapes } from './shapefile-shapes.ts'
import { type ZipEntry, zipStream } from './zip-stream.ts'

/**
 * Shapefiles in a ZIP archive. A shapefile holds one type of shape: the one named after the dataset holds that of the
 * first record that has a shape, and the records that have none; the others have theirs, named by their type. What the
 * format cannot hold stands beside it: names of fields longer than ten bytes in `…-fields.csv`, texts longer than 254
 * bytes in `…-texts.csv`. Rejects with `export_too_large` beyond the 2 GB of the format.
 */
export const shapefileEncoder: Encoder = (rows, facts) => shapefile(rows, facts)

async function* shapefile(rows: ExportRows, facts: FileFacts): AsyncGenerator<Uint8Array> {
  const projection = await projectionOf(facts.options.epsg)
  const { placeOf, described } = placesOf(rows.columns, projection)
  const columns = dbfColumns(rows.columns, described)
  const scratch = await facts.openScratch()
  try {
    const layers = await Layers.open(scratch, columns)
    for await (const batch of rows.batches) {
      for (const row of batch) {
        const place = placeOf(row)
        const texts = columns.map(({ textOf }) => textOf(row))
        await layers.add(place === null ? [] : flatShapes(place), texts)
      }
      await layers.flush()
    }
    const prj = await prjOf(projection)
    yield* zipStream(entries(layers, { prj, datasetId: facts.datasetId, columns }))
  } finally {
    await scratch.remove()
  }
}

/** The shapefiles of one archive. */
class Layers {
  readonly #scratch: ScratchFolder
  readonly #columns: readonly DbfColumn[]
  readonly #byType = new Map<string, ShapefileLayer>()
  readonly #main: ShapefileLayer
  #mainType: string | null = null
  readonly long: ScratchFile
  #longTexts = ''
  hasLong = false

  private constructor(
    scratch: ScratchFolder,
    columns: readonly DbfColumn[],
    { main, long }: { readonly main: ShapefileLayer; readonly long: ScratchFile },
  ) {
    this.#scratch = scratch
    this.#columns = columns
    this.#main = main
    this.long = long
  }

  static async open(scratch: ScratchFolder, columns: readonly DbfColumn[]): Promise<Layers> {
    const main = await ShapefileLayer.open(scratch, columns)
    return new Layers(scratch, columns, { main, long: await scratch.create() })
  }

  /** Each layer with the end of its name; the first has none. */
  all(): readonly (readonly [suffix: string, layer: ShapefileLayer])[] {
    const others = [...this.#byType].filter(([type]) => type !== this.#mainType)
    return [['', this.#main], ...others.map(([type, layer]) => [`-${type}`, layer] as const)]
  }

  async add(shapes: readonly FlatShape[], texts: readonly string[]): Promise<void> {
    if (shapes.length === 0) this.#addTo('', this.#main, null, texts)
    for (const shape of shapes) {
      const type = `${shape.kind}${shape.heights ? 'z' : ''}`
      this.#mainType ??= type
      if (type === this.#mainType) this.#addTo('', this.#main, shape, texts)
      else this.#addTo(`-${type}`, await this.#layer(type), shape, texts)
    }
  }

  async flush(): Promise<void> {
    for (const [, layer] of this.all()) {
      await layer.flush()
      if (layer.tooLarge) throw new VitrineError('export_too_large', { format: 'shp' })
    }
    if (this.#longTexts === '') return
    await this.long.write(Buffer.from(this.#longTexts))
    this.#longTexts = ''
  }

  async #layer(type: string): Promise<ShapefileLayer> {
    const layer = this.#byType.get(type) ?? (await ShapefileLayer.open(this.#scratch, this.#columns))
    this.#byType.set(type, layer)
    return layer
  }

  #addTo(suffix: string, layer: ShapefileLayer, shape: FlatShape | null, texts: readonly string[]): void {
    layer.add(
      shape,
      texts.map((text, index) => {
        if (text.length * 3 <= LONGEST_TEXT) return text
        const kept = cut(text, LONGEST_TEXT)
        if (kept.length < text.length) this.#keepLong([suffix, layer.count + 1, index], text)
        return kept
      }),
    )
  }

  #keepLong([suffix, record, index]: readonly [string, number, number], text: string): void {
    this.hasLong = true
    const name = this.#columns[index]?.name ?? ''
    this.#longTexts += `${[suffix, record, name, text].map(quoted).join(',')}\r\n`
  }
}

const quoted = (value: string | number): string =>
  typeof value === 'number' ? String(value) : `"${value.replaceAll('"', '""')}"`

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

async function* withHead(head: string, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(head)
  yield* rest
}

function* entries(
  layers: Layers,
  { prj, datasetId, columns }: { prj: string; datasetId: string; columns: readonly DbfColumn[] },
): Generator<ZipEntry> {
  for (const [suffix, layer] of layers.all()) {
    const name = `${datasetId}${suffix}`
    yield { name: `${name}.shp`, bytes: layer.shp() }
    yield { name: `${name}.shx`, bytes: layer.shx() }
    yield { name: `${name}.dbf`, bytes: layer.dbf() }
    yield { name: `${name}.prj`, bytes: bytesOf(prj) }
    yield { name: `${name}.cpg`, bytes: bytesOf('UTF-8') }
  }
  if (columns.some(({ name, column }) => name !== column.key)) {
    const lines = columns.map(({ name, column }) => `${quoted(name)},${quoted(column.key)}\r\n`)
    yield { name: `${datasetId}-fields.csv`, bytes: bytesOf(`column,field\r\n${lines.join('')}`) }
  }
  if (layers.hasLong)
    yield {
      name: `${datasetId}-texts.csv`,
      bytes: withHead('file,record,column,text\r\n', layers.long.read()),
    }
}
