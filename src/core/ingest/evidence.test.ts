import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { DATE_ORDERS } from '../record/types-date.ts'

const core = join(import.meta.dirname, '..')
const catalogue: Record<string, string> = JSON.parse(
  readFileSync(join(core, 'i18n/catalogues/en/evidence.json'), 'utf8'),
)

/** Message keys as they stand in the code that reads text tables and decides types. */
function keysInCode(): readonly string[] {
  const files = ['format', 'ingest'].flatMap(room =>
    readdirSync(join(core, room))
      .filter(name => room === 'ingest' || /^(?:csv|encoding|detect)/.test(name))
      .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map(name => readFileSync(join(core, room, name), 'utf8')),
  )
  const literal = /'((?:format|delimiter|quote|header|skip|type|number|date)_[a-z0-9_]+)'/g
  const short = /evidence\([^)]*?'([a-z0-9_]+)'(?:,|\))/g
  return files.flatMap(text => [
    ...[...text.matchAll(literal)].map(match => match[1] ?? ''),
    ...[...text.matchAll(short)].map(match => `encoding_${match[1]}`),
  ])
}

test('every reason that detection and inference give has its sentence', () => {
  const keys = [
    ...keysInCode(),
    ...DATE_ORDERS.filter(order => order !== 'ymd').map(order => `date_${order}`),
  ]
  assert.ok(keys.length > 40)
  const without = keys.filter(key => catalogue[`evidence.${key}`] === undefined)
  assert.deepEqual([...new Set(without)], [])
})
