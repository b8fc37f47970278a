import type { Evidence } from '../dataset/revision.ts'
import { VitrineError } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'
import { countedWarning } from './counted-warning.ts'
import { inItsEncoding, placeAt, textChunks } from './json-chunks.ts'
import { JsonFault, type JsonRepairs } from './json-cursor.ts'
import { JsonScanner } from './json-scanner.ts'
import type { RecordReader } from './reader.ts'

/** A source of JSON text in a known encoding. */
export interface JsonText {
  readonly format: string
  readonly source: ByteSource
  readonly encoding: string
  readonly signal: AbortSignal
}

/** Opens a scanner on the text for one pass and closes it after; faults leave with their line and column. */
export const passOver = async <T>(text: JsonText, pass: (scanner: JsonScanner) => Promise<T>): Promise<T> => {
  const scanner = new JsonScanner(textChunks(text.source, text.encoding, text.signal))
  try {
    return await pass(scanner)
  } catch (thrown) {
    throw await placed(text, thrown)
  } finally {
    await scanner.close()
  }
}

/** As `passOver`, for a pass that yields. */
export async function* yieldOver<T>(
  text: JsonText,
  pass: (scanner: JsonScanner) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const scanner = new JsonScanner(textChunks(text.source, text.encoding, text.signal))
  try {
    yield* pass(scanner)
  } catch (thrown) {
    throw await placed(text, thrown)
  } finally {
    await scanner.close()
  }
}

const placed = async (text: JsonText, thrown: unknown): Promise<unknown> => {
  if (!(thrown instanceof JsonFault)) return thrown
  const { line, column } = await placeAt(text.source, text.encoding, thrown.offset)
  return new VitrineError('source_malformed', { format: text.format, line, column }, thrown)
}

/** Makes one pass over a source of JSON in its encoding. */
export const openJsonText = async <T>(
  format: string,
  source: ByteSource,
  asked: { readonly encoding?: string; readonly signal: AbortSignal },
  pass: (scanner: JsonScanner, text: JsonText) => Promise<T>,
): Promise<T> => {
  if (source.size === 0) throw new VitrineError('source_empty')
  return inItsEncoding(source, asked.encoding, encoding => {
    const text = { format, source, encoding, signal: asked.signal }
    return passOver(text, scanner => pass(scanner, text))
  })
}

/** Why a text was read in its encoding; nothing for plain UTF-8. */
export const encodingEvidence = ({ encoding }: JsonText, asked: string | undefined): readonly Evidence[] => {
  if (asked === undefined && encoding === 'utf-8') return []
  const because =
    asked !== undefined ? 'encoding_declared' : encoding.startsWith('utf-16') ? 'json_utf16' : 'json_not_utf8'
  return [{ about: 'encoding', decision: encoding, because, params: {} }]
}

/** Warnings that tell which small faults were read over, and how many. */
export const repairWarnings = (repairs: JsonRepairs): RecordReader['warnings'] => [
  ...countedWarning('json_trailing_commas', repairs.trailingCommas),
  ...countedWarning('json_not_numbers', repairs.notNumbers),
  ...countedWarning('json_control_characters', repairs.controls),
]
