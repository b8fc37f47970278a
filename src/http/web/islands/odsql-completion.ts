import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'

/** A word of the page's data block. */
export interface Word {
  readonly label: string
  readonly kind: string
  readonly detail: string
  readonly info: string
}

/** Which words each clause takes, beside fields. */
const TAKES: Readonly<
  Record<string, { readonly kinds: readonly string[]; readonly words: readonly string[] }>
> = {
  select: { kinds: ['scalar', 'aggregate', 'form'], words: ['as', 'distinct'] },
  where: {
    kinds: ['scalar', 'predicate', 'form'],
    words: ['and', 'or', 'not', 'in', 'like', 'is null', 'is not null', 'true', 'false', "date'", "geom'"],
  },
  group_by: { kinds: ['scalar', 'grouping', 'form'], words: ['as'] },
  order_by: { kinds: ['scalar', 'aggregate', 'form'], words: ['asc', 'desc'] },
  facet: { kinds: [], words: ['facet(name="'] },
}

/** A field that is no plain word is quoted. */
const written = (name: string): string => (/^[\p{L}\d_]*\p{L}[\p{L}\d_]*$/u.test(name) ? name : `\`${name}\``)

/** What a clause can go on with: its fields first, then functions with how they are called, then words. */
export function completionsFor(clause: string, words: readonly Word[]): readonly Completion[] {
  const { kinds, words: plain } = TAKES[clause] ?? { kinds: [], words: [] }
  const fields = words.filter(({ kind }) => kind === 'field')
  const functions = words.filter(({ kind }) => kinds.includes(kind))
  return [
    ...fields.map(({ label, detail, info }) => ({
      label: written(label),
      type: 'property',
      detail,
      info,
      boost: 2,
    })),
    ...functions.map(({ label, detail, info }) => ({
      ...{ label, type: 'function', detail, info, apply: `${label}(`, boost: 1 },
    })),
    ...plain.map(label => ({ label, type: 'keyword' })),
  ].map(({ info, ...rest }: Completion) => (info ? { ...rest, info } : rest))
}

/** Whether a place is inside a quoted text. */
const isQuoted = (before: string): boolean => /^(?:[^"']|"[^"]*"|'[^']*')*["'][^"']*$/.test(before)

/** Completes the word before the caret; inside quotes nothing is known. */
export const completer =
  (options: readonly Completion[]) =>
  (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[\p{L}\d_]*/u)
    if (word === null || (word.from === word.to && !context.explicit)) return null
    if (isQuoted(context.state.sliceDoc(0, word.from))) return null
    return { from: word.from, options, validFor: /^[\p{L}\d_]*$/u }
  }
