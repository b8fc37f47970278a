/** Languages of the interface, the portals' first choice before any setting. */
export const INTERFACE_LANGUAGES = ['en', 'fr', 'nl', 'de', 'ar'] as const
export type InterfaceLanguage = (typeof INTERFACE_LANGUAGES)[number]

/**
 * A text that a publisher wrote, by language tag. The empty tag `''` holds a text whose language nobody
 * declared. Stored, searched and exported as a whole; resolved only at a door.
 */
export type LanguageMap = Readonly<Record<string, string>>

/** The text for a reader of `language`: that language, then `fallback`, then the untagged text, then any. */
export function resolveText(map: LanguageMap, language: string, fallback: string): string {
  const any = Object.values(map)[0]
  return map[language] ?? map[fallback] ?? map[''] ?? any ?? ''
}

/** The language that {@link resolveText} would answer in, so that a page can mark it with `lang`. */
export function resolvedLanguage(map: LanguageMap, language: string, fallback: string): string {
  return [language, fallback, '', ...Object.keys(map)].find(tag => map[tag] !== undefined) ?? ''
}
