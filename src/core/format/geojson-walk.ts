import { END_OF_TEXT } from './json-cursor.ts'
import { skipLarge } from './json-pointer.ts'
import { CLOSE_BRACE, type JsonScanner, OPEN_BRACE, OPEN_BRACKET } from './json-scanner.ts'
import { nextKey } from './json-survey.ts'

const RECORD_SEPARATOR = 0x1e

/** What stands next at the top of a source: nothing more, a feature or geometry, a collection. */
export type Next = 'end' | 'value' | 'collection'

/**
 * Looks at the next document of a source, which has one or, as a text sequence (RFC 8142) or line by line,
 * many. Stands before it.
 */
export const nextDocument = (scanner: JsonScanner): Next => {
  while (scanner.peek() === RECORD_SEPARATOR) scanner.pos++
  const code = scanner.peek()
  if (code === END_OF_TEXT) return 'end'
  if (code !== OPEN_BRACE) throw scanner.fault()
  return scanner.again(scanner.pos, () => isCollection(scanner)) ? 'collection' : 'value'
}

const isCollection = (scanner: JsonScanner): boolean => {
  scanner.expect(OPEN_BRACE)
  for (let first = true; scanner.nextItem(CLOSE_BRACE, first) !== CLOSE_BRACE; first = false) {
    if (scanner.readKey() === 'features' && scanner.peek() === OPEN_BRACKET) return true
    scanner.skipValue()
  }
  return false
}

/**
 * Goes to the next `features` of the collection at hand and enters it; false, and the collection left, when
 * there is none. Other members are given to `visit` or passed.
 */
export const toFeatures = async (
  scanner: JsonScanner,
  first: boolean,
  visit: (key: string) => boolean = () => false,
): Promise<boolean> => {
  if (first) await scanner.step(() => scanner.expect(OPEN_BRACE))
  for (let begin = first; ; begin = false) {
    const key = await scanner.step(() => nextKey(scanner, begin))
    if (key === null) return false
    const code = await scanner.step(() => scanner.peek())
    if (key === 'features' && code === OPEN_BRACKET) {
      await scanner.step(() => scanner.expect(OPEN_BRACKET))
      return true
    }
    if (!(await scanner.step(() => visit(key)))) await skipLarge(scanner)
  }
}
