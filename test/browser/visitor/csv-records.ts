/** Records of a CSV text (RFC 4180), the byte order mark taken off. */
export function csvRecords(text: string, delimiter: string): readonly (readonly string[])[] {
  const records: string[][] = []
  let record: string[] = []
  let cell = ''
  let quoted = false
  const endCell = () => {
    record.push(cell)
    cell = ''
  }
  const source = text.replace(/^\ufeff/, '')
  for (let at = 0; at < source.length; at++) {
    const char = source.charAt(at)
    if (quoted && char === '"' && source.charAt(at + 1) === '"') {
      cell += '"'
      at++
    } else if (char === '"') quoted = !quoted
    else if (!quoted && char === delimiter) endCell()
    else if (!quoted && char === '\n') {
      endCell()
      records.push(record)
      record = []
    } else if (quoted || char !== '\r') cell += char
  }
  if (cell !== '' || record.length > 0) records.push([...record, cell])
  return records
}
