import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** Another process of ours, whose lines a test waits for. */
export interface Spawned {
  readonly pid: number
  /** The next line that starts with `word`, without it. */
  line(word: string): Promise<string>
  say(line: string): void
  kill(signal?: NodeJS.Signals): Promise<void>
  readonly ended: Promise<unknown>
}

/** Runs a TypeScript file of this folder in a process of its own. */
export function spawnScript(file: string, args: readonly string[]): Spawned {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', new URL(file, import.meta.url).pathname, ...args],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const ended = once(child, 'exit')
  const lines: string[] = []
  const waiting: { readonly word: string; readonly found: (line: string) => void }[] = []
  createInterface(child.stdout).on('line', line => {
    const at = waiting.findIndex(({ word }) => line.startsWith(word))
    if (at === -1) lines.push(line)
    else waiting.splice(at, 1)[0]?.found(line)
  })
  return {
    pid: child.pid ?? 0,
    ended,
    line: word => nextLine(child, { word, lines, waiting }),
    say: line => void child.stdin.write(`${line}\n`),
    kill: async (signal = 'SIGKILL') => {
      child.kill(signal)
      await ended
    },
  }
}

interface Waiting {
  readonly word: string
  readonly lines: string[]
  readonly waiting: { readonly word: string; readonly found: (line: string) => void }[]
}

const nextLine = (child: ChildProcess, { word, lines, waiting }: Waiting): Promise<string> =>
  new Promise((resolve, reject) => {
    const found = (line: string): void => resolve(line.slice(word.length).trim())
    const at = lines.findIndex(line => line.startsWith(word))
    const [line] = at === -1 ? [] : lines.splice(at, 1)
    if (line !== undefined) return found(line)
    waiting.push({ word, found })
    child.once('exit', () => reject(new Error(`the process ended before it said ${word}`)))
  })
