import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** A running process as `/proc` shows it. */
export interface ProcessInfo {
  readonly pid: number
  readonly parent: number
  /** Start time in clock ticks since boot: with the pid, a name that is never reused. */
  readonly started: number
  readonly command: string
}

function readProcess(pid: number): ProcessInfo | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z') return null
    const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim()
    return { pid, parent: Number(fields[1]), started: Number(fields[19]), command }
  } catch {
    return null
  }
}

/** Every process that runs now. */
export const allProcesses = (): readonly ProcessInfo[] =>
  readdirSync('/proc')
    .filter(name => /^[0-9]+$/.test(name))
    .flatMap(name => readProcess(Number(name)) ?? [])

/** The descendants of a process, itself left out. */
export function descendants(root: number, among = allProcesses()): readonly ProcessInfo[] {
  const found: ProcessInfo[] = []
  const wanted = new Set([root])
  for (let grew = true; grew; ) {
    grew = false
    for (const process of among)
      if (wanted.has(process.parent) && !wanted.has(process.pid)) {
        wanted.add(process.pid)
        found.push(process)
        grew = true
      }
  }
  return found
}

function workingFolder(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}

/** Processes that name a folder or stand in it: what a deployment may leave behind. */
export const processesOf = (folder: string): readonly ProcessInfo[] =>
  allProcesses().filter(
    ({ command, pid }) =>
      pid !== process.pid && (command.includes(folder) || workingFolder(pid).startsWith(folder)),
  )
