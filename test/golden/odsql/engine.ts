import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { insertSql } from '../../../src/adapters/clickhouse/ddl.ts'
import type { Statement } from '../../../src/core/sql/compiled.ts'
import type { TableDefinition } from '../../../src/core/sql/table.ts'

/** A real engine in a child process, over a temporary folder, for tests of SQL text. */
export interface TestEngine {
  text(statement: Statement, format: string): Promise<string>
  rows(statement: Statement): Promise<readonly (readonly unknown[])[]>
  run(sql: string): Promise<void>
  close(): Promise<void>
}

interface Waiting {
  resolve(text: string): void
  reject(error: Error): void
}

/** Starts the engine; `close` ends the child and removes its folder. */
export function openEngine(): TestEngine {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-odsql-'))
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'engine-child.ts'), folder],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const waiting: Waiting[] = []
  listen(child, waiting)
  const text = (statement: Statement, format: string): Promise<string> =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
      child.stdin?.write(`${JSON.stringify({ sql: statement.sql, params: statement.params, format })}\n`)
    })
  return {
    text,
    rows: async statement =>
      (await text(statement, 'JSONCompactEachRow'))
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line) as readonly unknown[]),
    run: async sql => void (await text({ sql, params: {} }, 'TSV')),
    close: async () => {
      const ended = new Promise(resolve => child.once('exit', resolve))
      child.stdin?.end()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function listen(child: ChildProcess, waiting: Waiting[]): void {
  if (child.stdout === null) return
  createInterface({ input: child.stdout }).on('line', line => {
    const answer = JSON.parse(line) as { text?: string; error?: string }
    const next = waiting.shift()
    if (answer.error === undefined) next?.resolve(answer.text ?? '')
    else next?.reject(new Error(answer.error))
  })
  child.once('exit', () => {
    for (const next of waiting.splice(0)) next.reject(new Error('the engine child ended'))
  })
}

/** The statement that makes a table, as an adapter would write it. */
export const createSql = ({ database, name, columns, indexes, engine }: TableDefinition): string => {
  const members = [...columns.map(column => `${column.name} ${column.type}`), ...indexes]
  return `CREATE TABLE ${database}.${name} (${members.join(', ')}) ${engine}`
}

/** Loads a table as the product does. */
export const loadSql = (table: TableDefinition, tsv: string): string => `${insertSql(table)}\n${tsv}\n`

/** An engine with the given table, loaded. */
export async function engineWith(table: TableDefinition, tsv: string): Promise<TestEngine> {
  const engine = openEngine()
  await engine.run(`CREATE DATABASE IF NOT EXISTS ${table.database}`)
  await engine.run(createSql(table))
  await engine.run(loadSql(table, tsv))
  return engine
}
