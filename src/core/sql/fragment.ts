import type { Statement } from './compiled.ts'

/** Types that a value may be handed to the engine as. Lists go as JSON text, so that no quoting is ours. */
export type ParamType =
  | 'String'
  | 'Int64'
  | 'UInt64'
  | 'Float64'
  | 'Bool'
  | "DateTime64(3, 'UTC')"
  | 'Array(Tuple(Float64, Float64))'
  | 'Array(Array(Tuple(Float64, Float64)))'
  | 'Array(Array(Array(Tuple(Float64, Float64))))'

interface Param {
  readonly type: ParamType
  readonly value: string
}

/**
 * A piece of SQL. It can only be made here: from the template's own text, from names of ours, from other
 * pieces, and from values, which never become text.
 */
export class Fragment {
  readonly parts: readonly (string | Param)[]
  readonly #ours = true

  private constructor(parts: readonly (string | Param)[]) {
    this.parts = parts
  }

  static of(parts: readonly (string | Param)[]): Fragment {
    return new Fragment(parts)
  }

  /** Whether the object was made by this class. */
  static is(candidate: object): candidate is Fragment {
    return #ours in candidate
  }
}

/** A template of SQL whose holes take fragments and nothing else. */
export function sql(strings: TemplateStringsArray, ...holes: readonly Fragment[]): Fragment {
  const parts: (string | Param)[] = []
  for (const [index, text] of strings.entries()) {
    parts.push(text)
    const hole = holes[index]
    if (hole === undefined) continue
    if (!Fragment.is(hole)) throw new TypeError('only fragments join fragments')
    // one by one: spread, a long list would not fit on the stack
    for (const part of hole.parts) parts.push(part)
  }
  return Fragment.of(parts)
}

const IDENTIFIER = /^[a-z_][a-z0-9_]*$/i

/** A name of our own making: tables, columns, aliases. Anything that would need quoting is a bug. */
export function identifier(name: string): Fragment {
  if (!IDENTIFIER.test(name)) throw new TypeError('not an identifier of ours')
  return Fragment.of([name])
}

/** A name of letters, digits and underscores, whoever chose it: nothing in it can end its quotes. */
export function quotedWord(name: string): Fragment {
  if (!/^\w+$/.test(name)) throw new TypeError('not a word')
  return Fragment.of([`\`${name}\``])
}

/** A whole number of our own: a position, a depth. */
export function numeral(value: number): Fragment {
  if (!Number.isSafeInteger(value)) throw new TypeError('not a whole number')
  return Fragment.of([String(value)])
}

/** A value; the engine gets it apart from the text. */
export const param = (value: string, type: ParamType): Fragment => Fragment.of([{ type, value }])

/** A list of values, as an array of that element type. */
export const paramList = (
  values: readonly (string | number | boolean)[],
  element: 'String' | 'Float64' | 'Int64' | 'Bool',
): Fragment => {
  const text = param(JSON.stringify(values), 'String')
  return sql`JSONExtract(${text}, ${Fragment.of([`'Array(${element})'`])})`
}

const JOINTS = { ' + ': ' + ', ', ': ', ', ' AND ': ' AND ', ' OR ': ' OR ', ' ': ' ' } as const

/** Fragments with the same text between them. */
export function join(fragments: readonly Fragment[], joint: keyof typeof JOINTS): Fragment {
  return Fragment.of(
    fragments.flatMap((fragment, index) =>
      index === 0 ? fragment.parts : [JOINTS[joint], ...fragment.parts],
    ),
  )
}

export const EMPTY = Fragment.of([])

/** Text and parameters; equal values of equal type share a parameter, so equal fragments are equal text. */
export function render(fragment: Fragment): Statement {
  const names = new Map<string, string>()
  const params: Record<string, string> = {}
  const text = fragment.parts.map(part => {
    if (typeof part === 'string') return part
    const key = `${part.type}:${part.value}`
    const name = names.get(key) ?? `p${names.size + 1}`
    names.set(key, name)
    params[name] = part.value
    return `{${name}:${part.type}}`
  })
  return { sql: text.join(''), params }
}
