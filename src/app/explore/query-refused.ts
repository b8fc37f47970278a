import { VitrineError } from '../../core/errors.ts'
import type { Diagnostic } from '../../core/parsed.ts'

/**
 * A question that cannot be asked. Its message is the wire's English sentence; doors for people say the faults one by
 * one in their language.
 */
export class QueryRefused extends VitrineError {
  readonly faults: readonly Diagnostic[]

  constructor(code: 'odsql_syntax' | 'odsql_invalid', message: string, faults: readonly Diagnostic[]) {
    super(code, { message })
    this.faults = faults
  }
}
