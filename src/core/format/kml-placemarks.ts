import { SaxesParser } from 'saxes'
import { VitrineError } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'
import { inItsEncoding, textChunks } from './json-chunks.ts'
import type { KmlNode, Placemark } from './kml-tree.ts'

/** Longest text of one Placemark held whole, in characters. */
const MAX_PLACEMARK_CHARS = 64 * 1024 * 1024
const MAX_DEPTH = 200

interface OpenNode extends KmlNode {
  readonly children: OpenNode[]
  text: string
}

/** Features that are pictures or links, not records. */
const OTHER_FEATURES = new Set(['GroundOverlay', 'ScreenOverlay', 'PhotoOverlay', 'NetworkLink', 'Tour'])

/** What was passed without being a record. */
export interface KmlCounts {
  others: number
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Builds Placemarks from the events of an XML parser. */
class PlacemarkBuilder {
  readonly done: Placemark[] = []
  readonly counts: KmlCounts
  readonly #open: OpenNode[] = []
  readonly #path: string[] = []
  readonly #folders: string[] = []
  #chars = 0

  constructor(counts: KmlCounts) {
    this.counts = counts
  }

  enter(tag: string, attributes: Readonly<Record<string, string>>): void {
    const name = localName(tag)
    if (this.#path.length >= MAX_DEPTH)
      throw new VitrineError('source_too_large', { what: 'depth', limit: MAX_DEPTH })
    this.#path.push(name)
    if (this.#open.length > 0 || name === 'Placemark') {
      const node: OpenNode = { name, attributes, children: [], text: '' }
      this.#open.at(-1)?.children.push(node)
      this.#open.push(node)
      this.#grow(name.length + 32)
    } else if (name === 'Folder') this.#folders.push('')
    else if (OTHER_FEATURES.has(name)) this.counts.others++
  }

  text(text: string): void {
    const node = this.#open.at(-1)
    if (node !== undefined) {
      node.text += text
      this.#grow(text.length)
    } else if (this.#path.at(-1) === 'name' && this.#path.at(-2) === 'Folder') {
      this.#folders.push(`${this.#folders.pop() ?? ''}${text}`)
    }
  }

  leave(tag: string): void {
    const name = localName(tag)
    this.#path.pop()
    const node = this.#open.pop()
    if (node === undefined) {
      if (name === 'Folder') this.#folders.pop()
    } else if (this.#open.length === 0) {
      const folder = this.#folders
        .map(text => text.trim())
        .filter(text => text !== '')
        .join('/')
      this.done.push({ node, folder })
      this.#chars = 0
    }
  }

  #grow(by: number): void {
    this.#chars += by
    if (this.#chars > MAX_PLACEMARK_CHARS) {
      throw new VitrineError('source_too_large', { what: 'value', limit: MAX_PLACEMARK_CHARS })
    }
  }
}

/** The encoding an XML declaration names (XML 1.0 §4.3.3). */
export const declaredEncoding = (head: Uint8Array): string | undefined =>
  /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(
    Buffer.from(head).toString('latin1').replace(/^ï»¿/, ''),
  )?.[1]

/** Runs a pass over the Placemarks in the source's encoding. */
export const inKmlEncoding = async <T>(
  source: ByteSource,
  asked: string | undefined,
  pass: (encoding: string) => Promise<T>,
): Promise<T> => {
  const declared = declaredEncoding(await source.read(0, 256))
  const plain = declared === undefined || /^utf-?(?:8|16)$/i.test(declared)
  return inItsEncoding(source, asked ?? (plain ? undefined : declared), pass)
}

/**
 * The Placemarks of a KML, as the source is read.
 * @throws VitrineError `source_malformed` with the line and column, `source_too_large`, `aborted`.
 */
export async function* placemarks(
  source: ByteSource,
  encoding: string,
  signal: AbortSignal,
  counts: KmlCounts,
): AsyncGenerator<Placemark> {
  const builder = new PlacemarkBuilder(counts)
  const parser = new SaxesParser({ position: true, xmlns: false })
  parser.on('opentag', tag => builder.enter(tag.name, tag.attributes))
  parser.on('text', text => builder.text(text))
  parser.on('cdata', text => builder.text(text))
  parser.on('closetag', tag => builder.leave(tag.name))
  const fed = (feed: () => unknown): void => {
    try {
      feed()
    } catch (thrown) {
      if (thrown instanceof VitrineError) throw thrown
      const place = { line: parser.line, column: parser.column + 1 }
      throw new VitrineError('source_malformed', { format: 'kml', ...place }, thrown)
    }
  }
  for await (const text of textChunks(source, encoding, signal)) {
    fed(() => parser.write(text))
    yield* builder.done.splice(0)
  }
  fed(() => parser.close())
  yield* builder.done.splice(0)
}
