import type { Evidence, ReadOptions } from '../dataset/revision.ts'
import { VitrineError } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'
import { throwIfAborted } from './json-batches.ts'
import type { RawBatch, ReadableFormat, RecordReader } from './reader.ts'
import { sheetRows } from './xlsx-sheet.ts'
import { findTable, newWalk, tableBatches } from './xlsx-table.ts'
import { readWorkbook, type Sheet } from './xlsx-workbook.ts'
import { isZip, openZip } from './zip-archive.ts'

/**
 * Office Open XML workbooks: one sheet, `options.member`, by default the first visible one with a table. The
 * header is found below title rows; `options.skip` and `options.header` say where it is. Dates by number
 * format, formulas by their stored value, merged cells all with the value shown. A place is a row of the sheet.
 */
export const xlsx: ReadableFormat = {
  name: 'xlsx',
  mediaTypes: [
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.ms-excel.sheet.macroEnabled.12',
  ],
  extensions: ['xlsx', 'xlsm'],
  sniff: head => {
    const text = Buffer.from(head).toString('latin1')
    if (isEncryptedOffice(text)) return { score: 0.9, because: 'xlsx_encrypted', params: {} }
    const found =
      isZip(head) && /xl\/(?:workbook\.xml|_rels|worksheets|styles|theme|sharedStrings)/.test(text)
    const maybe = isZip(head) && text.includes('[Content_Types].xml')
    return {
      score: found ? 0.97 : maybe ? 0.5 : 0,
      because: found || maybe ? 'xlsx_members' : 'format_other',
      params: {},
    }
  },
  open: (source, options, signal) => openXlsx(source, options, signal),
}

/** A compound file with an encrypted package (MS-OFFCRYPTO §2.3). */
const isEncryptedOffice = (head: string): boolean =>
  head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1') &&
  head.includes('E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0')

const openXlsx = async (
  source: ByteSource,
  options: ReadOptions,
  signal: AbortSignal,
): Promise<RecordReader> => {
  const head = await source.read(0, 64 * 1024)
  if (isEncryptedOffice(Buffer.from(head).toString('latin1')))
    throw new VitrineError('source_encrypted', { name: source.name })
  if (!isZip(head)) throw new VitrineError('source_damaged', { format: 'xlsx' })
  const workbook = await readWorkbook(await openZip(source))
  for (const sheet of asked(workbook.sheets, options.member)) {
    throwIfAborted(signal)
    const walk = newWalk()
    const layout = await findTable(sheetRows(sheet.part, workbook, walk), walk, options)
    if (layout === null) continue
    return {
      format: 'xlsx',
      columns: layout.names.map(name => ({ name })),
      evidence: [sheetEvidence(sheet, workbook.sheets, options.member), layout.evidence],
      warnings: layout.warnings,
      batches: own => untilAborted(tableBatches(sheetRows(sheet.part, workbook, newWalk()), layout), own),
    }
  }
  throw new VitrineError('source_empty')
}

async function* untilAborted(
  batches: AsyncIterable<RawBatch>,
  signal: AbortSignal,
): AsyncGenerator<RawBatch> {
  for await (const batch of batches) {
    throwIfAborted(signal)
    yield batch
  }
}

const asked = (sheets: readonly Sheet[], member: string | undefined): readonly Sheet[] => {
  if (member === undefined) return [...sheets].sort((a, b) => Number(a.hidden) - Number(b.hidden))
  const sheet = sheets.find(({ name }) => name === member)
  if (sheet !== undefined) return [sheet]
  throw new VitrineError('source_member_unknown', {
    member,
    available: sheets.map(({ name }) => name).join(', '),
  })
}

const sheetEvidence = (sheet: Sheet, sheets: readonly Sheet[], member: string | undefined): Evidence => {
  const others = sheets.filter(other => other !== sheet).map(({ name }) => name)
  const because = member === undefined ? 'xlsx_first_table' : 'xlsx_named'
  return {
    about: 'member',
    decision: sheet.name,
    because,
    params: { others: others.slice(0, 20).join(', ') },
  }
}
