import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { tsvCell, wireParams } from './parameters.ts'

const UNESCAPED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', '0': '\0' }

/** Reads a cell of TSV as the engine does; null where the cell would end early. */
function readCell(cell: string): string | null {
  if (/[\t\n]/.test(cell)) return null
  return cell.replace(/\\([\s\S])/g, (_, letter: string) => UNESCAPED[letter] ?? letter)
}

test('any text is one cell and comes back as it went', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), text => assert.equal(readCell(tsvCell(text)), text)))
  const bits = fc.array(fc.constantFrom('\\', 't', 'n', 'N', '\t', '\n', '\0', '0'), { maxLength: 10 })
  fc.assert(fc.property(bits, parts => assert.equal(readCell(tsvCell(parts.join(''))), parts.join(''))))
})

test('scalars are escaped, literals of composite types are not', () => {
  const sql =
    'SELECT {a:String}, {b: Array(String)}, {c:Nullable(String)}, {d:Tuple(Float64, Float64)}, {e:UInt8}'
  const value = 'x\\y'
  const params = { a: value, b: value, c: value, d: value, e: value, unknown: value }
  assert.deepEqual(Object.fromEntries(wireParams({ sql, params })), {
    a: 'x\\\\y',
    b: value,
    c: 'x\\\\y',
    d: value,
    e: 'x\\\\y',
    unknown: 'x\\\\y',
  })
})
