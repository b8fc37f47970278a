import type { Statement, StatementVersion } from '../../core/portal/statement.ts'

/** A version about to be published. */
export interface NewStatementVersion extends StatementVersion {
  /** What it was made from, so that the next version can tell what is new; any JSON. */
  readonly facts: unknown
  /** The whole document by language, as it is served for ever. */
  readonly documents: ReadonlyMap<string, string>
}

/**
 * Published versions of portals' statements: nothing here is ever changed or deleted. Every method is one transaction;
 * faults as of `CatalogStore`.
 */
export interface PolicyStore {
  /** All versions of a portal's statements, newest first. */
  history(portalId: number): Promise<ReadonlyMap<Statement, readonly StatementVersion[]>>
  /** What a version was made from; null when there is no such version. */
  facts(portalId: number, statement: Statement, number: number): Promise<unknown>
  /** Publishes the version after the newest one; false when another process was faster, and nothing is kept. */
  publish(portalId: number, statement: Statement, version: NewStatementVersion): Promise<boolean>
  /** The document of a version in a language, byte for byte; null when there is none. */
  document(asked: {
    readonly portalId: number
    readonly statement: Statement
    readonly name: string
    readonly language: string
  }): Promise<string | null>
}
