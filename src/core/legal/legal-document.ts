import { sessionLimits } from '../account/session-life.ts'
import { formatsFor } from '../i18n/formats.ts'
import { resolvedLanguage, resolveText } from '../i18n/language-map.ts'
import type { MessageArgs } from '../i18n/message.ts'
import { translator } from '../i18n/translate.ts'
import type { PortalConfig } from '../portal/portal.ts'
import type { PolicyText } from '../privacy/policy/document.ts'
import { servicesOf } from '../privacy/services/services-of.ts'
import { fillTemplate, type LegalText, TEMPLATE_LANGUAGES } from './templates.ts'

/** A legal text of a portal in one language: what the page shows, what a version keeps. */
export interface LegalDocument {
  readonly language: string
  readonly statement: LegalText
  readonly title: string
  /** Who answers for the portal: the legal notice says it above its text. */
  readonly identity: readonly { readonly term: string; readonly value: string; readonly href?: string }[]
  /** Markdown, of the owner or from the template. */
  readonly body: PolicyText
}

/** What legal texts are made from. */
export interface LegalSources {
  readonly config: PortalConfig
  /** `https://host` */
  readonly origin: string
  /** Who runs the platform; null when the portal's own publisher does. */
  readonly provider: string | null
}

/**
 * The legal notice, privacy policy or accessibility statement in a language: the owner's words where there are any, else
 * ours, filled in from the portal's settings. A language without either says which it fell back to.
 */
export function legalDocument(statement: LegalText, sources: LegalSources, language: string): LegalDocument {
  const t = translator(language)
  return {
    ...{ language, statement },
    title: t(`policy.${statement}.title`),
    identity: statement === 'legal' ? identityOf(sources, language) : [],
    body: bodyOf(statement, sources, language),
  }
}

function bodyOf(statement: LegalText, sources: LegalSources, language: string): PolicyText {
  const [fallback] = sources.config.languages
  const own = sources.config.texts?.[statement]
  if (own !== undefined)
    return { text: resolveText(own, language, fallback), lang: resolvedLanguage(own, language, fallback) }
  const lang = [language, fallback, 'en'].find(tag => TEMPLATE_LANGUAGES.includes(tag)) ?? 'en'
  return { text: fillTemplate(statement, lang, templateValues(sources, lang)), lang }
}

function templateValues({ config, origin, provider }: LegalSources, language: string): MessageArgs {
  const { legal, accounts, identityProviders = [] } = config
  const [fallback] = config.languages
  const { duration } = formatsFor(language)
  const [reader, office] = [sessionLimits(accounts, false), sessionLimits(accounts, true)]
  return {
    origin,
    ...{ name: legal.name, address: legal.address, email: legal.email },
    country: countryName(legal.country, language),
    provider: provider ?? legal.name,
    same: provider === null || provider === legal.name ? 'yes' : 'no',
    dpo: legal.dataProtectionOfficer ?? 'none',
    authority: legal.authority?.name ?? 'none',
    signup: accounts?.signUp ?? 'off',
    // what our server fetches brings no browser anywhere
    services: servicesOf(config).some(({ mode }) => mode !== 'proxy') ? 'some' : 'none',
    identity:
      identityProviders.map(({ title }) => resolveText(title, language, fallback)).join(', ') || 'none',
    idle: duration(reader.idle / 1000),
    absolute: duration(reader.absolute / 1000),
    officeIdle: duration(office.idle / 1000),
    officeAbsolute: duration(office.absolute / 1000),
  }
}

function identityOf({ config, provider }: LegalSources, language: string): LegalDocument['identity'] {
  const t = translator(language)
  const { name, address, country, email } = config.legal
  return [
    { term: t('legal.name'), value: name },
    ...(address === '' ? [] : [{ term: t('legal.address'), value: address }]),
    ...(country === '' ? [] : [{ term: t('legal.country'), value: countryName(country, language) }]),
    ...(email === '' ? [] : [{ term: t('legal.email'), value: email, href: `mailto:${email}` }]),
    { term: t('legal.platform'), value: provider ?? name },
  ]
}

const names = new Map<string, Intl.DisplayNames>()

/** A country by its two letters in a language; any other text as it is. */
export function countryName(country: string, language: string): string {
  if (!/^[A-Z]{2}$/.test(country)) return country
  const known = names.get(language) ?? new Intl.DisplayNames(language, { type: 'region' })
  names.set(language, known)
  return known.of(country) ?? country
}
