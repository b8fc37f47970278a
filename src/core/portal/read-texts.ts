import type { LanguageMap } from '../i18n/language-map.ts'
import { type Diagnostic, type Parsed, parsed, refused } from '../parsed.ts'
import { PORTAL_TEXTS, type PortalConfig, type PortalText } from './portal.ts'

const TEXT_FILE = /^texts\/([^/]+)\.([^./]+)\.md$/
const ANY_TEXT = /^texts\//
/** As long as a text of the configuration may be. */
const MAX_TEXT = 200_000

type Texts = NonNullable<PortalConfig['texts']>

const isPortalText = (name: string): name is PortalText => PORTAL_TEXTS.some(known => known === name)

/**
 * Texts of a portal's folder, `texts/<name>.<language>.md`, beside those that its configuration holds already. A file
 * that would say something a second time, or that nothing would read, is a fault.
 */
export function readTexts(
  slug: string,
  files: ReadonlyMap<string, string>,
  { texts: said = {}, languages }: Pick<PortalConfig, 'texts' | 'languages'>,
): Parsed<Pick<PortalConfig, 'texts'>> {
  const texts: { [name in PortalText]?: LanguageMap } = { ...said }
  const faults: Diagnostic[] = []
  for (const [path, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!ANY_TEXT.test(path)) continue
    const [, name = '', language = ''] = TEXT_FILE.exec(path) ?? []
    const expected = expectation(texts, languages, { name, language, text })
    if (expected !== null || !isPortalText(name)) {
      const place = `${slug}/${path}`
      faults.push({
        code: 'member_invalid',
        place,
        params: { member: path, expected: expected ?? PORTAL_TEXTS.join(', ') },
      })
    } else texts[name] = { ...texts[name], [language]: text }
  }
  const [first, ...rest] = faults
  if (first !== undefined) return refused(first, ...rest)
  return parsed(Object.keys(texts).length === 0 ? {} : { texts })
}

/** What a text file should have been; null for one that is well. */
function expectation(
  texts: Texts,
  languages: readonly string[],
  { name, language, text }: { readonly name: string; readonly language: string; readonly text: string },
): string | null {
  if (!isPortalText(name)) return PORTAL_TEXTS.map(known => `texts/${known}.<language>.md`).join(', ')
  if (!languages.includes(language)) return `texts/${name}.{${languages.join(',')}}.md`
  if (text.trim() === '' || text.length > MAX_TEXT) return `1 … ${MAX_TEXT}`
  return texts[name]?.[language] === undefined ? null : `texts.${name}.${language} once`
}
