import { mkdir, open, readdir, readlink, rename, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Log } from '../../app/ports/log.ts'

/** Bytes at the head of a definition that tell it from a cut or empty one. */
const HEAD_BYTES = 7

/**
 * Moves definitions that cannot be read out of the engine's folder before it opens: one empty or garbled
 * `.sql` file, as a full disk leaves it, and nothing opens at all (engine.md §2). Returns what was moved,
 * relative to the folder. The data of such a table stays where it is, without a name.
 */
export async function moveBrokenMetadata(
  folder: string,
  aside: string,
  log: Log,
): Promise<readonly string[]> {
  const moved: string[] = []
  for await (const file of definitions(folder)) {
    if (await looksWhole(join(folder, file))) continue
    await moveAside({ folder, aside, file, log })
    moved.push(file)
  }
  return moved
}

/** The definition the engine named on its error output when it would not open, relative to its folder. */
export function namedDefinition(output: string): string | null {
  return /(?:metadata file|from file) ((?:metadata|store)\/[\w./-]+\.sql)/.exec(output)?.[1] ?? null
}

/**
 * Moves one definition to `aside`. A database's own definition is written anew from the folder its link
 * points to, so that its tables stay.
 */
export async function moveAside({
  folder,
  aside,
  file,
  log,
}: {
  readonly folder: string
  readonly aside: string
  readonly file: string
  readonly log: Log
}): Promise<void> {
  await mkdir(aside, { recursive: true, mode: 0o700 })
  const target = join(aside, `${process.hrtime.bigint()}-${file.replaceAll('/', '_')}`)
  await rename(join(folder, file), target)
  const restored = await restoreDatabase(folder, file)
  log.error('engine_metadata_broken', { file, aside: target, restored })
}

async function restoreDatabase(folder: string, file: string): Promise<boolean> {
  const name = /^metadata\/(ds|live)\.sql$/.exec(file)?.[1]
  if (name === undefined) return false
  const link = await readlink(join(folder, 'metadata', name)).catch(() => '')
  const uuid = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/.exec(link)?.[1]
  if (uuid === undefined) return false
  const settings = name === 'ds' ? '\nSETTINGS lazy_load_tables = 1' : ''
  await writeFile(join(folder, file), `ATTACH DATABASE _ UUID '${uuid}'\nENGINE = Atomic${settings}\n`)
  return true
}

/** Definitions of databases (`metadata/*.sql`) and tables (`store/xxx/<uuid>/*.sql`), relative to the folder. */
async function* definitions(folder: string): AsyncGenerator<string> {
  yield* definitionsIn(folder, join(folder, 'metadata'))
  for (const prefix of await list(join(folder, 'store'))) {
    for (const store of await list(join(folder, 'store', prefix))) {
      yield* definitionsIn(folder, join(folder, 'store', prefix, store))
    }
  }
}

async function* definitionsIn(folder: string, place: string): AsyncGenerator<string> {
  for (const name of await list(place)) if (name.endsWith('.sql')) yield relative(folder, join(place, name))
}

const list = (place: string): Promise<string[]> => readdir(place).catch(() => [])

async function looksWhole(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.toString('latin1', 0, bytesRead) === 'ATTACH '
  } finally {
    await handle.close()
  }
}
