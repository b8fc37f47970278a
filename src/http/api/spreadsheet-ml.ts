import type { Prepared } from '../../app/explore/explorer.ts'
import type { WireRecord, WireValue } from '../../core/record/shape.ts'
import { characterData } from '../../core/xml-text.ts'
import { readRecords } from './read-records.ts'

/** `xls` of versions before v2.1 (explore-api §13): a workbook of one sheet as one XML file, SpreadsheetML 2003. */
export const SPREADSHEET = { type: 'application/vnd.ms-excel', extension: 'xls' } as const

/** An export of JSON lines as a workbook; `header` says the columns where there is no record. */
export const asSpreadsheet = (
  { identity, run }: Prepared<AsyncIterable<Uint8Array>>,
  header: readonly string[],
): Prepared<AsyncIterable<Uint8Array>> => ({
  identity: identity === null ? null : `${identity}\nxls`,
  run: async signal => spreadsheetMl(readRecords(await run(signal)), header),
})

const NAMESPACE = 'urn:schemas-microsoft-com:office:spreadsheet'
const OPENING = `<?xml version="1.0" encoding="UTF-8"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="${NAMESPACE}" xmlns:ss="${NAMESPACE}"><Worksheet ss:Name="Sheet1"><Table>
`
const CLOSING = '</Table></Worksheet></Workbook>\n'

/**
 * Records as SpreadsheetML, in batches as they come; the keys of the first one are the header, `header` where there is
 * none.
 */
async function* spreadsheetMl(
  batches: AsyncIterable<readonly WireRecord[]>,
  header: readonly string[],
): AsyncGenerator<Uint8Array> {
  let isFirst = true
  for await (const records of batches) {
    const [first] = records
    if (first === undefined) continue
    const opening = isFirst ? `${OPENING}${row(Object.keys(first))}` : ''
    isFirst = false
    yield Buffer.from(`${opening}${records.map(record => row(Object.values(record))).join('')}`)
  }
  yield Buffer.from(isFirst ? `${OPENING}${row(header)}${CLOSING}` : CLOSING)
}

const row = (values: readonly WireValue[]): string => `<Row>${values.map(cell).join('')}</Row>\n`

function cell(value: WireValue): string {
  if (value === null) return '<Cell/>'
  const type = typeof value === 'number' ? 'Number' : 'String'
  return `<Cell><Data ss:Type="${type}">${characterData(textOf(value))}</Data></Cell>`
}

/** As in CSV: lists by commas, points latitude first, structures as JSON. */
function textOf(value: NonNullable<WireValue>): string {
  if (Array.isArray(value)) return value.join(',')
  if (typeof value !== 'object') return String(value)
  if ('lat' in value && 'lon' in value) return `${value.lat}, ${value.lon}`
  return JSON.stringify(value)
}
