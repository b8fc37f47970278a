import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import readSheets from 'read-excel-file/node'
import type { Shape } from './plots.ts'

const OGRINFO = process.env.VITRINE_TEST_OGRINFO

/** Why tests of GDAL are skipped, or false. */
export const WITHOUT_GDAL = OGRINFO === undefined && 'no GDAL'

/** Calls `use` with the path of a file of these bytes. */
export async function withFile<T>(
  name: string,
  bytes: Uint8Array,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-export-'))
  try {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return await use(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export interface Feature {
  readonly geometry: Shape | null
  readonly properties: Readonly<Record<string, unknown>>
}

function gdal(program: string, args: readonly string[]): string {
  const path = join(dirname(String(OGRINFO)), program)
  const ran = spawnSync(path, [...args], { encoding: 'utf8', maxBuffer: 1 << 30, timeout: 60_000 })
  const warnings = ran.stderr
    .split('\n')
    .filter(line => line !== '' && !/does not natively support Date/.test(line))
  if (ran.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${ran.stderr}`)
  if (warnings.length > 0) throw new Error(`${program} warns: ${warnings.join('\n')}`)
  return ran.stdout
}

/** Features of a layer as GDAL reads them, in the coordinates of the file. */
export function readFeatures(path: string, layer: string): readonly Feature[] {
  const options = ['-lco', 'SIGNIFICANT_FIGURES=17', '-f', 'GeoJSONSeq', '/vsistdout/']
  return gdal('ogr2ogr', [...options, '-s_srs', 'EPSG:4326', '-t_srs', 'EPSG:4326', path, layer])
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Feature)
}

/** Names of layers, and what is said of them. */
export const describeLayers = (path: string): string => gdal('ogrinfo', ['-so', '-al', path])

/** Rows of a query over a Parquet file, `$file` being its name. */
export async function queryParquet(path: string, query: string): Promise<readonly (readonly unknown[])[]> {
  const db = await DuckDBInstance.create()
  const connection = await db.connect()
  try {
    return (await connection.runAndReadAll(query.replaceAll('$file', `'${path}'`))).getRowsJson()
  } finally {
    connection.closeSync()
    db.closeSync()
  }
}

/** Sheets of a workbook, by their names. */
export async function readWorkbook(
  bytes: Buffer,
): Promise<readonly (readonly [string, readonly (readonly unknown[])[]])[]> {
  return (await readSheets(bytes, { trim: false })).map(({ sheet, data }) => [sheet, data] as const)
}
