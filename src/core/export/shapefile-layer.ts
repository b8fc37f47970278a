import { Buffer } from 'node:buffer'
import type { ScratchFile, ScratchFolder } from './scratch.ts'
import {
  type DbfColumn,
  type DbfField,
  type DbfRow,
  dbfHeader,
  dbfRecords,
  FieldWidth,
  headerLength,
  recordLength,
} from './shapefile-fields.ts'
import { Extent, type FlatShape, NULL_SHAPE, SHAPE_CODES, shapeContent } from './shapefile-shapes.ts'

const HEAD = 100
const LF = 10

/** Positions of files are kept in 31 bits by most readers. */
const LARGEST = 2 ** 31 - 1

/** One shapefile on its way: its records in scratch files, for its heads tell what they hold. */
export class ShapefileLayer {
  readonly #shp: ScratchFile
  readonly #shx: ScratchFile
  readonly #rows: ScratchFile
  readonly #columns: readonly DbfColumn[]
  readonly #widths: readonly FieldWidth[]
  readonly #extent = new Extent()
  #type: Pick<FlatShape, 'kind' | 'heights'> | null = null
  #shpBytes = HEAD
  #count = 0
  #pending: { shp: Buffer[]; shx: Buffer[]; rows: DbfRow[] } = { shp: [], shx: [], rows: [] }

  private constructor(
    files: readonly [ScratchFile, ScratchFile, ScratchFile],
    columns: readonly DbfColumn[],
  ) {
    ;[this.#shp, this.#shx, this.#rows] = files
    this.#columns = columns
    this.#widths = columns.map(({ column }) => new FieldWidth(column))
  }

  static async open(scratch: ScratchFolder, columns: readonly DbfColumn[]): Promise<ShapefileLayer> {
    return new ShapefileLayer(
      [await scratch.create(), await scratch.create(), await scratch.create()],
      columns,
    )
  }

  /** Records so far. */
  get count(): number {
    return this.#count
  }

  /** Adds a record; null shapes go with any others, the first other one says what the file holds. */
  add(shape: FlatShape | null, row: DbfRow): void {
    if (shape !== null) this.#type ??= { kind: shape.kind, heights: shape.heights }
    const content = shape === null ? NULL_SHAPE : shapeContent(shape, this.#extent)
    const head = Buffer.allocUnsafe(8)
    head.writeInt32BE(++this.#count, 0)
    head.writeInt32BE(content.length / 2, 4)
    const place = Buffer.allocUnsafe(8)
    place.writeInt32BE(this.#shpBytes / 2, 0)
    place.writeInt32BE(content.length / 2, 4)
    this.#shpBytes += 8 + content.length
    this.#pending.shp.push(head, content)
    this.#pending.shx.push(place)
    this.#pending.rows.push(row)
    for (const [index, text] of row.entries()) this.#widths[index]?.learn(text)
  }

  /** Whether it has outgrown its format. */
  get tooLarge(): boolean {
    const fields = this.fields()
    const length = recordLength(fields)
    return (
      this.#shpBytes > LARGEST ||
      headerLength(fields) > 0xffff ||
      length > 0xffff ||
      headerLength(fields) + length * this.#count > LARGEST
    )
  }

  async flush(): Promise<void> {
    const { shp, shx, rows } = this.#pending
    if (rows.length === 0) return
    this.#pending = { shp: [], shx: [], rows: [] }
    await this.#shp.write(Buffer.concat(shp))
    await this.#shx.write(Buffer.concat(shx))
    await this.#rows.write(Buffer.from(rows.map(row => `${JSON.stringify(row)}\n`).join('')))
  }

  fields(): readonly DbfField[] {
    return this.#columns.map(({ name }, index) => (this.#widths[index] ?? NO_WIDTH).field(name))
  }

  async *shp(): AsyncGenerator<Uint8Array> {
    yield this.#head(this.#shpBytes)
    yield* this.#shp.read()
  }

  async *shx(): AsyncGenerator<Uint8Array> {
    yield this.#head(HEAD + 8 * this.#count)
    yield* this.#shx.read()
  }

  async *dbf(): AsyncGenerator<Uint8Array> {
    const fields = this.fields()
    yield dbfHeader(fields, this.#count)
    for await (const rows of readRows(this.#rows.read())) yield dbfRecords(fields, rows)
    yield Buffer.of(0x1a)
  }

  #head(bytes: number): Buffer {
    const { kind, heights } = this.#type ?? { kind: 'point', heights: false }
    const [x, y, z] = [this.#extent.range(0), this.#extent.range(1), this.#extent.range(2)]
    const head = Buffer.alloc(HEAD)
    head.writeInt32BE(9994, 0)
    head.writeInt32BE(bytes / 2, 24)
    head.writeInt32LE(1000, 28)
    head.writeInt32LE(SHAPE_CODES[kind] + (heights ? 10 : 0), 32)
    for (const [index, value] of [x[0], y[0], x[1], y[1], ...(heights ? z : [])].entries())
      head.writeDoubleLE(value, 36 + 8 * index)
    return head
  }
}

const NO_WIDTH = new FieldWidth({ key: '', kind: 'text' })

/** Lines of JSON, cut anywhere. */
async function* readRows(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly DbfRow[]> {
  let held: Uint8Array[] = []
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LF)
    if (end < 0) {
      held.push(chunk)
      continue
    }
    const lines = Buffer.concat([...held, chunk.subarray(0, end)]).toString('utf8')
    held = [chunk.subarray(end + 1)]
    yield JSON.parse(`[${lines.replaceAll('\n', ',')}]`) as readonly DbfRow[]
  }
}
