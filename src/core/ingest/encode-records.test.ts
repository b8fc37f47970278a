import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { ERRORS } from '../errors.ts'
import { memorySource } from '../format/containers-memory.ts'
import { fieldColumns } from '../sql/table.ts'
import { type Analysis, analyse } from './analyse.ts'
import { encodeRecords } from './encode-records.ts'

const never = new AbortController().signal

/** No identifiers: each row ends with an empty cell. */
const NAMELESS = { fields: [], digest: () => '' }

interface Load {
  readonly analysis: Analysis
  readonly lines: readonly (readonly string[])[]
  readonly quarantined: readonly { line: number; field: string | null; value: string; reason: string }[]
}

async function load(text: string | Uint8Array, options = {}, chunk = 1000): Promise<Load> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  const analysis = await analyse(
    memorySource('t.csv', bytes, chunk),
    { format: 'csv', ...options },
    { signal: never },
  )
  const lines: string[][] = []
  const quarantined = []
  for await (const part of encodeRecords(analysis, NAMELESS, never)) {
    const rows = Buffer.from(part.tsv).toString().split('\n').slice(0, -1)
    assert.equal(rows.length, part.records)
    lines.push(...rows.map(row => row.split('\t').slice(0, -1)))
    quarantined.push(...part.quarantined)
  }
  return { analysis, lines, quarantined }
}

/** Undoes TabSeparated as the engine's documentation describes it. */
const decoded = (cell: string): string | null =>
  cell === '\\N'
    ? null
    : cell.replace(
        /\\(.)/g,
        (_, mark: string) => ({ n: '\n', t: '\t', r: '\r', 0: '\0', b: '\b', f: '\f' })[mark] ?? mark,
      )

describe('records as the table wants them', () => {
  test('dense identifiers, columns in load order, the texts to be searched', async () => {
    const { analysis, lines, quarantined } = await load(
      'nom;taille;lieu;note\nChêne;12,5;48.85, 2.35;beau\nOrme;8,25;48.9, 2.3;\n"Hêtre\tvert";7;48.1, 2.2;"a\\b"\n',
    )
    assert.deepEqual(quarantined, [])
    assert.deepEqual(lines, [
      ['0', 'Chêne', '12.5', '2.35', '48.85', 'beau', 'Chêne 12.5 beau'],
      ['1', 'Orme', '8.25', '2.3', '48.9', '\\N', 'Orme 8.25'],
      ['2', 'Hêtre\\tvert', '7', '2.2', '48.1', 'a\\\\b', 'Hêtre\\tvert 7 a\\\\b'],
    ])
    assert.equal(lines[0]?.length, analysis.fields.flatMap(fieldColumns).length + 2)
  })

  test('a record with a bad value leaves no trace in the load', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => `a${i},${i}`).join('\n')
    const { lines, quarantined } = await load(`text,v\n${rows}\nbad,x\nlast,7\n`)
    assert.deepEqual(quarantined, [{ line: 202, field: 'v', value: 'x', reason: 'cast_int' }])
    assert.deepEqual(lines.at(-1), ['200', 'last', '7', 'last 7'])
  })

  test('columns that nobody named and that hold nothing are left out, with a word', async () => {
    const { analysis } = await load('a;b;;,,\n1;2;;,\n3;4;;,,,\n')
    assert.deepEqual(
      analysis.fields.map(field => field.name),
      ['a', 'b'],
    )
    assert.deepEqual(analysis.warnings, [{ code: 'columns_nameless_empty', params: { count: 2 } }])
  })

  test('names: identifiers for the wire, the source names as labels', async () => {
    const { analysis } = await load(
      '"Code postal (à jour)",name,Name,name_2,,№,"Œuvre  d’art"\n1,2,3,4,5,6,7\n',
    )
    assert.deepEqual(
      analysis.fields.map(field => [field.name, field.label['']]),
      [
        ['code_postal_a_jour', 'Code postal (à jour)'],
        ['name', 'name'],
        ['name_3', 'Name'],
        ['name_2', 'name_2'],
        ['column_5', 'column_5'],
        ['no', '№'],
        ['oeuvre_d_art', 'Œuvre d’art'],
      ],
    )
  })

  test('facets: texts of few values, each met several times', async () => {
    const rows = Array.from({ length: 90 }, (_, i) => `k${i},${['red', 'blue'][i % 2]},${i % 3}`).join('\n')
    const { analysis } = await load(`key,colour,n\n${rows}\n`)
    assert.deepEqual(
      analysis.fields.map(field => field.annotations),
      [{}, { facet: true }, {}],
    )
  })
})

const printable = fc.string({
  unit: fc.constantFrom('a', 'é', '1', '"', ',', '\\', "'", '\t', '\n', '😀', '\u0000', ' '),
  maxLength: 12,
})

test('text survives to the byte, through both escapings', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(printable, { minLength: 1, maxLength: 20 }), async values => {
      // a backslash before a quote may escape it: such a file is read either way
      fc.pre(!values.some(value => /\\(?:"|$)/.test(value)))
      const rows = values.map(value => `"${value.replaceAll('"', '""')}","."`)
      const options = { delimiter: ',', quote: '"', header: true, types: { v: 'text' } }
      const { lines } = await load(`v,w\n${rows.join('\n')}\n`, options, 5)
      const expected = values.map(value => (/^[ \t\n]*$/.test(value) ? null : value))
      assert.deepEqual(
        lines.map(line => decoded(line[1] ?? '')),
        expected,
      )
    }),
    { numRuns: 300 },
  )
})

