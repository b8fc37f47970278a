import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import proj4 from 'proj4'
import { DATA_FOLDER, missingData } from './data-folder.ts'
import { type Expectation, keyOf, kindOf, loadExpectations, sourceOf } from './expectation.ts'
import { type ColumnHash, hashSource, hasPython } from './hashers.ts'
import { judge } from './judge.ts'
import type { WireField } from './match-fields.ts'
import { wireOfCell } from './wire-of-cell.ts'

const skip = missingData || ((await hasPython()) ? false : 'skipped: python3 is not installed')
const expectations = loadExpectations()
const folder = mkdtempSync(join(tmpdir(), 'vitrine-readers-'))

const expectationOf = (dataset: string): Expectation => {
  const found = expectations.find(expectation => expectation.dataset === dataset)
  if (found === undefined) throw new Error(`no expectation of ${dataset}`)
  return found
}
/** Above this many records a data set is counted and its values fitted, but not sent through the checker here. */
const CHECKED_ROWS = 20_000

const cellsOf = async (expectation: Expectation, file = sourceOf(DATA_FOLDER, expectation)) => {
  const kept = expectation.fields.flatMap((field, index) => (field.drop === undefined ? [index] : []))
  const dump = expectation.rowsIn <= CHECKED_ROWS
  const answer = await hashSource({
    expectation,
    file,
    columns: kept.map(index => {
      const field = expectation.fields[index]
      if (field === undefined) throw new Error(`no field ${index}`)
      return { field: index, type: kindOf(field), parse: field.parse ?? {}, dump }
    }),
  })
  return { ...answer, fields: kept.flatMap(index => expectation.fields[index] ?? []) }
}
const columnOf = (columns: readonly ColumnHash[], index: number): readonly string[] =>
  columns[index]?.cells ?? []

test('there are 39 expectations', () => {
  assert.equal(expectations.length, 39)
})

for (const expectation of expectations)
  test(`${keyOf(expectation)}: counted as documented, every value fits, a true copy agrees`, {
    skip,
  }, async t => {
    const { rows, columns, fields } = await cellsOf(expectation)
    assert.equal(rows, expectation.rowsIn)
    for (const [at, column] of columns.entries()) assert.equal(column.misfits, 0, fields[at]?.source)
    const metadata = JSON.parse(
      readFileSync(join(DATA_FOLDER, expectation.portal, expectation.dataset, 'metadata.json'), 'utf8'),
    ) as { readonly rows: number | Record<string, number>; readonly files: readonly unknown[] }
    const documented =
      typeof metadata.rows === 'number' ? metadata.rows : (Object.values(metadata.rows)[0] ?? 0)
    if (expectation.read.kind === 'json-object') t.diagnostic(`one file of ${documented} is read`)
    else assert.equal(rows - (expectation.optionalPlaces?.places.length ?? 0), documented)
    if (rows > CHECKED_ROWS) return

    const wireFields: readonly WireField[] = fields.map(field => ({
      name: field.name ?? 'geometry',
      type: field.type,
      annotations: field.list === true ? { multivalued: ',' } : {},
    }))
    const exportFile = join(folder, `${keyOf(expectation)}.jsonl`)
    const lines = Array.from({ length: rows }, (_, row) =>
      JSON.stringify(
        Object.fromEntries(
          fields.map((field, at) => [
            wireFields[at]?.name,
            wireOfCell(columnOf(columns, at)[row] ?? '', field),
          ]),
        ),
      ),
    )
    writeFileSync(exportFile, `${lines.join('\n')}\n`)
    const verdict = await judge(expectation, sourceOf(DATA_FOLDER, expectation), {
      fields: wireFields,
      exportFile,
      recordsRead: rows,
      recordsLoaded: rows,
      recordsQuarantined: 0,
      quarantinedPlaces: [],
      warnings: 1,
      seconds: null,
    })
    assert.deepEqual(verdict.disagreements, [])
  })

