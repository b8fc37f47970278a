import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** The folder of real data beside the repository, when it is there. */
export const DATA_FOLDER = resolve(import.meta.dirname, '../../../shared/data')

/** Why tests over the real data cannot run here; false when they can. */
export const missingData: string | false = existsSync(DATA_FOLDER)
  ? false
  : `skipped: ../shared/data is not beside the repository`
