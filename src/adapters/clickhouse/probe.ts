import { VitrineError } from '../../core/errors.ts'
import type { Transport } from './transport.ts'

/** Oldest server we know to have everything (engine.md §6). */
const OLDEST: readonly [number, number] = [26, 7]

const FUNCTIONS = [
  'removeDiacriticsUTF8',
  'caseFoldUTF8',
  'hasAllTokens',
  'hasAnyTokens',
  'hasPhrase',
  'MVTEncode',
  'MVTEncodeGeom',
  'quantileExactInclusive',
  'geometryIntersectCartesian',
] as const

const TABLE_FUNCTIONS = ['mergeTreeTextIndex'] as const
const FORMATS = ['GeoJSON', 'JSONCompactEachRow'] as const
const SETTINGS = [
  'enable_extended_results_for_datetime_functions',
  'aggregate_functions_null_for_empty',
  'session_timezone',
  'use_top_k_dynamic_filtering',
] as const

const list = (names: readonly string[]): string => names.map(name => `'${name}'`).join(', ')

const INVENTORY = `
SELECT name FROM system.functions WHERE name IN (${list(FUNCTIONS)})
UNION ALL SELECT name FROM system.table_functions WHERE name IN (${list(TABLE_FUNCTIONS)})
UNION ALL SELECT name FROM system.formats WHERE is_output AND name IN (${list(FORMATS)})
UNION ALL SELECT name FROM system.settings WHERE name IN (${list(SETTINGS)})`

/** What a table of ours needs, tried on a table that is dropped again. */
const TRIAL = 'live.vitrine_probe'
const TRIALS: Readonly<Record<string, string>> = {
  'text index on a computed column': `CREATE TABLE ${TRIAL} (_id UInt64, _text String EPHEMERAL,
    _search String DEFAULT removeDiacriticsUTF8(caseFoldUTF8(_text)),
    INDEX fts _search TYPE text(tokenizer = splitByNonAlpha))
    ENGINE = MergeTree ORDER BY _id SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1`,
  INSERT: `INSERT INTO ${TRIAL} (_id, _text) VALUES (1, 'Été')`,
  'lightweight UPDATE': `UPDATE ${TRIAL} SET _search = 'Ete' WHERE _id = 1`,
}

/** Version of the engine that answers. */
export async function readVersion(transport: Transport, signal: AbortSignal): Promise<string> {
  const text = await transport.text({
    profile: 'meta',
    sql: 'SELECT version()',
    format: 'TabSeparated',
    signal,
  })
  return text.trim()
}

/**
 * Refuses a server that lacks what we use, naming all of it (`engine_unsupported`), and makes our databases
 * on one that has it.
 */
export async function probeEngine(transport: Transport, version: string, signal: AbortSignal): Promise<void> {
  const missing = [...missingVersion(version), ...(await missingNames(transport, signal))]
  if (missing.length > 0) throw unsupported(version, missing)
  for (const database of ['ds', 'live']) {
    await transport.text({ profile: 'write', sql: `CREATE DATABASE IF NOT EXISTS ${database}`, signal })
  }
  const failed = await failedTrials(transport, signal)
  if (failed.length > 0) throw unsupported(version, failed)
}

const unsupported = (version: string, missing: readonly string[]): VitrineError =>
  new VitrineError('engine_unsupported', { version, missing: missing.join(', ') })

/** Empty when `version` is new enough. */
export function missingVersion(version: string): readonly string[] {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldMajor, oldMinor] = OLDEST
  const enough = major > oldMajor || (major === oldMajor && minor >= oldMinor)
  return enough ? [] : [`version ${OLDEST.join('.')}`]
}

async function missingNames(transport: Transport, signal: AbortSignal): Promise<readonly string[]> {
  const text = await transport.text({ profile: 'meta', sql: INVENTORY, format: 'TabSeparated', signal })
  const found = new Set(text.split('\n'))
  return [...FUNCTIONS, ...TABLE_FUNCTIONS, ...FORMATS, ...SETTINGS].filter(name => !found.has(name))
}

async function failedTrials(transport: Transport, signal: AbortSignal): Promise<readonly string[]> {
  const drop = { profile: 'write', sql: `DROP TABLE IF EXISTS ${TRIAL}`, signal } as const
  await transport.text(drop)
  const failed: string[] = []
  for (const [name, sql] of Object.entries(TRIALS)) {
    await transport.text({ profile: 'write', sql, signal }).catch(() => failed.push(name))
  }
  await transport.text(drop)
  return failed
}
