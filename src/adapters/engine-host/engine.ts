import { Session } from 'chdb'
import type { Log } from '../../app/ports/log.ts'
import { engineFolder, type HostOptions } from './options.ts'

/** Start arguments of the engine (engine.md §9); an unknown one is ignored in silence, hence {@link readBack}. */
const startArguments = (options: HostOptions): Readonly<Record<string, string>> => ({
  max_server_memory_usage: String(options.memoryBytes),
  background_pool_size: '2',
  mark_cache_size: '268435456',
  database_atomic_delay_before_drop_table_sec: '30',
  session_timezone: 'UTC',
})

/** `ds` holds published revisions, never changed in place; `live` holds rows that change (engine.md §8). */
const DATABASES = [
  'CREATE DATABASE IF NOT EXISTS ds ENGINE = Atomic SETTINGS lazy_load_tables = 1',
  'CREATE DATABASE IF NOT EXISTS live ENGINE = Atomic',
]

/** The open engine: sessions on the one folder this process owns. */
export interface Engine {
  readonly version: string
  open(): Session
}

/** Opens the folder, makes the databases, and reads the start arguments back. Throws when it cannot be opened. */
export async function openEngine(options: HostOptions, log: Log): Promise<Engine> {
  const wanted = startArguments(options)
  const connectionArgs = Object.entries(wanted).map(([name, value]) => `--${name}=${value}`)
  const open = () => new Session(engineFolder(options.home), { connectionArgs })
  const session = open()
  try {
    await readBack(session, wanted, log)
    for (const sql of DATABASES) await session.queryAsync(sql)
    const version = await session.queryAsync('SELECT version()', { format: 'TabSeparated' })
    return { version: version.text().trim(), open }
  } finally {
    session.close()
  }
}

async function readBack(session: Session, wanted: Readonly<Record<string, string>>, log: Log): Promise<void> {
  const result = await session.queryAsync(
    'SELECT name, value FROM system.server_settings UNION ALL SELECT name, value FROM system.settings WHERE changed',
    { format: 'TabSeparated' },
  )
  const found = new Map(
    result
      .text()
      .split('\n')
      .map(line => line.split('\t'))
      .map(([name = '', value = '']) => [name, value]),
  )
  for (const [name, value] of Object.entries(wanted)) {
    if (found.get(name) !== value) log.warn('engine_argument_ignored', { name, value })
  }
}
