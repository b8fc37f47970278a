/**
 * Spaces and marks that typographers use beside those of ASCII. The engine's tokenizers part words at ASCII only:
 * without this, `d’avions` would be one word and nobody looking for `avions` would find it.
 */
const MARKS =
  '\u00a0\u00a1\u00ab\u00b7\u00bb\u00bf\u060c\u061b\u061f' +
  '\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a' +
  '\u2010\u2011\u2012\u2013\u2014\u2015\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f' +
  '\u2022\u2026\u202f\u2032\u2033\u2039\u203a\u3000\u3001\u3002'

const BLANKS = ' '.repeat(MARKS.length)
const MARK = new RegExp(`[${MARKS}]`, 'g')

/** SQL of a text whose typographic marks are spaces. */
export const partedSql = (expression: string): string =>
  `translateUTF8(${expression}, '${MARKS}', '${BLANKS}')`

/** The same of a text at hand. */
export const parted = (text: string): string => text.replace(MARK, ' ')
