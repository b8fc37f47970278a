import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const core = join(import.meta.dirname, '../../src/core')
const catalogue: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(join(core, 'i18n/catalogues/en/evidence.json'), 'utf8'),
)

const OWN = /^(?:json|jsonl|geojson|topojson|kml|shapefile|xlsx|parquet|containers|gzip)\b/
const KEY = /'((?:json|jsonl|geojson|topojson|kml|shapefile|xlsx|parquet|container)_[a-z0-9_]+)'/g

test('every reason and warning of the structured formats has its sentence', () => {
  const texts = readdirSync(join(core, 'format'))
    .filter(name => OWN.test(name) && name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map(name => readFileSync(join(core, 'format', name), 'utf8'))
  const keys = texts.flatMap(text => [...text.matchAll(KEY)].map(match => match[1] ?? ''))
  assert.ok(keys.length > 40)
  const told = keys.filter(key => !key.endsWith('_no'))
  const without = told.filter(key => !(`evidence.${key}` in catalogue) && !(`warning.${key}` in catalogue))
  assert.deepEqual([...new Set(without)], [])
})
