import { type Formats, formatsFor } from '../../i18n/formats.ts'
import { type LanguageMap, resolvedLanguage, resolveText } from '../../i18n/language-map.ts'
import { directionOf } from '../../i18n/languages.ts'
import { formattingLocale } from '../../i18n/message.ts'
import { type Translate, translator } from '../../i18n/translate.ts'
import type { EntryText, Lifetime, Location, RegistryEntry } from '../registry-entry.ts'
import type { PolicyText } from './document.ts'

/** How facts are said in one language of a portal. */
export interface PolicyWords {
  readonly language: string
  readonly t: Translate
  readonly formats: Formats
  /** A sentence of ours or of an owner. */
  text(text: EntryText): PolicyText
  /** An owner's text; null where none was written. */
  own(map: LanguageMap): PolicyText | null
  list(items: readonly string[]): string
  country(code: string): string
  /** Names and signs that are written from left to right, kept together where the language is not. */
  code(text: string): string
}

/** Left-to-right isolate, and its end (Unicode TR9 §2.4). */
const ISOLATE = ['\u2066', '\u2069'] as const

/** The words of a language; owners' texts fall back to the portal's default one. */
export function policyWords(language: string, fallback: string): PolicyWords {
  const t = translator(language)
  const names = new Intl.DisplayNames(language, { type: 'region' })
  const lists = new Intl.ListFormat(formattingLocale(language))
  const own = (map: LanguageMap): PolicyText => ({
    text: resolveText(map, language, fallback),
    lang: resolvedLanguage(map, language, fallback),
  })
  return {
    ...{ language, t, formats: formatsFor(language) },
    text: text => (typeof text === 'string' ? { text: t(text), lang: language } : own(text)),
    own: map => (Object.keys(map).length === 0 ? null : own(map)),
    list: items => lists.format(items),
    code: text => (directionOf(language) === 'rtl' ? ISOLATE.join(text) : text),
    country: code => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code),
  }
}

/** Where a thing is at work, as the founding policies say it: `front and back office`. */
export function locationText(locations: readonly Location[], { t, list }: PolicyWords): string {
  const both = locations.includes('front') && locations.includes('back')
  const rest = locations.filter(location => !both || (location !== 'front' && location !== 'back'))
  return list([
    ...(both ? [t('policy.location.both')] : []),
    ...rest.map(location => t(`policy.location.${location}`)),
  ])
}

/** How long a thing stays, in a sentence. */
export function lifetimeText(lifetime: Lifetime, { t, formats }: PolicyWords): string {
  if (lifetime.type === 'fixed')
    return t(lifetime.renewed ? 'policy.lifetime.renewed' : 'policy.lifetime.fixed', {
      duration: formats.duration(lifetime.seconds),
    })
  if (lifetime.type === 'until-cleared') return t('policy.lifetime.until-cleared')
  const { keptSeconds, idleSeconds } = lifetime
  const kept =
    keptSeconds === undefined
      ? t('policy.lifetime.session')
      : t('policy.lifetime.kept', { duration: formats.duration(keptSeconds) })
  return idleSeconds === undefined
    ? kept
    : `${kept}. ${t('policy.lifetime.idle', { duration: formats.duration(idleSeconds) })}`
}

/** Whether the visitor is asked, and why not where not. */
export const consentText = ({ exemption }: RegistryEntry, asked: boolean, { t }: PolicyWords): string =>
  asked
    ? t('policy.consent.yes')
    : t('policy.consent.no', { ground: t(`policy.ground.${exemption ?? 'anonymous-audience'}`) })

export function readableText({ party, attrs, provider }: RegistryEntry, { t }: PolicyWords): string {
  if (party === 'third') return t('policy.readable.third', { provider: provider.name })
  return attrs?.httpOnly === true ? t('policy.readable.server') : t('policy.readable.scripts')
}

/** Attributes of a cookie as its header has them. */
export const attributesOf = ({ attrs }: Pick<RegistryEntry, 'attrs'>): string =>
  attrs === undefined
    ? ''
    : [
        ...(attrs.httpOnly ? ['HttpOnly'] : []),
        ...(attrs.secure ? ['Secure'] : []),
        `SameSite=${attrs.sameSite}`,
        `Path=${attrs.path}`,
        ...(attrs.partitioned ? ['Partitioned'] : []),
      ].join(', ')
