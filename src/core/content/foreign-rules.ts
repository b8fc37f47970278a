import { translator } from '../i18n/translate.ts'
import type { ForeignRules } from './foreign-content.ts'
import { NOTHING_DECLARED } from './nothing-declared.ts'

/** What pages of a language say of content of others. */
export const wordsFor = (language: string): Pick<ForeignRules, 'linkText'> => {
  const t = translator(language)
  return {
    linkText: (kind, host) => {
      if (kind === 'frame') return t('content.frame', { host })
      return kind === 'image' ? t('content.image', { host }) : t('content.media', { host })
    },
  }
}

const rules = new Map<string, ForeignRules>()

/** Rules of a portal's pages in one language. */
export function foreignRules(language: string): ForeignRules {
  const known = rules.get(language)
  if (known !== undefined) return known
  const made = { ...NOTHING_DECLARED, ...wordsFor(language) }
  rules.set(language, made)
  return made
}
