import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { access, mkdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { VitrineError } from '../../core/errors.ts'
import { checkStamp, type EngineFormat, type FormatStamp } from './format-stamp.ts'

/**
 * Everything that a deployment keeps, in one folder:
 *
 * | entry | what |
 * |---|---|
 * | `vitrine.json` | the format stamp |
 * | `engine/`, `postgres/` | homes of the two engines, each made by its child at first start |
 * | `blobs/` | raw sources and reports |
 * | `prepared/` | files made of exports; whatever is lost there is made again |
 * | `programs/` | PostgreSQL's programs, only where the installed ones cannot be used |
 * | `run` | link to the short runtime folder that holds the sockets, made by the owner |
 */
export interface DataFolder {
  /** Canonical path. */
  readonly path: string
  /** 16 hex digits, the same for every name of this folder. */
  readonly key: string
  readonly engine: string
  readonly postgres: string
  readonly blobs: string
  readonly prepared: string
  readonly run: string
  readonly stamp: FormatStamp
}

/**
 * Opens a data folder, made when there is none, and refuses one that is not ours or was made by a version
 * that this one cannot continue. Faults: `data_folder_unwritable`, `data_folder_foreign`,
 * `data_folder_version`.
 */
export async function openDataFolder(
  path: string,
  engines: Readonly<Record<string, EngineFormat>>,
): Promise<DataFolder> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (thrown) {
    throw new VitrineError('data_folder_unwritable', { path }, thrown)
  }
  const real = await realpath(path)
  const stamp = await checkStamp(real, engines)
  const { dev, ino } = await stat(real)
  await mkdir(join(real, 'blobs'), { recursive: true, mode: 0o700 })
  return {
    path: real,
    key: createHash('sha256').update(`${dev}:${ino}:${real}`).digest('hex').slice(0, 16),
    engine: join(real, 'engine'),
    postgres: join(real, 'postgres'),
    blobs: join(real, 'blobs'),
    prepared: join(real, 'prepared'),
    run: join(real, 'run'),
    stamp,
  }
}
