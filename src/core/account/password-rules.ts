import type { Diagnostic } from '../parsed.ts'

/** Fewest characters of a password. */
export const LEAST_PASSWORD = 10
/** Most characters of a password: longer ones are nobody's. */
export const MOST_PASSWORD = 256

/** What is wrong with the length of a password; null when nothing is. Characters are counted as people see them: by code point. */
export function passwordLengthFault(password: string): Pick<Diagnostic, 'code' | 'params'> | null {
  const length = [...password.normalize('NFC')].length
  if (length < LEAST_PASSWORD) return { code: 'password_short', params: { least: LEAST_PASSWORD } }
  return password.length > MOST_PASSWORD ? { code: 'password_long', params: { most: MOST_PASSWORD } } : null
}

/** Words that a password of this person must not rest on: name, address and portal, whole and in parts. */
export const wordsAbout = (texts: readonly string[]): readonly string[] => [
  ...new Set(
    texts
      .flatMap(text => [text, ...text.split(/[\s@._\-/]+/u)])
      .map(word => word.toLowerCase())
      .filter(word => word.length >= 3),
  ),
]
