import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Expectation } from './expectation.ts'

/** Hashes of one column (`independent/canonical.py`), and on demand its canonical cells or outlines of shapes. */
export interface ColumnHash {
  readonly hash: string
  readonly trimmed: string
  readonly unordered: string
  readonly nulls: number
  readonly misfits: number
  readonly misfitPlaces: readonly number[]
  readonly cells?: readonly string[]
  readonly outline?: readonly (readonly [structure: string, numbers: readonly number[]] | null)[]
}

export interface SourceColumnRequest {
  readonly field: number
  readonly type: string
  readonly parse?: Readonly<Record<string, unknown>>
  readonly dump?: boolean
  readonly outline?: boolean
}

export interface SourceRequest {
  readonly expectation: Expectation
  readonly file: string
  readonly exclude?: readonly number[]
  readonly places?: 'line' | 'record'
  readonly columns: readonly SourceColumnRequest[]
}

export interface ExportRequest {
  readonly file: string
  readonly fields: readonly {
    readonly name: string
    readonly type: string
    readonly dump?: boolean
    readonly outline?: boolean
  }[]
}

export interface Hashes {
  readonly rows: number
  readonly columns: readonly ColumnHash[]
}

const runPython = (script: string, request: unknown): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn('python3', [join(import.meta.dirname, script)], {
      env: { ...process.env, NODE: process.execPath, PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' },
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', reject)
    child.on('close', code => {
      if (code === 0) resolve(Buffer.concat(out).toString('utf8'))
      else reject(new Error(`${script}: ${Buffer.concat(err).toString('utf8').slice(-2000)}`))
    })
    child.stdin.on('error', () => {})
    child.stdin.end(JSON.stringify(request))
  })

/** Hashes columns of a source file (`read-independently.py`); `excluded` counts the records left out on demand. */
export const hashSource = async (request: SourceRequest): Promise<Hashes & { readonly excluded: number }> =>
  JSON.parse(await runPython('read-independently.py', request)) as Hashes & { readonly excluded: number }

/** Hashes fields of a JSON Lines export (`hash-export.py`). */
export const hashExport = async (request: ExportRequest): Promise<Hashes> =>
  JSON.parse(await runPython('hash-export.py', request)) as Hashes

/** Whether Python is there to judge with. */
export const hasPython = (): Promise<boolean> =>
  new Promise(resolve => {
    const child = spawn('python3', ['--version'], { stdio: 'ignore' })
    child.on('error', () => resolve(false))
    child.on('close', code => resolve(code === 0))
  })
