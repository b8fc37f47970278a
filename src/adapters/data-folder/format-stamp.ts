import { open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { VitrineError } from '../../core/errors.ts'

/**
 * The stamp, `vitrine.json`: layout of the data folder, and the version of each engine that keeps files in
 * it.
 */
export interface FormatStamp {
  readonly format: number
  readonly engines: Readonly<Record<string, string>>
}

/** An engine as this program brings it: the version it writes, and those whose files it may take over. */
export interface EngineFormat {
  readonly version: string
  readonly opens: readonly string[]
}

/** Layout of the data folder that this program reads and writes. */
export const FORMAT = 1

export const STAMP_FILE = 'vitrine.json'

/** What a folder may hold and still be empty: a mounted file system's own, our stamp being written. */
const NOT_CONTENT = /^(?:lost\+found$|vitrine\.json\.)/

/**
 * Stamps a new folder, checks the stamp of another, and brings it up to date when an engine was replaced by
 * one that opens its files. Faults: `data_folder_foreign`, `data_folder_version`.
 */
export async function checkStamp(
  folder: string,
  engines: Readonly<Record<string, EngineFormat>>,
): Promise<FormatStamp> {
  const versions = Object.fromEntries(Object.entries(engines).map(([name, engine]) => [name, engine.version]))
  const found = await readStamp(folder)
  if (found === null) {
    const content = (await readdir(folder)).filter(name => !NOT_CONTENT.test(name) && name !== STAMP_FILE)
    if (content.length > 0) throw new VitrineError('data_folder_foreign', { path: folder })
    return writeStamp(folder, { format: FORMAT, engines: versions })
  }
  refuseOther(folder, found, engines)
  const current: FormatStamp = { format: FORMAT, engines: { ...found.engines, ...versions } }
  return JSON.stringify(current) === JSON.stringify(found) ? found : writeStamp(folder, current)
}

function refuseOther(
  path: string,
  found: FormatStamp,
  engines: Readonly<Record<string, EngineFormat>>,
): void {
  if (found.format !== FORMAT)
    throw new VitrineError('data_folder_version', {
      path,
      found: `format ${found.format}`,
      expected: `format ${FORMAT}`,
    })
  for (const [name, { version, opens }] of Object.entries(engines)) {
    const was = found.engines[name]
    if (was !== undefined && was !== version && !opens.includes(was))
      throw new VitrineError('data_folder_version', {
        path,
        found: `${name} ${was}`,
        expected: `${name} ${version}`,
      })
  }
}

async function readStamp(folder: string): Promise<FormatStamp | null> {
  const text = await readFile(join(folder, STAMP_FILE), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    const stamp: unknown = JSON.parse(text)
    if (isStamp(stamp)) return stamp
  } catch {
    // Not JSON: as foreign as any other file of that name.
  }
  throw new VitrineError('data_folder_foreign', { path: folder })
}

function isStamp(value: unknown): value is FormatStamp {
  if (typeof value !== 'object' || value === null) return false
  const engines: unknown = Reflect.get(value, 'engines')
  return (
    typeof Reflect.get(value, 'format') === 'number' &&
    typeof engines === 'object' &&
    engines !== null &&
    Object.values(engines).every(version => typeof version === 'string')
  )
}

/** Whole or not at all, and on the disk when it returns. */
async function writeStamp(folder: string, stamp: FormatStamp): Promise<FormatStamp> {
  const target = join(folder, STAMP_FILE)
  const fresh = `${target}.${process.pid}`
  const file = await open(fresh, 'w', 0o644)
  try {
    await file.writeFile(`${JSON.stringify(stamp, null, 2)}\n`)
    await file.sync()
    await rename(fresh, target)
  } finally {
    await file.close()
    await rm(fresh, { force: true })
  }
  const parent = await open(dirname(target))
  await parent.sync().finally(() => parent.close())
  return stamp
}
