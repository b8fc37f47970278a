/** What a translation must have in common with its original. */
export interface MessageShape {
  /** Names of the values, each once, sorted. */
  readonly holes: readonly string[]
  /** The selectors of each plural, in order of their opening. */
  readonly plurals: readonly (readonly string[])[]
}

const TOKEN = /'\{[^']*'|\}|(=?[\p{L}\p{N}_]+)?\s*\{/gu
const OPENING = /\s*([\p{L}\p{N}_]+)\s*(?:,\s*(plural|select|number)\s*,?)?/uy

/** Reads the holes and plurals of a message that compiles. */
export function messageShape(source: string): MessageShape {
  const holes = new Set<string>()
  const plurals: string[][] = []
  const open: ('text' | 'hole' | 'select' | string[])[] = ['text']
  TOKEN.lastIndex = 0
  for (let token = TOKEN.exec(source); token !== null; token = TOKEN.exec(source)) {
    const around = open.at(-1)
    if (token[0].startsWith("'")) continue
    if (token[0] === '}') open.pop()
    else if (Array.isArray(around) || around === 'select') {
      if (Array.isArray(around)) around.push(token[1] ?? '')
      open.push('text')
    } else {
      OPENING.lastIndex = TOKEN.lastIndex
      const [whole = '', name = '', kind] = OPENING.exec(source) ?? []
      holes.add(name)
      TOKEN.lastIndex += whole.length
      const selectors: string[] = []
      if (kind === 'plural') plurals.push(selectors)
      open.push(kind === 'plural' ? selectors : kind === 'select' ? 'select' : 'hole')
    }
  }
  return { holes: [...holes].sort(), plurals }
}
