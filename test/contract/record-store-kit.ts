import type { RecordStore, Row } from '../../src/app/ports/record-store.ts'
import { VitrineError } from '../../src/core/errors.ts'
import type { Statement } from '../../src/core/sql/compiled.ts'

/** The store under test, once it is open. */
export type Store = () => RecordStore
/** A page of it. */
export type Query = (sql: string, params?: Readonly<Record<string, string>>) => Promise<readonly Row[]>

/** A signal that never fires. */
export const never = new AbortController().signal

export const statement = (sql: string, params: Readonly<Record<string, string>> = {}): Statement => ({
  sql,
  params,
})

/** For `assert.rejects`: a fault of the catalogue with this code. */
export const hasCode = (code: string) => (thrown: unknown) =>
  thrown instanceof VitrineError && thrown.code === code

/** All of a stream as text. */
export async function drain(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