/** Data sets that DuckDB reads a second time, with its own options; every column as text. */
const BY_DUCKDB: Readonly<Record<string, string>> = {
  'calendrier-scolaire': `delim=';', header=true`,
  'open-exoplanet-catalogue': `delim='\t', header=true, quote=''`,
  openngc: `delim=';', header=true, quote='"', escape='"'`,
  'country-codes': `delim=',', header=true, quote='"', escape='"'`,
  'exchange-rates-monthly': `delim=',', header=true`,
  'gdp-by-country': `delim=',', header=true, quote='"', escape='"'`,
  'harmonized-system': `delim=',', header=true, quote='"', escape='"'`,
  'us-county-unemployment': `delim='\t', header=true`,
  'gares-belges': `delim=',', header=true, quote='"'`,
  'population-par-commune': `delim=',', header=true`,
  'quais-des-gares': `delim=',', header=true`,
  'nyc-311-calls-after-sandy': `delim=',', header=true`,
  'velib-emplacement-stations': `delim=';', header=true`,
  'airport-runways': `delim=',', header=true, quote='"', escape='"'`,
  'observations-synop-juin-2018': `delim=';', header=true`,
}

const duckdbColumns = async (
  file: string,
  options: string,
  width: number,
): Promise<readonly (readonly string[])[]> => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const columns = Array.from({ length: width }, (_, at) => `'c${at}': 'VARCHAR'`).join(', ')
  const read = await connection.runAndReadAll(
    `select * from read_csv('${file}', auto_detect=false, nullstr='', ${options}, columns={${columns}})`,
  )
  return read
    .getColumnsJson()
    .map(column =>
      column.map(value => (value === null || String(value).trim() === '' ? '\u0000' : String(value))),
    )
}

for (const [dataset, options] of Object.entries(BY_DUCKDB))
  test(`${dataset}: Python and DuckDB read the same texts`, { skip }, async () => {
    const expectation = expectationOf(dataset)
    const file = sourceOf(DATA_FOLDER, expectation)
    const python = await hashSource({
      expectation,
      file,
      columns: expectation.fields.map((_, field) => ({ field, type: 'text', dump: true })),
    })
    const duckdb = await duckdbColumns(file, options, expectation.fields.length)
    assert.equal(duckdb[0]?.length, expectation.rowsIn)
    for (const [at, column] of duckdb.entries()) assert.deepEqual(columnOf(python.columns, at), column)
  })

test('the TopoJSON decodes to the shapes of the converted file', { skip }, async () => {
  const expectation = expectationOf('communes-belges')
  const converted = join(DATA_FOLDER, 'odwb/communes-belges/derived-belgium-municipalities.geojson')
  const decoded = await cellsOf(expectation)
  const other = await cellsOf({ ...expectation, read: { kind: 'geojson' } }, converted)
  assert.deepEqual(
    other.columns.map(column => column.hash),
    decoded.columns.map(column => column.hash),
  )
})

test('the lenient reading is that of the repaired file', { skip }, async () => {
  const expectation = expectationOf('communes-nouvelle-caledonie')
  const repaired = join(
    DATA_FOLDER,
    'data-gouv-nc/communes-nouvelle-caledonie/derived-nc-communes-repaired.geojson',
  )
  const lenient = await cellsOf(expectation)
  const strict = await cellsOf({ ...expectation, read: { kind: 'geojson' } }, repaired)
  assert.deepEqual(strict.columns, lenient.columns)
})

test('positions are reprojected as proj4 does: back in feet they fill the box of the file', {
  skip,
}, async () => {
  const expectation = expectationOf('nyc-borough-boundaries')
  const header = `import struct,sys,zipfile
print(*struct.unpack_from('<4d', zipfile.ZipFile(sys.argv[1]).read('nybb.shp'), 36))`
  const box = execFileSync('python3', ['-c', header, sourceOf(DATA_FOLDER, expectation)], {
    encoding: 'utf8',
  })
  const { columns } = await cellsOf(expectation)
  const toFeet = proj4(
    '+proj=lcc +lat_1=41.03333333333333 +lat_2=40.66666666666666 +lat_0=40.16666666666666 +lon_0=-74 +x_0=300000.0000000001 +y_0=0 +ellps=GRS80 +units=us-ft',
  )
  const position = /\[(-?[\d.]+), ?(-?[\d.]+)\]/g
  const feet = columnOf(columns, columns.length - 1).flatMap(shape =>
    [...shape.matchAll(position)].map(([, lon, lat]) => toFeet.forward([Number(lon), Number(lat)])),
  )
  const east = feet.map(([x]) => x ?? 0).sort((a, b) => a - b)
  const north = feet.map(([, y]) => y ?? 0).sort((a, b) => a - b)
  const found = [east[0], north[0], east.at(-1), north.at(-1)]
  for (const [at, edge] of box.split(' ').map(Number).entries())
    assert.ok(Math.abs((found[at] ?? 0) - edge) < 0.001, `${found[at]} is not ${edge}`)
})
