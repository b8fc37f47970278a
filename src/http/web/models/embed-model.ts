import { directionOf } from '../../../core/i18n/languages.ts'
import type { PolicyText } from '../../../core/privacy/policy/document.ts'
import { lifetimeText, type PolicyWords, policyWords } from '../../../core/privacy/policy/entry-words.ts'
import type { Lifetime } from '../../../core/privacy/registry-entry.ts'
import type { EmbedTarget } from '../../../core/privacy/services/embed-address.ts'
import type { Assets } from '../assets.ts'

/** What every document in front of a piece of a service needs. */
export interface EmbedFrame {
  readonly language: string
  readonly dir: 'ltr' | 'rtl'
  readonly theme: string
  readonly assets: Assets
  readonly words: PolicyWords
}

/** What a piece of a service would load, in words; the buttons lead back to `action`. */
export interface PlaceholderModel {
  readonly service: string
  readonly functionText: PolicyText
  readonly provider: { readonly name: string; readonly url: string | null; readonly country: string }
  /** Who else receives what is disclosed, and where: empty when it is known of nobody. */
  readonly recipients: string
  readonly transfers: string
  readonly discloses: PolicyText
  readonly hosts: readonly string[]
  /** How long the longest-lived thing stays; null for nothing that is known. */
  readonly longest: string | null
  readonly stored: readonly {
    readonly name: string
    readonly purpose: PolicyText
    readonly lifetime: string
  }[]
  /** Where the buttons lead: this document's own address. */
  readonly action: string
  /** The piece on its provider's own site. */
  readonly page: string
  readonly pageHost: string
}

/** The real frame of a piece. */
export interface LoadedModel {
  readonly service: string
  readonly frame: string
  readonly host: string
  /** What the frame may do beyond showing itself. */
  readonly allow: string
  readonly page: string
  readonly pageHost: string
  /** The page on which a choice is changed or taken back. */
  readonly choices: string
}

interface EmbedPlace {
  readonly language: string
  /** Default language of the portal, in which owners' texts fall back. */
  readonly fallback: string
  readonly theme: string
  readonly assets: Assets
}

export const embedFrame = ({ language, fallback, theme, assets }: EmbedPlace): EmbedFrame => ({
  ...{ language, theme, assets },
  dir: directionOf(language),
  words: policyWords(language, fallback),
})

const AGES = { session: 0, fixed: 1, 'until-cleared': 2 } as const

/** Order of lifetimes: the browser's session, then what ends, then what does not. */
const byLength = (a: Lifetime, b: Lifetime): number =>
  AGES[a.type] - AGES[b.type] || (a.type === 'fixed' && b.type === 'fixed' ? a.seconds - b.seconds : 0)

export function placeholderModel(
  { words }: EmbedFrame,
  { service, page }: EmbedTarget,
  action: string,
): PlaceholderModel {
  const longest = service.storage
    .map(({ lifetime }) => lifetime)
    .toSorted(byLength)
    .at(-1)
  return {
    service: service.name,
    functionText: words.text(service.functionText),
    provider: {
      name: service.provider.name,
      url: service.provider.url ?? null,
      country: words.country(service.provider.country),
    },
    recipients: words.list(service.recipients),
    transfers: words.list(service.transfers.map(words.country)),
    discloses: words.text(service.disclosesText),
    hosts: service.hosts,
    longest: longest === undefined ? null : lifetimeText(longest, words),
    stored: service.storage.map(({ name, purposeText, lifetime }) => ({
      name,
      purpose: words.text(purposeText),
      lifetime: lifetimeText(lifetime, words),
    })),
    action,
    page,
    pageHost: new URL(page).host,
  }
}

export const loadedModel = ({ service, frame, page }: EmbedTarget, choices: string): LoadedModel => ({
  service: service.name,
  frame,
  host: new URL(frame).host,
  allow: (service.embed?.allow ?? []).join('; '),
  page,
  pageHost: new URL(page).host,
  choices,
})
