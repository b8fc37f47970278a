import { openDataFolder } from '../adapters/data-folder/data-folder.ts'
import { type CloseOptions, type Engines, openEngines } from '../adapters/data-folder/engines.ts'
import type { RuntimeFolder } from '../adapters/data-folder/runtime-folder.ts'
import { engineHostProgram } from '../adapters/engine-host/program.ts'
import { postgresProgram } from '../adapters/postgres/program.ts'
import { type Supervised, supervise } from '../adapters/supervisor/supervise.ts'
import type { Log } from '../app/ports/log.ts'
import type { Settings } from '../core/settings.ts'

/** Engines whose files lie in the data folder, with the versions that this release writes and opens. */
const ENGINE_FORMATS = {
  chdb: { version: '26.7', opens: ['26.7'] },
  postgres: { version: '18', opens: ['18'] },
} as const

/** Questions of a kind that may wait for the engine before the next one is asked to come back. */
const WAITING = 256

/** The engines that this process uses, and the children among them that it runs. */
export interface OpenedEngines {
  /** The data folder. */
  readonly home: string
  readonly blobs: string
  /** Folder of files made of exports. */
  readonly prepared: string
  readonly postgres: { readonly url: string } | { readonly socketDir: string }
  readonly records: { readonly url: string } | { readonly socketPath: string }
  /** Whether this process runs the children, somebody else does, or there are none. */
  readonly role: Engines['role'] | 'none'
  /** Children by name: 1 up, 0 down. */
  children(): Readonly<Record<string, number>>
  /** Aborted when the process that ran the children has gone. */
  readonly gone: AbortSignal
  /** See `Engines.close`. */
  close(options?: CloseOptions): Promise<void>
}

/** Connects to the servers that the settings name; starts or attaches to embedded ones for the rest. */
export async function openAllEngines(
  settings: Settings,
  log: Log,
  signal: AbortSignal,
): Promise<OpenedEngines> {
  const { databaseUrl, clickhouseUrl } = settings
  const folder = await openDataFolder(settings.home, ENGINE_FORMATS)
  const blobs = settings.blobs ?? folder.blobs
  if (databaseUrl !== null && clickhouseUrl !== null)
    return {
      home: folder.path,
      blobs,
      prepared: folder.prepared,
      postgres: { url: databaseUrl },
      records: { url: clickhouseUrl },
      role: 'none',
      children: () => ({}),
      gone: new AbortController().signal,
      close: options => options?.beforeStop?.() ?? Promise.resolve(),
    }
  let children: readonly Supervised[] = []
  const start = async (runtime: RuntimeFolder) => {
    children = await startChildren(settings, folder, runtime, log)
    return {
      sockets: { postgres: runtime.postgres, engine: runtime.engine },
      stop: async () => {
        await Promise.all(children.map(child => child.stop()))
      },
    }
  }
  const engines = await openEngines(folder, start, signal)
  return {
    home: folder.path,
    blobs,
    prepared: folder.prepared,
    postgres: databaseUrl === null ? { socketDir: engines.sockets.postgres ?? '' } : { url: databaseUrl },
    records: clickhouseUrl === null ? { socketPath: engines.sockets.engine ?? '' } : { url: clickhouseUrl },
    role: engines.role,
    children: () => Object.fromEntries(children.map(child => [child.name, child.state() === 'up' ? 1 : 0])),
    gone: engines.gone,
    close: options => engines.close(options),
  }
}

async function startChildren(
  settings: Settings,
  folder: { readonly path: string; readonly engine: string; readonly postgres: string },
  runtime: RuntimeFolder,
  log: Log,
): Promise<readonly Supervised[]> {
  const programs = [
    ...(settings.databaseUrl === null
      ? [postgresProgram({ home: folder.postgres, socketDir: runtime.postgres, log })]
      : []),
    ...(settings.clickhouseUrl === null
      ? [
          engineHostProgram({
            home: folder.path,
            socketPath: runtime.engine,
            freeSpace: { minBytes: settings.minFreeSpace, minShare: 0.05 },
            lanes: {
              answers: settings.maxQueries,
              streams: settings.maxQueries,
              inserts: settings.ingestParallel + 1,
              waiting: WAITING,
            },
            log,
          }),
        ]
      : []),
  ]
  const started = await Promise.allSettled(programs.map(program => supervise(program, { log })))
  const up = started.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = started.find(one => one.status === 'rejected')
  if (failed !== undefined) {
    await Promise.all(up.map(child => child.stop()))
    throw failed.reason
  }
  return up
}
