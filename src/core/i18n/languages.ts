/** Names of the interface languages, each in itself. */
const ENDONYMS: Readonly<Record<string, string>> = {
  en: 'English',
  fr: 'Français',
  nl: 'Nederlands',
  de: 'Deutsch',
  ar: 'العربية',
}

const RIGHT_TO_LEFT = new Set(['ar', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi'])

/** The primary subtag: `pt-BR` → `pt`. */
export const primarySubtag = (tag: string): string => tag.toLowerCase().split('-')[0] ?? ''

/** How a language calls itself; its tag where we do not know. */
export const languageName = (tag: string): string => ENDONYMS[tag] ?? ENDONYMS[primarySubtag(tag)] ?? tag

/** Direction of a language's script, for `dir`. */
export const directionOf = (tag: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.has(primarySubtag(tag)) ? 'rtl' : 'ltr'

const displayNames = new Map<string, Intl.DisplayNames>()

/** How `language` calls the language of a tag: `fr` for a German reader is `Französisch`; the tag where it cannot say. */
export function languageLabel(tag: string, language: string): string {
  let names = displayNames.get(language)
  if (!names) {
    names = new Intl.DisplayNames(language, { type: 'language', fallback: 'code' })
    displayNames.set(language, names)
  }
  try {
    return names.of(tag) ?? tag
  } catch {
    return tag
  }
}
