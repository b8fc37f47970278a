import { CATALOGUES } from '../../i18n/catalogues.ts'
import type { EntryText } from '../registry-entry.ts'
import type { Service } from './service.ts'

/** A text that a service lacks in a language. */
export interface MissingText {
  /** `function`, `purpose`, `discloses`, `storage.0.value`. */
  readonly member: string
  readonly language: string
}

/** Texts that a service lacks in the languages of a portal; none for what may be published (privacy.md B18, P14). */
export function missingTexts(service: Service, languages: readonly string[]): readonly MissingText[] {
  const texts: readonly (readonly [member: string, text: EntryText])[] = [
    ['function', service.functionText],
    ['purpose', service.purposeText],
    ['discloses', service.disclosesText],
    ...service.storage.flatMap(({ purposeText, valueText }, index) => [
      [`storage.${index}.purpose`, purposeText] as const,
      [`storage.${index}.value`, valueText] as const,
    ]),
  ]
  return texts.flatMap(([member, text]) =>
    languages.filter(language => !isSaid(text, language)).map(language => ({ member, language })),
  )
}

const isSaid = (text: EntryText, language: string): boolean =>
  typeof text === 'string' ? CATALOGUES[language]?.[text] !== undefined : Object.hasOwn(text, language)
