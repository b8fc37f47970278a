import type { ReadOptions } from '../dataset/revision.ts'
import { VitrineError } from '../errors.ts'
import { collect, type Item, NO_MORE, NOTHING } from './json-batches.ts'
import { END_OF_TEXT } from './json-cursor.ts'
import { encodingEvidence, type JsonText, openJsonText, repairWarnings, yieldOver } from './json-open.ts'
import { descend } from './json-pointer.ts'
import { readElements, readMembers } from './json-record.ts'
import { CLOSE_BRACKET, type JsonScanner, OPEN_BRACE, OPEN_BRACKET } from './json-scanner.ts'
import { decideShape, type JsonShape } from './json-shape.ts'
import { sniffJson } from './json-sniff.ts'
import { nextKey, surveyJson } from './json-survey.ts'
import { readJsonText, readValue } from './json-value.ts'
import type { RawBatch, RawValue, ReadableFormat, RecordReader } from './reader.ts'

/**
 * JSON (RFC 8259): an array of objects, of arrays or of scalars, objects by key, one object, or any of these
 * inside a document. `options.path` (RFC 6901) names the place; it is found otherwise, with evidence.
 * Columns are the union of all names of the file. A place is the number of the record.
 */
export const json: ReadableFormat = {
  name: 'json',
  mediaTypes: ['application/json'],
  extensions: ['json'],
  sniff: head => sniffJson(head).json,
  open: (source, options, signal) =>
    openJsonText('json', source, { ...options, signal }, (scanner, text) => openJson(scanner, text, options)),
}

const openJson = async (
  scanner: JsonScanner,
  text: JsonText,
  options: ReadOptions,
): Promise<RecordReader> => {
  const base = options.path ?? ''
  if ((await scanner.step(() => scanner.peek())) === END_OF_TEXT) throw new VitrineError('source_empty')
  await descend(scanner, base)
  const survey = await surveyJson(scanner)
  if (base === '' && (await scanner.step(() => scanner.peek())) !== END_OF_TEXT) throw scanner.fault()
  const decision = decideShape(survey, options, base)
  if (decision === null) throw new VitrineError('source_empty')
  const { shape, evidence } = decision
  return {
    format: text.format,
    columns: shape.columns.map(name => ({ name })),
    evidence: [...encodingEvidence(text, options.encoding), ...evidence],
    warnings: repairWarnings(scanner.repairs),
    batches: signal =>
      yieldOver({ ...text, signal }, pass => shapedBatches(pass, `${base}${shape.pointer}`, shape, signal)),
  }
}

async function* shapedBatches(
  scanner: JsonScanner,
  pointer: string,
  shape: JsonShape,
  signal: AbortSignal,
): AsyncGenerator<RawBatch> {
  await descend(scanner, pointer)
  const opener = shape.kind === 'keyed' ? OPEN_BRACE : OPEN_BRACKET
  if (shape.kind !== 'single') await scanner.step(() => scanner.expect(opener))
  yield* collect(scanner, READERS[shape.kind](scanner, shape), signal)
}

const emptyRow = (shape: JsonShape): RawValue[] => new Array<RawValue>(shape.columns.length).fill(null)

/** The next element of an array through `readItem`, which is given its first character. */
const elements = (scanner: JsonScanner, readItem: (code: number) => Item): (() => Item) => {
  let first = true
  return () => {
    const code = scanner.nextItem(CLOSE_BRACKET, first)
    if (code === CLOSE_BRACKET) return NO_MORE
    const item = readItem(code)
    first = false
    return item
  }
}

const withoutFirst = (read: () => Item): (() => Item) => {
  let passed = false
  return () => {
    const item = read()
    if (passed || item === NO_MORE) return item
    passed = true
    return NOTHING
  }
}

const notOfItsKind = (scanner: JsonScanner): Item => ({
  value: readJsonText(scanner),
  reason: 'record_not_object',
})

const READERS: Record<JsonShape['kind'], (scanner: JsonScanner, shape: JsonShape) => () => Item> = {
  objects: (scanner, shape) =>
    elements(scanner, code => {
      if (code !== OPEN_BRACE) return notOfItsKind(scanner)
      const row = emptyRow(shape)
      readMembers(scanner, shape.members, row)
      return row
    }),
  rows: (scanner, shape) => {
    const read = elements(scanner, code => {
      if (code !== OPEN_BRACKET) return notOfItsKind(scanner)
      const row = emptyRow(shape)
      readElements(scanner, row, row.length)
      return row
    })
    return shape.skip === 0 ? read : withoutFirst(read)
  },
  values: scanner => elements(scanner, () => [readValue(scanner)]),
  keyed: (scanner, shape) => {
    let first = true
    return () => {
      const key = nextKey(scanner, first)
      if (key === null) return NO_MORE
      const row = emptyRow(shape)
      row[0] = key
      readMembers(scanner, shape.members, row, 1)
      first = false
      return row
    }
  },
  single: (scanner, shape) => {
    let read = false
    return () => {
      if (read) return NO_MORE
      const row = emptyRow(shape)
      readMembers(scanner, shape.members, row)
      read = true
      return row
    }
  },
}
