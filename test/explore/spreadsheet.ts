import { SaxesParser } from 'saxes'

/** Cells of a SpreadsheetML workbook, row by row, by an XML parser of its own; empty cells are null. */
export function readSpreadsheet(xml: string): readonly (readonly (string | number | null)[])[] {
  const rows: (string | number | null)[][] = []
  let type = 'String'
  let said: string | null = null
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'Row') rows.push([])
    if (name === 'Cell') said = null
    if (name !== 'Data') return
    type = String(attributes['ss:Type'])
    said = ''
  })
  parser.on('text', text => {
    if (said !== null) said += text
  })
  parser.on('closetag', ({ name }) => {
    if (name === 'Cell') rows.at(-1)?.push(said !== null && type === 'Number' ? Number(said) : said)
    if (name === 'Cell') said = null
  })
  parser.write(xml).close()
  return rows
}
