import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TableDefinition } from '../../core/sql/table.ts'
import { createTableSql, identifier, insertSql, tableSql } from './ddl.ts'

const TABLE: TableDefinition = {
  database: 'ds',
  name: 'd_7',
  columns: [
    { name: '_id', type: 'UInt64' },
    { name: 'c1', type: 'Nullable(String)' },
  ],
  indexes: ['INDEX k c1 TYPE bloom_filter'],
  engine: 'ENGINE = MergeTree ORDER BY _id SETTINGS min_bytes_for_wide_part = 1',
}

test('every table syncs what is loaded and merged', () => {
  assert.equal(
    createTableSql(TABLE),
    'CREATE TABLE ds.`d_7` (`_id` UInt64, `c1` Nullable(String), INDEX k c1 TYPE bloom_filter) ' +
      'ENGINE = MergeTree ORDER BY _id SETTINGS min_bytes_for_wide_part = 1, ' +
      'fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1',
  )
  const plain = createTableSql({ ...TABLE, engine: 'ENGINE = MergeTree ORDER BY _id' })
  assert.match(plain, /ORDER BY _id SETTINGS fsync_after_insert = 1,/)
})

test('an INSERT names its columns, and nothing that is not one', () => {
  assert.equal(insertSql(TABLE), 'INSERT INTO ds.d_7 (_id, c1) FORMAT TabSeparated')
  assert.throws(() => insertSql({ ...TABLE, columns: [{ name: 'a) SELECT (', type: 'Int8' }] }), TypeError)
})

test('only names of our databases are tables', () => {
  assert.equal(tableSql('live.d_1'), 'live.`d_1`')
  for (const name of ['d_1', 'default.d_1', 'ds.a.b', 'ds.`a`', 'ds.', 'ds.a; DROP', 'DS.a', '']) {
    assert.throws(() => tableSql(name), TypeError, name)
  }
})

test('a backquote or a backslash does not end an identifier', () => {
  assert.equal(identifier('a`b\\c'), '`a\\`b\\\\c`')
})
