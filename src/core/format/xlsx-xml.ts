import { SaxesParser } from 'saxes'
import { VitrineError } from '../errors.ts'
import { guessUnicode } from './json-chunks.ts'

/** What is done at each event of a document; names are without their prefix. */
export interface XmlEvents {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  text(text: string): void
  close(name: string): void
}

const localName = (name: string): string => {
  const colon = name.indexOf(':')
  return colon === -1 ? name : name.slice(colon + 1)
}

/**
 * Walks an XML part of a workbook; yields after each chunk, so that what the events gathered can be handed on.
 * @throws VitrineError `source_damaged`.
 */
export async function* walkXml(
  format: string,
  chunks: AsyncIterable<Uint8Array>,
  events: XmlEvents,
): AsyncGenerator<void> {
  const parser = new SaxesParser({ position: false, xmlns: false })
  parser.on('opentag', tag => events.open(localName(tag.name), tag.attributes))
  parser.on('text', text => events.text(text))
  parser.on('cdata', text => events.text(text))
  parser.on('closetag', tag => events.close(localName(tag.name)))
  let decoder: TextDecoder | null = null
  try {
    for await (const chunk of chunks) {
      decoder ??= new TextDecoder(guessUnicode(chunk))
      parser.write(decoder.decode(chunk, { stream: true }))
      yield
    }
    parser.write(decoder?.decode() ?? '').close()
    yield
  } catch (thrown) {
    throw thrown instanceof VitrineError ? thrown : new VitrineError('source_damaged', { format }, thrown)
  }
}

/** Walks a whole XML part. */
export const readXml = async (
  format: string,
  chunks: AsyncIterable<Uint8Array>,
  events: XmlEvents,
): Promise<void> => {
  for await (const _ of walkXml(format, chunks, events));
}
