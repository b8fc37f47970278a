import { VitrineError } from '../errors.ts'
import { CLOSE_BRACE, CLOSE_BRACKET, type JsonScanner, OPEN_BRACE, OPEN_BRACKET } from './json-scanner.ts'
import { nextKey } from './json-survey.ts'

/** Goes to the value that an RFC 6901 pointer names. @throws VitrineError `source_path_unknown`. */
export const descend = async (scanner: JsonScanner, pointer: string): Promise<void> => {
  if (pointer === '') return
  if (!pointer.startsWith('/')) throw new VitrineError('source_path_unknown', { path: pointer })
  for (const part of pointer.slice(1).split('/')) {
    const token = part.replaceAll('~1', '/').replaceAll('~0', '~')
    const code = await scanner.step(() => scanner.peek())
    const there =
      code === OPEN_BRACE
        ? await toMember(scanner, token)
        : code === OPEN_BRACKET && /^(0|[1-9]\d*)$/.test(token) && (await toElement(scanner, Number(token)))
    if (!there) throw new VitrineError('source_path_unknown', { path: pointer })
  }
}

const toMember = async (scanner: JsonScanner, name: string): Promise<boolean> => {
  await scanner.step(() => scanner.expect(OPEN_BRACE))
  for (let first = true; ; first = false) {
    const key = await scanner.step(() => nextKey(scanner, first))
    if (key === null || key === name) return key !== null
    await skipLarge(scanner)
  }
}

const toElement = async (scanner: JsonScanner, index: number): Promise<boolean> => {
  await scanner.step(() => scanner.expect(OPEN_BRACKET))
  for (let at = 0; ; at++) {
    const code = await scanner.step(() => scanner.nextItem(CLOSE_BRACKET, at === 0))
    if (code === CLOSE_BRACKET || at === index) return code !== CLOSE_BRACKET
    await skipLarge(scanner)
  }
}

/** Passes a value that may be larger than what is held at once, as long as its parts are not. */
export const skipLarge = async (scanner: JsonScanner): Promise<void> => {
  const code = await scanner.step(() => scanner.peek())
  if (code !== OPEN_BRACE && code !== OPEN_BRACKET) return scanner.step(() => scanner.skipValue())
  const closer = code === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET
  await scanner.step(() => scanner.expect(code))
  for (let first = true; ; first = false) {
    const more = await scanner.step(() => scanner.passItem(closer, first))
    if (!more) return
  }
}
