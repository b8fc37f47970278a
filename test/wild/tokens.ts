/** A piece of a clause. */
export interface Token {
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'sign' | 'end'
  readonly text: string
  /** Where it begins. */
  readonly at: number
  readonly end: number
}

/** A clause that this reader does not know how to read. */
export class Unread extends Error {}

const PIECES =
  /\s+|(?<name>`(?:[^`\\]|\\.)*`)|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<number>\d+(?:\.\d+)?(?![\p{L}\p{N}_]))|(?<word>[\p{L}\p{N}_]+)|(?<sign>\.\.|!=|<>|<=|>=|[-+*/()[\],:=<>.])/suy

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }

const unescaped = (text: string): string =>
  text
    .slice(1, -1)
    .replace(/\\(u[\da-fA-F]{4}|.)/gs, (_, said: string) =>
      /^u.{4}$/.test(said)
        ? String.fromCharCode(Number.parseInt(said.slice(1), 16))
        : (ESCAPES[said] ?? said),
    )

export function tokenize(text: string): readonly Token[] {
  const found: Token[] = []
  let at = 0
  while (at < text.length) {
    PIECES.lastIndex = at
    const match = PIECES.exec(text)
    if (match === null) throw new Unread(`at ${at} in ${text}`)
    const end = PIECES.lastIndex
    const [kind, said] = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? []
    if (kind !== undefined && said !== undefined)
      found.push({
        kind: kind as Token['kind'],
        text: kind === 'name' || kind === 'string' ? unescaped(said) : said,
        ...{ at, end },
      })
    at = end
  }
  return [...found, { kind: 'end', text: '', at: text.length, end: text.length }]
}
