import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import iconv from 'iconv-lite'
import type { ReadOptions } from '../dataset/revision.ts'
import { memorySource } from './containers-memory.ts'
import { csv } from './csv.ts'
import type { RawFault, RawValue } from './reader.ts'

const never = new AbortController().signal

interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly RawValue[])[]
  readonly lines: readonly number[]
  readonly faults: readonly RawFault[]
  readonly warnings: Readonly<Record<string, number | string | undefined>>
  readonly decided: Readonly<Record<string, string>>
}

async function read(input: string | Uint8Array, options: ReadOptions = {}, chunk = 7): Promise<Table> {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input
  const reader = await csv.open(memorySource('t.csv', bytes, chunk), options, never)
  const rows: (readonly RawValue[])[] = []
  const lines: number[] = []
  const faults: RawFault[] = []
  for await (const batch of reader.batches(never)) {
    rows.push(...batch.rows)
    lines.push(...batch.lines)
    faults.push(...batch.faults)
  }
  return {
    columns: reader.columns.map(column => column.name),
    rows,
    lines,
    faults,
    warnings: Object.fromEntries(reader.warnings.map(({ code, params }) => [code, params['count']])),
    decided: Object.fromEntries(reader.evidence.map(({ about, decision }) => [about, decision])),
  }
}

const body = (delimiter: string, end = '\n'): string =>
  ['name,height,planted', 'oak,12.5,2001-04-03', 'lime,8,2003-11-30', 'elm,9.25,1999-01-01', '']
    .join(end)
    .replaceAll(',', delimiter)

const TREES = [
  ['oak', '12.5', '2001-04-03'],
  ['lime', '8', '2003-11-30'],
  ['elm', '9.25', '1999-01-01'],
]

describe('dialects', () => {
  for (const delimiter of [',', ';', '\t', '|', '^', '~', ':', ' ', '\u0001', '§'])
    for (const end of ['\n', '\r\n', '\r'])
      test(`delimiter ${JSON.stringify(delimiter)}, line end ${JSON.stringify(end)}`, async () => {
        const table = await read(body(delimiter, end))
        assert.deepEqual(table.columns, ['name', 'height', 'planted'])
        assert.deepEqual(table.rows, TREES)
        assert.deepEqual(table.lines, [2, 3, 4])
        assert.equal(table.decided['delimiter'], delimiter)
      })

  test('line ends mixed', async () => {
    const table = await read('a,b\r\n1,2\n3,4\r5,6\n7,8')
    assert.deepEqual(table.rows, [
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
      ['7', '8'],
    ])
  })

  test('a CR inside plain text does not end a row where rows end otherwise', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => `${i},two\rlines,${i * 2}\n`).join('')
    const table = await read(`id,text,n\n${rows}`)
    assert.equal(table.rows.length, 50)
    assert.deepEqual(table.rows[3], ['3', 'two\rlines', '6'])
  })

  const CELLS: readonly (readonly [title: string, line: string, cells: readonly string[]])[] = [
    ['quotes doubled', '"say ""hi""",1', ['say "hi"', '1']],
    ['delimiter and line feeds between quotes', '"a,b\r\nc\nd",1', ['a,b\r\nc\nd', '1']],
    ['quotes inside a plain cell', 'a "b" c,1', ['a "b" c', '1']],
    ['quotes that were not doubled', '"say "hi" to me",1', ['say "hi" to me', '1']],
    ['space before and after the quotes', '  "a,b"  ,1', ['a,b', '1']],
    ['nothing between quotes', '"",1', ['', '1']],
    ['a doubled quote alone', '"""",1', ['"', '1']],
    ['white space is kept', '  a  , 1', ['  a  ', ' 1']],
    ['NUL is a character', 'a\u0000b,1', ['a\u0000b', '1']],
  ]
  for (const [title, line, cells] of CELLS)
    test(title, async () => {
      const filler = Array.from({ length: 20 }, (_, i) => `"x, y",${i}`).join('\n')
      const table = await read(`text,n\n${filler}\n${line}\n"z",3\n`)
      assert.deepEqual(table.rows[20], cells)
      assert.deepEqual(table.rows[21], ['z', '3'])
    })

  test('a record keeps the line it begins on, after cells of several lines and in any piece', async () => {
    const text = 'text,n\n"a\nb\nc",1\nd,2\n"e\r\nf",3\n\ng,4\n'
    for (const chunk of [1, 5, 1000])
      assert.deepEqual((await read(text, { quote: '"' }, chunk)).lines, [2, 5, 6, 9])
  })

  test('backslash escapes', async () => {
    const rows = Array.from({ length: 10 }, (_, i) => `"say \\"${i}\\", C:\\\\temp","b"`).join('\n')
    const table = await read(`x,y\n${rows}`)
    assert.deepEqual(table.rows[4], ['say "4", C:\\temp', 'b'])
  })

  test('a backslash before another mark than the quote is text', async () => {
    assert.deepEqual((await read(`x,y\n"\\'1","."\n"","."\n`)).rows[0], ["\\'1", '.'])
  })

  test('apostrophes as quotes, and as apostrophes', async () => {
    const quoted = Array.from({ length: 10 }, (_, i) => `'a;${i}';'b';${i}`).join('\n')
    assert.deepEqual((await read(`'x';'y';'n'\n${quoted}`)).rows[3], ['a;3', 'b', '3'])
    const words = await read("name;n\n's Hertogenbosch;1\nAalst;2\n's Gravenhage;3\n")
    assert.deepEqual(words.rows[0], ["'s Hertogenbosch", '1'])
  })
})

