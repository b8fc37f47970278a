import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the package: above `src/cli` and `dist/cli` alike. */
export const PACKAGE_ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** The portals that come with the package. */
export const DEMO_PORTALS = join(PACKAGE_ROOT, 'portals')

/** A file of an installed npm package, looked for from the package's folder upwards; null when it is not there. */
export function packageFile(name: string, path: string): string | null {
  for (let folder = PACKAGE_ROOT; ; folder = dirname(folder)) {
    const file = join(folder, 'node_modules', name, path)
    if (existsSync(file)) return file
    if (folder === dirname(folder)) return null
  }
}
