import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Mutant } from './mutants.ts'

const MUTATED = /[/\\](?:src[/\\]core|test[/\\]golden[/\\]odsql[/\\]oracle)[/\\].*\.ts$/

/**
 * From now on `?mutant=<number>` on an import of ours goes on to all that it imports of ours, and the sources
 * are read with the fault of that number in them. What has no number stays as it is.
 */
export function registerMutants(mutants: readonly Mutant[]): void {
  registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context)
      const number = mutantOf(context.parentURL ?? '')
      return number === null || !MUTATED.test(found.url)
        ? found
        : { ...found, url: `${found.url}?mutant=${number}` }
    },
    load: (url, context, next) => {
      const number = mutantOf(url)
      const mutant = number === null ? undefined : mutants[number]
      if (mutant === undefined) return next(url, context)
      const path = fileURLToPath(url.split('?', 1)[0] ?? url)
      const source = readFileSync(path, 'utf8')
      const isHere = path.replaceAll('\\', '/').endsWith(`src/core/${mutant.file}`)
      return {
        format: 'module-typescript',
        source: isHere ? mutated(source, mutant) : source,
        shortCircuit: true,
      }
    },
  })
}

function mutantOf(url: string): number | null {
  const number = /\?mutant=(\d+)$/.exec(url)?.[1]
  return number === undefined ? null : Number(number)
}

/** @throws Error when the text to replace is not there exactly once: the fault has to be written anew. */
export function mutated(source: string, { name, file, from, to }: Mutant): string {
  const parts = source.split(from)
  if (parts.length !== 2) throw new Error(`${name}: its text is ${parts.length - 1} times in ${file}`)
  return parts.join(to)
}
