import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namedDefinition } from './metadata.ts'

test('the definition that the engine names when it does not open', () => {
  for (const [said, file] of [
    [
      'Code: 62. DB::Exception: Empty query: Cannot parse definition from metadata file store/b3a/b3a82b46-dc12-45c6-9974-c753dc5dbeec/t1.sql. (SYNTAX_ERROR)',
      'store/b3a/b3a82b46-dc12-45c6-9974-c753dc5dbeec/t1.sql',
    ],
    [
      'DB::Exception: Empty query: while loading database `ds` from file metadata/ds.sql. (SYNTAX_ERROR)',
      'metadata/ds.sql',
    ],
    ['Code: 76. DB::Exception: Cannot lock file /data/engine/status.', null],
    ['from file metadata/../../etc/passwd', null],
    ['', null],
  ] as const) {
    assert.equal(namedDefinition(said), file)
  }
})
