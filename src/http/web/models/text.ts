import { type LanguageMap, resolvedLanguage, resolveText } from '../../../core/i18n/language-map.ts'

/** A text that somebody wrote, with its language; `''` where nobody declared one. */
export interface Said {
  readonly text: string
  readonly lang: string
}

/** The text of a language map for a reader of `language`. */
export const said = (map: LanguageMap, language: string, fallback: string): Said => ({
  text: resolveText(map, language, fallback),
  lang: resolvedLanguage(map, language, fallback),
})

/** A link that a publisher or the portal named. */
export interface NamedLink {
  readonly label: string
  readonly href: string
}

/** A link with the number of things behind it. */
export interface CountedLink extends NamedLink {
  readonly count: number
}
