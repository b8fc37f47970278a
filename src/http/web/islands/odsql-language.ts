import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { tags } from '@lezer/highlight'

const KEYWORDS = /^(?:and|or|not|in|like|is|null|as|asc|desc|true|false|distinct|by|to)$/i

/** The query language as an editor colours it: only the signs, not the grammar. */
const language = StreamLanguage.define<null>({
  startState: () => null,
  token: stream => {
    if (stream.eatSpace()) return null
    if (stream.match(/(?:date|geom)?(?:"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)/i)) return 'string'
    if (stream.match(/`(?:[^`\\]|\\.)*`?/)) return 'propertyName'
    if (stream.match(/\d+(?:\.\d+)?(?![\p{L}_])/u)) return 'number'
    const word = stream.match(/[\p{L}\d_]+/u)
    if (word !== null && typeof word === 'object') {
      if (KEYWORDS.test(word[0] ?? '')) return 'keyword'
      return stream.match(/\s*\(/, false) ? 'function' : 'propertyName'
    }
    stream.next()
    return null
  },
  tokenTable: { function: tags.function(tags.variableName) },
})

const style = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--code-keyword)', fontWeight: '620' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: tags.number, color: 'var(--code-number)' },
  { tag: tags.function(tags.variableName), color: 'var(--code-function)' },
])

export const odsql: Extension = [language, syntaxHighlighting(style)]
