import type { ReadOptions } from '../dataset/revision.ts'
import { VitrineError } from '../errors.ts'
import { collect, type Item, NO_MORE, NOTHING } from './json-batches.ts'
import { ColumnNames } from './json-columns.ts'
import { END_OF_TEXT, JsonFault, MORE } from './json-cursor.ts'
import { headerNames, looksLikeHeader } from './json-header.ts'
import { encodingEvidence, type JsonText, openJsonText, repairWarnings, yieldOver } from './json-open.ts'
import { countElements, noteMembers, readElements, readMembers } from './json-record.ts'
import { JsonScanner, OPEN_BRACE, OPEN_BRACKET } from './json-scanner.ts'
import { sniffJson } from './json-sniff.ts'
import type { RawValue, ReadableFormat, RecordReader } from './reader.ts'

/**
 * JSON Lines: one object, or one array, a line; blank lines are passed. A line that is not JSON is a fault
 * and the lines around it are read. A place is a line.
 */
export const jsonl: ReadableFormat = {
  name: 'jsonl',
  mediaTypes: ['application/jsonl', 'application/x-ndjson', 'application/json-seq'],
  extensions: ['jsonl', 'ndjson', 'jsonlines'],
  sniff: head => sniffJson(head).jsonl,
  open: (source, options, signal) =>
    openJsonText('jsonl', source, { ...options, signal }, (scanner, text) =>
      openLines(scanner, text, options),
    ),
}

/** What the lines have: objects with these members, or arrays of this width. */
interface Lines {
  readonly members: ColumnNames
  objects: number
  arrays: number
  width: number
  first: readonly RawValue[]
}

const openLines = async (
  scanner: JsonScanner,
  text: JsonText,
  options: ReadOptions,
): Promise<RecordReader> => {
  const found: Lines = { members: new ColumnNames(), objects: 0, arrays: 0, width: 0, first: [] }
  const line = new JsonScanner('')
  for (let more: boolean | typeof MORE = true; more; ) {
    more = scanner.attempt(() => noteLine(scanner, line, found))
    if (more === MORE) await scanner.refill()
  }
  if (found.objects + found.arrays === 0) {
    throw scanner.offset === 0 ? new VitrineError('source_empty') : new JsonFault(0)
  }
  const asObjects = found.objects >= found.arrays
  const header = !asObjects && (options.header ?? looksLikeHeader(found.first))
  const columns = asObjects ? found.members.names : headerNames(header ? found.first : [], found.width)
  const read = asObjects ? objectReader(found.members) : arrayReader(columns.length, header)
  return {
    format: text.format,
    columns: columns.map(name => ({ name })),
    evidence: [
      ...encodingEvidence(text, options.encoding),
      {
        about: 'records',
        decision: asObjects ? 'objects' : 'arrays',
        because: 'jsonl_lines',
        params: { objects: found.objects, arrays: found.arrays },
      },
    ],
    warnings: repairWarnings(line.repairs),
    batches: signal => yieldOver({ ...text, signal }, pass => collect(pass, eachLine(pass, read), signal)),
  }
}

/** The next line; null when there is none. */
const nextLine = (scanner: JsonScanner): string | null => {
  const start = scanner.pos
  const end = scanner.text.indexOf('\n', start)
  if (end === -1 && !scanner.ended) throw MORE
  if (start >= scanner.text.length) return null
  scanner.pos = end === -1 ? scanner.text.length : end + 1
  return scanner.text.slice(start, end === -1 ? undefined : end)
}

const noteLine = (scanner: JsonScanner, line: JsonScanner, found: Lines): boolean => {
  const text = nextLine(scanner)
  if (text === null) return false
  line.restart(text)
  try {
    const code = line.peek()
    if (code === OPEN_BRACE) {
      noteMembers(line, found.members)
      found.objects++
    } else if (code === OPEN_BRACKET) noteArray(line, found)
  } catch (thrown) {
    if (!(thrown instanceof JsonFault)) throw thrown
  }
  return true
}

const noteArray = (line: JsonScanner, found: Lines): void => {
  const start = line.pos
  const width = countElements(line)
  if (found.arrays === 0) {
    const first: RawValue[] = []
    line.again(start, () => readElements(line, first, width))
    found.first = first
  }
  found.width = Math.max(found.width, width)
  found.arrays++
}

type LineReader = (line: JsonScanner, code: number) => readonly RawValue[] | null | typeof NOTHING

const objectReader =
  (members: ColumnNames): (() => LineReader) =>
  () =>
  (line, code) => {
    if (code !== OPEN_BRACE) return null
    const row = new Array<RawValue>(members.names.length).fill(null)
    readMembers(line, members, row)
    return row
  }

const arrayReader = (width: number, header: boolean) => (): LineReader => {
  let pending = header
  return (line, code) => {
    if (code !== OPEN_BRACKET) return null
    const row = new Array<RawValue>(width).fill(null)
    readElements(line, row, width)
    if (!pending) return row
    pending = false
    return NOTHING
  }
}

const eachLine = (scanner: JsonScanner, makeReader: () => LineReader): (() => Item) => {
  const line = new JsonScanner('')
  const read = makeReader()
  return () => {
    const text = nextLine(scanner)
    return text === null ? NO_MORE : readLine(line, text, read)
  }
}

const readLine = (line: JsonScanner, text: string, read: LineReader): Item => {
  line.restart(text.charCodeAt(0) === 0x1e ? text.slice(1) : text)
  try {
    const code = line.peek()
    if (code === END_OF_TEXT) return NOTHING
    const row = read(line, code)
    if (row === null) line.skipValue()
    if (line.peek() !== END_OF_TEXT) throw line.fault()
    return row ?? { value: text.trim(), reason: 'record_not_object' }
  } catch (thrown) {
    if (thrown instanceof JsonFault) return { value: text.trimEnd(), reason: 'record_malformed' }
    throw thrown
  }
}
