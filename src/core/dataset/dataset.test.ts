import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isDatasetId, suggestDatasetId } from './dataset.ts'

const NAMES: readonly [fileName: string, id: string][] = [
  ['trees.csv', 'trees'],
  ["Arbres d'alignement.csv.gz", 'arbres-d-alignement'],
  ['nc_communes.geojson', 'nc_communes'],
  ['synop.201806.csv', 'synop'],
  ['données été 2024.XLSX', 'donnees-ete-2024'],
  ['.csv', 'dataset'],
  ['城市.json', 'dataset'],
  ['--a--', 'a'],
]
for (const [name, id] of NAMES) test(`${name} suggests ${id}`, () => assert.equal(suggestDatasetId(name), id))

test('whatever the file is called, the suggestion is an identifier', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), name => isDatasetId(suggestDatasetId(name))),
  )
})

test('identifiers', () => {
  for (const good of ['a', 'city-trees', 'a_b', '0', 'a'.repeat(100), 'a-', 'a@b'])
    assert.ok(isDatasetId(good), good)
  for (const bad of ['', 'A', '-a', '@a', 'a b', 'é', 'a'.repeat(101), 'a/b', '..'])
    assert.ok(!isDatasetId(bad), bad)
})
