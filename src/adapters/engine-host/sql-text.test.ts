import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { firstKeyword, needsSpace, parseInsert, sqlString } from './sql-text.ts'

/** What an SQL reader makes of a literal: the naive oracle. Null when the text is not exactly one literal. */
function readLiteral(text: string): string | null {
  if (text[0] !== "'") return null
  let value = ''
  for (let at = 1; at < text.length; at++) {
    if (text[at] === "'") return at === text.length - 1 ? value : null
    if (text[at] === '\\') at++
    value += text[at] ?? ''
  }
  return null
}

test('a value is one literal and comes back as it went', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), value => {
      assert.equal(readLiteral(sqlString(value)), value)
    }),
  )
  fc.assert(
    fc.property(fc.array(fc.constantFrom("'", '\\', 'n', '0', '\n', ';'), { maxLength: 12 }), parts => {
      assert.equal(readLiteral(sqlString(parts.join(''))), parts.join(''))
    }),
  )
})

test('the first keyword is found behind blanks and comments', () => {
  for (const [sql, keyword] of [
    ['SELECT 1', 'SELECT'],
    ['  \n\tselect 1', 'SELECT'],
    ['-- a\n-- b\nDROP TABLE x', 'DROP'],
    ['/* SELECT */ ALTER TABLE x', 'ALTER'],
    ['/* a */ /* b */--c\n INSERT INTO x', 'INSERT'],
    ['(SELECT 1)', ''],
    ['--', ''],
    ['', ''],
  ] as const) {
    assert.equal(firstKeyword(sql), keyword, sql)
  }
})

test('whatever is not known to read must find free space', () => {
  for (const sql of [
    'SELECT 1',
    'WITH 1 AS x SELECT x',
    'DROP TABLE ds.a',
    'KILL QUERY WHERE 1',
    'SHOW TABLES',
  ]) {
    assert.equal(needsSpace(sql), false, sql)
  }
  for (const sql of [
    'CREATE TABLE a',
    'alter table a',
    'INSERT INTO a',
    'OPTIMIZE TABLE a',
    '(SELECT 1)',
    'UPDATE a',
    '',
  ]) {
    assert.equal(needsSpace(sql), true, sql)
  }
})

test('only an INSERT of TSV lines into a named table takes a body', () => {
  assert.deepEqual(parseInsert('INSERT INTO ds.d_1 (_id, c1) FORMAT TabSeparated'), {
    table: 'ds.d_1',
    columns: ['_id', 'c1'],
  })
  assert.deepEqual(parseInsert(' insert into ds.d_1(a)format tsv '), { table: 'ds.d_1', columns: ['a'] })
  for (const sql of [
    'INSERT INTO d_1 (a) FORMAT TSV',
    'INSERT INTO ds.d_1 FORMAT TSV',
    'INSERT INTO ds.d_1 (a) FORMAT Parquet',
    "INSERT INTO FUNCTION file('x') (a) FORMAT TSV",
    'INSERT INTO ds.d_1 (a) SELECT 1',
    'INSERT INTO ds.d_1 (a) FORMAT TSV; DROP TABLE ds.d_1',
    'INSERT INTO ds.`d 1` (a) FORMAT TSV',
  ]) {
    assert.equal(parseInsert(sql), null, sql)
  }
})
