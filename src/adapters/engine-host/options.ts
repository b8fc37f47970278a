/** What the parent tells the child, as one JSON argument. */
export interface HostOptions {
  /** Folder that holds the engine's own folder `engine`, and what lies beside it. */
  readonly home: string
  readonly socketPath: string
  /** `max_server_memory_usage`, bytes. */
  readonly memoryBytes: number
  readonly lanes: LaneSizes
  readonly freeSpace: FreeSpaceRule
  readonly ballastBytes: number
  /** How long a query may outlive its kill before the host kills itself, and how long an orderly end may take. */
  readonly patienceMs: number
  /** User to become when started as root and the folder can be reached by it. */
  readonly user: string
}

/** Requests that run at once, by what they cost: whole answers, streams, inserts. */
export interface LaneSizes {
  readonly answers: number
  readonly streams: number
  readonly inserts: number
  /** Requests of a lane that may wait before the next is refused (503). */
  readonly waiting: number
}

/** Writes are refused when less than the larger of the two is free (engine.md §2, disk full). */
export interface FreeSpaceRule {
  readonly minBytes: number
  readonly minShare: number
}

/** Where chDB keeps its data. */
export const engineFolder = (home: string): string => `${home}/engine`

/** Threads of libuv's pool: one a running query, one for control, four for everything else (engine.md §1). */
export const threadPoolSize = (lanes: LaneSizes): number =>
  lanes.answers + lanes.streams + lanes.inserts + 1 + 4

/** The options in the child's arguments; written by {@link engineHostProgram} alone, so not checked again. */
export function readHostOptions(argv: readonly string[]): HostOptions {
  const text = argv[2]
  if (text === undefined) throw new Error('the engine host is started by its parent')
  return JSON.parse(text) as HostOptions
}
