import { readdirSync, readFileSync } from 'node:fs'

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** The children of every process, by the parent's number. */
const families = (): Map<number, number[]> => {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc').filter(entry => /^\d+$/.test(entry))) {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${name}/status`))?.[1] ?? -1)
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  return children
}

const withDescendants = (root: number, children: Map<number, number[]>): readonly number[] => [
  root,
  ...(children.get(root) ?? []).flatMap(child => withDescendants(child, children)),
]

/** Watches processes and all below them (Linux); `stop` gives the highest resident size of each, in MiB, by its title. */
export const watchMemory = (roots: () => readonly number[]): { stop(): ReadonlyMap<string, number> } => {
  const peaks = new Map<string, number>()
  const look = (): void => {
    const children = families()
    for (const pid of roots().flatMap(root => withDescendants(root, children))) {
      const kib = Number(/^VmHWM:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0)
      const title = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim().slice(0, 80)
      if (title !== '') peaks.set(title, Math.max(peaks.get(title) ?? 0, Math.round(kib / 1024)))
    }
  }
  const timer = setInterval(look, 250)
  return {
    stop() {
      look()
      clearInterval(timer)
      return peaks
    },
  }
}
