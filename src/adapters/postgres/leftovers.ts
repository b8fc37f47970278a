import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Ends what a killed predecessor left running on the cluster in `home`: a postmaster without a parent, or
 * backends without a postmaster, which would keep the cluster's shared memory and refuse a new start. They
 * are known by their working folder, which PostgreSQL sets to the cluster's. The cluster itself recovers
 * from its log, as after any crash.
 */
export async function endLeftovers(home: string, signal: AbortSignal): Promise<number> {
  const folder = await realpath(home)
  const found = await processesIn(folder)
  let left = found
  while (left.length > 0) {
    signal.throwIfAborted()
    for (const pid of left) kill(pid)
    await sleep(20)
    left = await processesIn(folder)
  }
  // Nobody stands in the folder, so its lock is stale; PostgreSQL itself would still honour it while its process
  // is a zombie that nobody reaps, or when its number was given to somebody else.
  await rm(join(folder, 'postmaster.pid'), { force: true })
  return found.length
}

/** Processes named `postgres` whose working folder is `folder`. */
export async function processesIn(folder: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const matches = await Promise.all(
    pids.map(async pid => {
      const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => null)
      if (cwd !== folder) return false
      const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')
      return name.trim() === 'postgres'
    }),
  )
  return pids.filter((_, at) => matches[at]).map(Number)
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has gone by itself.
  }
}
