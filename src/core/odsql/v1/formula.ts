import type { CallNode } from '../ast.ts'
import { type Accepted, readCall } from '../call.ts'
import type { Cursor } from '../cursor.ts'
import { FORMULAS } from './function-rows.ts'

type Formula = keyof typeof FORMULAS

/** Names that mean aggregates elsewhere. */
const RENAMED: ReadonlyMap<string, Formula> = new Map([
  ['max', 'greatest'],
  ['min', 'least'],
])
const OWN: ReadonlySet<string> = new Set(Object.values<Formula>(Object.fromEntries(RENAMED)))

const isFormula = (word: string): word is Formula => Object.hasOwn(FORMULAS, word) && !OWN.has(word)

/** A call in an expression of an analysis (explore-api §14.4); `word` is its name in lower case. */
export function readFormulaCall(cursor: Cursor, word: string, read: Accepted): CallNode {
  const fn = RENAMED.get(word) ?? (isFormula(word) ? word : null)
  if (fn === null) return cursor.unexpected(cursor.peek(1))
  const node = readCall(cursor, fn, read)
  const { span } = node
  // its place tells one chance from another: equal ones would be the same number
  if (fn === 'random') return { ...node, args: [{ kind: 'number', text: String(span[0]), span }] }
  if (fn === 'time' && node.args.length === 0) return { ...node, args: [{ kind: 'now', settings: [], span }] }
  return node
}

/** The name of a function in requests. */
export const writtenName = (fn: string | number): string | number =>
  [...RENAMED].find(([, own]) => own === fn)?.[0] ?? fn
