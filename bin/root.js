import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the package: a clone, or its place under some node_modules. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
