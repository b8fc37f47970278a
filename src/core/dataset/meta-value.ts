import { type LanguageMap, resolveText } from '../i18n/language-map.ts'
import type { MetaValue, TemplateValues } from './metadata.ts'
import type { MetaType } from './metadata-templates.ts'

const DATE = /^\d{4}-\d{2}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/

/** Whether a value is a list of texts. */
export const isList = (value: MetaValue): value is readonly string[] => Array.isArray(value)

const isTexts = (value: MetaValue): value is LanguageMap => typeof value === 'object' && !isList(value)

const isMoment = (value: MetaValue, pattern: RegExp): boolean =>
  typeof value === 'string' && pattern.test(value) && !Number.isNaN(Date.parse(value))

/** What a value of each type is, as people are told when it is not. */
const KINDS: Readonly<
  Record<MetaType, { readonly expected: string; readonly fits: (value: MetaValue) => boolean }>
> = {
  text: {
    expected: 'a text, or a text by language',
    fits: value => typeof value === 'string' || isTexts(value),
  },
  longstring: {
    expected: 'a text, or a text by language',
    fits: value => typeof value === 'string' || isTexts(value),
  },
  html: {
    expected: 'a text, or a text by language',
    fits: value => typeof value === 'string' || isTexts(value),
  },
  list: { expected: 'a list of texts', fits: isList },
  date: { expected: '2026-01-31', fits: value => isMoment(value, DATE) },
  datetime: { expected: '2026-01-31T12:00:00Z', fits: value => isMoment(value, INSTANT) },
  boolean: { expected: 'true or false', fits: value => typeof value === 'boolean' },
  int: { expected: 'a whole number', fits: Number.isSafeInteger },
  double: { expected: 'a number', fits: value => typeof value === 'number' },
}

/** What a value should have been; null when it is of its type. */
export const metaValueFault = (value: MetaValue, type: MetaType): string | null =>
  KINDS[type].fits(value) ? null : KINDS[type].expected

/** What is said of a member of a template. */
export function saidOf(metas: TemplateValues, template: string, member: string): MetaValue | undefined {
  const values = Object.hasOwn(metas, template) ? metas[template] : undefined
  return values !== undefined && Object.hasOwn(values, member) ? values[member] : undefined
}

/** A value of a template as the API shows it to a reader; null when nothing is said (explore-api §9.3). */
export function metaValue(
  value: MetaValue | undefined,
  language: string,
  fallback: string,
): string | number | boolean | readonly string[] | null {
  if (value === undefined) return null
  return isTexts(value) ? resolveText(value, language, fallback) || null : value
}
