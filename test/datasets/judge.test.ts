import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Expectation } from './expectation.ts'
import { hasPython } from './hashers.ts'
import { judge, type Published } from './judge.ts'
import type { WireField } from './match-fields.ts'
import { reportIn } from './published-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'vitrine-judge-'))
const skip = (await hasPython()) ? false : 'skipped: python3 is not installed'

const CSV = [
  'code;name;height;felled;ok;place;shape',
  '01;Oak;1,5;31/12/2020;oui;"48.5, 2.25";"{""type"":""Point"",""coordinates"":[2.25,48.5]}"',
  '02;"Ash;',
  'tall";;;non;;',
  '03;  ;x;01/02/2021;non;"1, 2";',
  ';;;;;;',
].join('\r\n')
const file = join(folder, 'trees.csv')
writeFileSync(file, CSV)

const expectation: Expectation = {
  portal: 'test',
  dataset: 'trees',
  file: 'trees.csv',
  read: { kind: 'csv', encoding: 'utf-8', delimiter: ';', quote: '"', header: true },
  rowsIn: 3,
  quarantined: { min: 1, max: 1, why: 'x is no height' },
  order: 'strict',
  extra: [],
  facts: [],
  fields: [
    { source: 'code', name: 'code', type: 'text' },
    { source: 'name', name: 'name', type: 'text' },
    { source: 'height', name: 'height', type: 'double', parse: { decimal: ',' } },
    { source: 'felled', name: 'felled', type: 'date', parse: { order: 'dmy' } },
    { source: 'ok', name: 'ok', type: 'boolean', parse: { true: ['oui'], false: ['non'] } },
    { source: 'place', name: 'place', type: 'geo_point_2d' },
    { source: 'shape', name: 'shape', type: 'geo_shape', alsoAccepted: [{ type: 'text', why: 'test' }] },
  ],
}
const fields: readonly WireField[] = expectation.fields.map(field => ({
  name: field.source,
  type: field.type,
}))
const OAK = {
  code: '01',
  name: 'Oak',
  height: 1.5,
  felled: '2020-12-31',
  ok: true,
  place: { lat: 48.5, lon: 2.25 },
  shape: { type: 'Feature', properties: {}, geometry: { coordinates: [2.25, 48.5], type: 'Point' } },
}
const ASH = {
  code: '02',
  name: 'Ash;\r\ntall',
  height: null,
  felled: null,
  ok: false,
  place: null,
  shape: null,
}

let exports = 0
const published = (records: readonly object[], change: Partial<Published> = {}): Published => {
  const exportFile = join(folder, `${exports++}.jsonl`)
  writeFileSync(exportFile, records.map(record => `${JSON.stringify(record)}\n`).join(''))
  return {
    fields,
    exportFile,
    recordsRead: 3,
    recordsLoaded: 2,
    recordsQuarantined: 1,
    quarantinedPlaces: [5],
    warnings: 0,
    seconds: 1,
    ...change,
  }
}
const findings = async (item: Published, expected = expectation): Promise<readonly string[]> =>
  (await judge(expected, file, item)).disagreements

test('what came out right agrees, the quarantined line left out on both sides', { skip }, async () => {
  assert.deepEqual(await findings(published([OAK, ASH])), [])
})

test('a quarantined place may be a record number', { skip }, async () => {
  assert.deepEqual(await findings(published([OAK, ASH], { quarantinedPlaces: [3] })), [])
})

