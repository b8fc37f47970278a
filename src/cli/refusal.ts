import type { Diagnostic } from '../core/parsed.ts'
import type { ExitName } from './exit-codes.ts'

/** Several faults at once on their way to the person at the keyboard. */
export class Refusal extends Error {
  readonly diagnostics: readonly Diagnostic[]
  readonly exit: ExitName

  constructor(diagnostics: readonly Diagnostic[], exit: ExitName = 'refused') {
    super(diagnostics.map(diagnostic => `${diagnostic.code} ${diagnostic.place}`).join(', '))
    this.name = 'Refusal'
    this.diagnostics = diagnostics
    this.exit = exit
  }
}
