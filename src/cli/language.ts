import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../core/i18n/language-map.ts'

/** The language of the terminal (POSIX locale variables), English when it is none of ours. */
export function commandLineLanguage(env: Readonly<Record<string, string | undefined>>): InterfaceLanguage {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  const [tag = ''] = locale.toLowerCase().split(/[^a-z]/)
  return INTERFACE_LANGUAGES.find(language => language === tag) ?? 'en'
}