test('each wrong value is found, with its record', { skip }, async () => {
  const wrong: readonly [object, RegExp][] = [
    [{ code: '1' }, /^code: values differ \(record 1: "01" became "1"\)$/],
    [{ name: ' Oak' }, /^name: outer white space differs/],
    [{ name: 7 }, /^name: 1 values are not in the shape of text/],
    [{ height: 15 }, /^height: values differ \(record 1: "1.5" became "15.0"\)$/],
    [{ felled: '2020-12-30' }, /^felled: values differ/],
    [{ felled: '2020-12-31T00:00:00+00:00' }, /^felled: 1 values are not in the shape of date/],
    [{ ok: 1 }, /^ok: 1 values are not in the shape of boolean/],
    [{ ok: null }, /^ok: values differ \(record 1: "true" became/],
    [{ place: { lat: 2.25, lon: 48.5 } }, /^place: values differ/],
    [{ shape: OAK.shape.geometry }, /^shape: 1 values are not in the shape of geo_shape/],
  ]
  for (const [change, expected] of wrong) {
    const found = await findings(published([{ ...OAK, ...change }, ASH]))
    assert.equal(found.length, 1, JSON.stringify(change))
    assert.match(found[0] ?? '', expected)
  }
})

test('records lost, doubled, swapped or unreported are found', { skip }, async () => {
  assert.match((await findings(published([OAK]))).join(), /1 records exported, 2 expected/)
  assert.match((await findings(published([OAK, ASH, ASH]))).join(), /3 records exported, 2 expected/)
  assert.match((await findings(published([ASH, OAK]))).join(), /same values in another order/)
  const silent = published([OAK, ASH], { recordsRead: 2, recordsQuarantined: 0, quarantinedPlaces: [] })
  assert.match((await findings(silent)).join(), /2 records exported, 3 expected/)
  const placeless = published([OAK, ASH], { quarantinedPlaces: [] })
  assert.match((await findings(placeless)).join(), /1 quarantined, places of 0 reported/)
  const untrue = published([OAK, ASH], { recordsLoaded: 3 })
  assert.match((await findings(untrue)).join(), /2 records exported, 3 reported as loaded/)
})

test('a place that is no record counts only where fillers are expected', { skip }, async () => {
  const item = published([OAK, ASH], { recordsRead: 4, recordsQuarantined: 2, quarantinedPlaces: [5, 6] })
  assert.deepEqual(await findings(item), ['1 quarantined places are no records'])
  assert.deepEqual(await findings(item, { ...expectation, fillerRecords: { max: 1, why: 'test' } }), [])
})

test('an optional record may be left out without quarantine', { skip }, async () => {
  const optional: Expectation = {
    ...expectation,
    quarantined: { min: 0, max: 1, why: 'test' },
    optionalPlaces: { places: [5], why: 'test' },
  }
  const item = published([OAK, ASH], { recordsRead: 2, recordsQuarantined: 0, quarantinedPlaces: [] })
  assert.deepEqual(await findings(item, optional), [])
  assert.deepEqual(await findings(published([OAK, ASH]), optional), [])
})

test('fields missing, added, renamed, of another type or out of order are found', { skip }, async () => {
  const without = published([OAK, ASH], { fields: fields.filter(field => field.name !== 'ok') })
  assert.deepEqual(await findings(without), ['field ok is missing'])
  const added = published([OAK, ASH], { fields: [...fields, { name: 'extra', type: 'text' }] })
  assert.deepEqual(await findings(added), ['field extra (text) has no column in the source'])
  const typed = fields.map(field => (field.name === 'code' ? { ...field, type: 'int' as const } : field))
  assert.deepEqual(await findings(published([OAK, ASH], { fields: typed })), [
    'field code is int, expected text',
  ])
  assert.deepEqual(await findings(published([OAK, ASH], { fields: fields.toReversed() })), [
    'fields are not in the order of the source',
  ])
})

test('an accepted reading is compared in its own form', { skip }, async () => {
  const asText = fields.map(field => (field.name === 'shape' ? { ...field, type: 'text' as const } : field))
  const text = '{"type":"Point","coordinates":[2.25,48.5]}'
  assert.deepEqual(await findings(published([{ ...OAK, shape: text }, ASH], { fields: asText })), [])
})

test('a load report is found in what publish printed', () => {
  const report = { recordsRead: 2, recordsLoaded: 2, recordsQuarantined: 0 }
  const found = { ...report, dataset: 'a', report }
  assert.deepEqual(reportIn(`{"progress":1}\n${JSON.stringify({ dataset: 'a', report })}\n`), found)
  assert.deepEqual(reportIn(JSON.stringify({ dataset: 'a', report }, null, 2)), found)
  assert.deepEqual(reportIn(JSON.stringify(report)), report)
  assert.equal(reportIn('nothing'), undefined)
})