describe('unescaped quotes swallow nothing', () => {
  test('cells that begin with a quote and never close it', async () => {
    const rows = Array.from({ length: 400 }, (_, i) =>
      i % 40 === 7 ? `${i}\t"half open ${i}\tx` : `${i}\ttext ${i}\tx`,
    )
    const table = await read(`id\ttext\tflag\n${rows.join('\n')}\n`)
    assert.equal(table.rows.length, 400)
    assert.deepEqual(table.rows[7], ['7', '"half open 7', 'x'])
    assert.equal(table.decided['quote'], '')
  })

  test('pairs of half-open cells many rows apart', async () => {
    const cell = (i: number): string => (i === 10 ? '"open' : i === 60 ? 'close"' : `t${i}`)
    const rows = Array.from({ length: 100 }, (_, i) => `${i};${cell(i)};z`)
    const table = await read(`id;text;flag\n${rows.join('\n')}\n`)
    assert.equal(table.rows.length, 100)
  })

  test('one quote open to the end of the file', async () => {
    const table = await read(`a,b\n${'1,2\n'.repeat(30)}3,"open\n${'5,6\n'.repeat(30)}`)
    assert.equal(table.rows.length, 61)
    assert.deepEqual(table.rows[30], ['3', '"open'])
  })
})

describe('rows that are not like the others', () => {
  test('short rows are filled, and counted', async () => {
    const table = await read('a,b,c\n1,2,3\n4,5\n6,7,8\n')
    assert.deepEqual(table.rows[1], ['4', '5', null])
    assert.equal(table.warnings['rows_short'], 1)
  })

  test('long rows are kept aside, unless they are only longer by nothing', async () => {
    const table = await read('a,b,c\n1,2,3\n4,5,6,7\n8,9,10,,\n11,12,13\n14,15,16\n')
    assert.deepEqual(table.faults, [{ line: 3, value: '4,5,6,7', reason: 'record_too_long' }])
    assert.equal(table.rows.length, 4)
    assert.deepEqual(table.rows[1], ['8', '9', '10'])
  })

  test('where all rows are longer than the header the columns are there', async () => {
    const table = await read('a,b\nx,1,2\nx,3,4\ny,5,6\n')
    assert.deepEqual(table.columns, ['a', 'b', ''])
    assert.deepEqual(table.rows[0], ['x', '1', '2'])
  })

  test('row names without a header over them', async () => {
    const table = await read('"mpg" "cyl"\n"Mazda RX4" 21 6\n"Datsun 710" 22.8 4\n"Valiant" 18.1 6\n')
    assert.deepEqual(table.columns, ['', 'mpg', 'cyl'])
    assert.deepEqual(table.rows[1], ['Datsun 710', '22.8', '4'])
  })

  test('rows of nothing but separators are no records', async () => {
    const table = await read('a;b\n1;2\n\n;\n   \n;;,,\n3;4\n\n')
    assert.deepEqual(table.rows, [
      ['1', '2'],
      ['3', '4'],
    ])
    assert.deepEqual(table.lines, [2, 7])
    assert.equal(table.warnings['rows_blank'], 5)
  })

  test('a note below the table is kept aside', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `x${i};${i};${i}`).join('\n')
    const table = await read(`a;b;c\n${rows}\nSource: INSEE 2024\n`)
    assert.deepEqual(table.faults, [{ line: 32, value: 'Source: INSEE 2024', reason: 'record_not_a_row' }])
  })

  test('titles and comments above the table', async () => {
    const rows = 'town;people;area\nA;1;2\nB;3;4\nC;5;6\n'
    for (const above of [
      'Population\n\n',
      '# made by x\n# on y\n',
      'Population;;\nSource: z;;\n',
      'Population\n;;\n',
    ]) {
      const table = await read(above + rows)
      assert.deepEqual(table.columns, ['town', 'people', 'area'], above)
      assert.equal(table.rows.length, 3)
      assert.equal(table.lines[0], above.split('\n').length + 1)
    }
  })
})

