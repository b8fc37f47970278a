import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PACKAGE_ROOT } from '../src/cli/package-root.ts'
import { referencePages } from './reference-pages.ts'

for (const { path, text } of referencePages()) {
  const file = join(PACKAGE_ROOT, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
