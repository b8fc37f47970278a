/** Place in a text: 0-based character offsets, end excluded. */
export type Span = readonly [start: number, end: number]

/** What reading an unknown text or value gives: the value, or every fault found in it. */
export type Parsed<T, D = Diagnostic> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly diagnostics: readonly [D, ...D[]] }

/**
 * One fault of an input. `code` is a key of the closed catalogue (`core/errors.ts`), `place` names the
 * parameter, clause, setting or file member it was found in, `hint` says what would be right.
 */
export interface Diagnostic {
  readonly code: string
  readonly place: string
  readonly span?: Span
  readonly params: Readonly<Record<string, string | number>>
  readonly hint?: { readonly code: string; readonly params: Readonly<Record<string, string | number>> }
}

export const parsed = <T>(value: T): Parsed<T, never> => ({ ok: true, value })

export const refused = <D = Diagnostic>(first: D, ...rest: readonly D[]): Parsed<never, D> => ({
  ok: false,
  diagnostics: [first, ...rest],
})