test('doubles survive exactly, integers to their last digit', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(
          fc.double({ noNaN: true, noDefaultInfinity: true }).map(x => x + 0),
          fc.maxSafeInteger(),
        ),
        {
          minLength: 1,
          maxLength: 30,
        },
      ),
      async values => {
        const rows = values.map(([x, n]) => `k,${x},${n}`).join('\n')
        const options = { delimiter: ',', header: true, types: { x: 'double', n: 'int' } }
        const { lines } = await load(`key,x,n\n${rows}\n`, options)
        assert.deepEqual(
          lines.map(line => [Number(line[2]), Number(line[3])]),
          values,
        )
      },
    ),
    { numRuns: 300 },
  )
})

test('whatever the bytes: every row is a record, in quarantine, or counted as none', async () => {
  const piece = fc.constantFrom(
    '"',
    ',',
    ';',
    '\n',
    '\r\n',
    '\r',
    'a',
    '12',
    '1,5',
    '\t',
    ' ',
    '\u0000',
    'é',
    '""',
    "'",
    '\\',
    '#',
    '2020-01-01',
  )
  const noise = fc.oneof(
    fc.array(piece, { minLength: 1, maxLength: 200 }).map(parts => Buffer.from(parts.join(''))),
    fc.uint8Array({ minLength: 1, maxLength: 300 }).map(bytes => Buffer.from(bytes)),
  )
  await fc.assert(
    fc.asyncProperty(noise, fc.integer({ min: 1, max: 50 }), async (bytes, chunk) => {
      const found = await load(bytes, {}, chunk).catch((fault: { code?: string }) => fault.code)
      if (typeof found === 'string') return assert.equal(found, 'source_empty')
      assert.ok(found !== undefined, 'a fault that is not of the catalogue')
      const { analysis, lines, quarantined } = found
      assert.equal(lines.length + quarantined.length, analysis.totals.read)
      for (const { reason } of quarantined) assert.ok(reason in ERRORS, reason)
      const width = analysis.fields.flatMap(fieldColumns).length + 2
      for (const [i, line] of lines.entries()) {
        assert.equal(line.length, width)
        assert.equal(line[0], String(i))
      }
      assertRows(bytes, analysis)
    }),
    { numRuns: 1500 },
  )
})

/** Without quotes rows are lines: nothing may be missing in the count. */
function assertRows(bytes: Uint8Array, { reader, totals }: Analysis): void {
  const decision = (about: string) => reader.evidence.find(evidence => evidence.about === about)
  if (decision('quote')?.decision !== '' || decision('encoding')?.decision.startsWith('utf-16')) return
  const counted = (code: string): number =>
    Number(reader.warnings.find(w => w.code === code)?.params['count'] ?? 0)
  const header = decision('header')?.decision === 'yes' ? 1 : 0
  const apart = counted('rows_blank') + counted('rows_before_header') + header
  const text = Buffer.from(bytes).toString('latin1')
  const lines = text
    .replace(/\r\n|\r/g, '\n')
    .replace(/\n$/, '')
    .split('\n').length
  assert.ok(totals.read + apart <= lines)
  if (!text.includes('\r')) assert.equal(totals.read + apart, lines)
}

describe('the identifier of a record', () => {
  const SOURCE = 'a;b;tags;p\nx;1;u,v;48.5, 2.5\n;2;;48, 2\nx;3;w;\n;;;\n'

  /** What is digested for each record, its tabs shown. */
  async function identified(...fields: number[]): Promise<readonly string[]> {
    const types = { a: 'text', b: 'int', tags: 'text', p: 'geo_point_2d' } as const
    const analysis = await analyse(
      memorySource('t.csv', Buffer.from(SOURCE)),
      { delimiter: ';', header: true, types },
      { signal: never },
    )
    const digested: string[] = []
    const digest = (bytes: Uint8Array): string => {
      digested.push(Buffer.from(bytes).toString().replaceAll('\t', '|'))
      return String(digested.length)
    }
    let tsv = ''
    for await (const part of encodeRecords(analysis, { fields, digest }, never)) tsv += Buffer.from(part.tsv)
    assert.deepEqual(
      tsv
        .trimEnd()
        .split('\n')
        .map(line => line.split('\t').at(-1)),
      digested.map((_, index) => String(index + 1)),
    )
    return digested
  }

  test('stands on all values when no field is declared', async () =>
    assert.deepEqual((await identified()).slice(0, 2), ['x|1|u,v|2.5|48.5', '\\N|2|\\N|2|48']))

  test('stands on the declared fields, in the order of the schema', async () => {
    assert.deepEqual(
      (await identified(0)).filter((_, i) => i !== 1 && i !== 3),
      ['x', 'x'],
    )
    assert.equal((await identified(0, 3))[0], 'x|2.5|48.5')
  })

  test('stands on all values where the declared fields have none', async () =>
    assert.deepEqual((await identified(0))[1], '\\N|2|\\N|2|48'))
})