describe('headers', () => {
  const cases: readonly (readonly [text: string, header: boolean])[] = [
    ['name,n\na,1\nb,2\n', true],
    ['a,1\nb,2\nc,3\n', false],
    ['town,2019,2020\nA,112,150\nB,90,99\n', true],
    ['1,2\n3,4\n', false],
    ['colour\nred\ngreen\nred\n', true],
    ['oui;2020-01-01;x\nnon;2020-01-02;x\noui;2020-01-03;x\n', false],
    ['a,b,c\n', true],
    ['code;name\n01;x\n02;y\n', true],
  ]
  for (const [text, header] of cases)
    test(JSON.stringify(text), async () => {
      const table = await read(text)
      assert.equal(table.decided['header'], header ? 'yes' : 'no')
      assert.equal(table.rows.length, text.trim().split('\n').length - (header ? 1 : 0))
    })

  test('a line feed inside a name', async () => {
    assert.deepEqual((await read('"a\nb",c\n1,2\n')).columns, ['a b', 'c'])
  })
})

describe('options override', () => {
  test('each decision', async () => {
    const text = 'x;y\n1,5;2,5\n'
    assert.deepEqual((await read(text, { delimiter: ',' })).rows, [['1', '5;2', '5']])
    assert.deepEqual((await read('a,b\nc,d\n', { header: false })).rows.length, 2)
    assert.deepEqual((await read('1,2\n3,4\n', { header: true })).columns, ['1', '2'])
    assert.deepEqual((await read('junk,x,y,z\na,b\n1,2\n', { skip: 1 })).columns, ['a', 'b'])
    assert.deepEqual((await read('a,b\n"1",2\n"3",4\n', { quote: '' })).rows[0], ['"1"', '2'])
    const latin = Buffer.from([0x61, 0x2c, 0x62, 0x0a, 0xe9, 0x2c, 0x31, 0x0a])
    assert.equal((await read(latin, { encoding: 'iso-8859-7' })).rows[0]?.[0], 'ι')
  })

  test('what makes no sense is refused', async () => {
    await assert.rejects(read('a,b\n', { encoding: 'klingon' }), { code: 'source_encoding_unknown' })
    await assert.rejects(read('a,b\n', { delimiter: ';;' }), { code: 'read_option_invalid' })
    await assert.rejects(read('  \n\n'), { code: 'source_empty' })
  })
})

describe('encodings', () => {
  const text = `commune;département;spécialité\n${Array.from({ length: 40 }, (_, i) => `Évreux ${i};Côte-d’Or;crème brûlée à l’œuf`).join('\n')}\n`
  for (const encoding of ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'macintosh'])
    for (const addBOM of encoding.startsWith('utf') ? [true, false] : [false])
      test(`${encoding}${addBOM ? ' with its mark' : ''}`, async () => {
        const table = await read(iconv.encode(text, encoding, { addBOM }))
        assert.deepEqual(table.columns, ['commune', 'département', 'spécialité'])
        assert.deepEqual(table.rows[39], ['Évreux 39', 'Côte-d’Or', 'crème brûlée à l’œuf'])
        assert.equal(table.decided['encoding'], encoding)
      })

  const LANGUAGES: readonly (readonly [encoding: string, sentence: string])[] = [
    ['windows-1250', 'Zażółć gęślą jaźń, Łódź leży nad Łódką'],
    ['windows-1250', 'Příliš žluťoučký kůň úpěl ďábelské ódy'],
    ['windows-1251', 'Население города по районам и годам, человек'],
    ['windows-1253', 'Ο πληθυσμός της πόλης της Αθήνας και των δήμων της Αττικής'],
    ['windows-1254', 'Şişli ilçesi, Iğdır, ağaç gövdesi, çiğ yağ'],
    ['windows-1256', 'عدد السكان في المدينة حسب السنة والمنطقة'],
    ['windows-1252', 'Größe über Straßen, naïve Übung, fünf Äpfel'],
    ['windows-1252', 'El niño comió piñas; mañana será otro día'],
    ['cp850', 'Élève à la forêt, où le garçon était tombé'],
  ]
  for (const [encoding, sentence] of LANGUAGES)
    test(`${encoding}: ${sentence}`, async () => {
      const source = iconv.encode(`id\ttext\n1\t${sentence}\n2\t${sentence}\n`, encoding)
      assert.equal((await read(source)).rows[0]?.[1], sentence)
    })

  test('one byte far into the file decides', async () => {
    const far = Buffer.concat([
      Buffer.from(`a,b\n${'plain,text\n'.repeat(50_000)}`),
      Buffer.from([0xe9, 0x74, 0xe9, 44, 49, 10]),
    ])
    const table = await read(far, {}, 65_536)
    assert.equal(table.rows.at(-1)?.[0], 'été')
  })

  test('a stray byte in UTF-8 is read as what it was meant to be', async () => {
    const stray = Buffer.concat([Buffer.from(`a,b\n${'é,è\n'.repeat(100)}`), Buffer.from([0xe9, 44, 49, 10])])
    const table = await read(stray, {}, 5)
    assert.deepEqual(table.rows.at(-1), ['é', '1'])
    assert.equal(table.warnings['bytes_not_utf8'], 1)
  })
})
