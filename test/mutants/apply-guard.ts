import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { GUARDS } from './guards.ts'
import { mutated } from './imports.ts'

// Loaded before a test file: from now on one source is read with one of its guards switched off.

const mutant = GUARDS[Number(process.env['VITRINE_TEST_GUARD'] ?? -1)]

if (mutant !== undefined)
  registerHooks({
    load: (url, context, next) => {
      const path = url.startsWith('file:')
        ? fileURLToPath(url.split('?', 1)[0] ?? url).replaceAll('\\', '/')
        : ''
      return path.endsWith(`/src/${mutant.file}`)
        ? {
            format: 'module-typescript',
            source: mutated(readFileSync(path, 'utf8'), mutant),
            shortCircuit: true,
          }
        : next(url, context)
    },
  })
