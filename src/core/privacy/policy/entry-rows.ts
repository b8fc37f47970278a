import type { RegistryEntry } from '../registry-entry.ts'
import type { PolicyFact, PolicyRow, ServiceRow } from './document.ts'
import {
  attributesOf,
  consentText,
  lifetimeText,
  locationText,
  type PolicyWords,
  readableText,
} from './entry-words.ts'
import { asksConsent, type PolicyFacts } from './facts.ts'

/** A row about one thing that is kept in a browser. */
export function entryRow(entry: RegistryEntry, facts: PolicyFacts, words: PolicyWords): PolicyRow {
  return {
    id: entry.id,
    provider: entry.provider.name,
    function: words.text(entry.functionText),
    location: locationText(entry.locations, words),
    name: entry.name,
    purpose: words.text(entry.purposeText),
    lifetime: lifetimeText(entry.lifetime, words),
    consent: consentText(entry, asksConsent(entry, facts), words),
    details: details(entry, words),
  }
}

function details(entry: RegistryEntry, words: PolicyWords): readonly PolicyFact[] {
  const { t, language } = words
  const said = (text: string) => ({ text, lang: language })
  const attributes = attributesOf(entry)
  return [
    { term: t('policy.detail.value'), value: words.text(entry.valueText) },
    { term: t('policy.detail.set_when'), value: words.text(entry.setWhen) },
    { term: t('policy.detail.readable'), value: said(readableText(entry, words)) },
    { term: t('policy.detail.identifies'), value: said(t(`policy.identifies.${entry.identifies}`)) },
    attributes === ''
      ? { term: t('policy.detail.attributes'), value: said(t(`policy.storage.${entry.kind}`)) }
      : {
          term: t('policy.detail.attributes'),
          value: said(t('policy.attributes.cookie', { attributes: words.code(attributes) })),
        },
  ]
}

/** `youtube` of `svc.youtube.VISITOR_INFO`; other entries stand for themselves. */
export const serviceOf = (id: string): string => /^svc\.([^.]+)\./.exec(id)?.[1] ?? id

/** Entries of other parties, by service in the order of their first entry. */
export function services(entries: readonly RegistryEntry[]): readonly (readonly RegistryEntry[])[] {
  return [...Map.groupBy(entries, ({ id }) => serviceOf(id)).values()]
}

/** A row about another website: the contact itself leads, what it keeps follows. */
export function serviceRow(
  entries: readonly RegistryEntry[],
  facts: PolicyFacts,
  words: PolicyWords,
): readonly ServiceRow[] {
  const lead = entries.find(({ kind }) => kind === 'request') ?? entries[0]
  if (lead === undefined) return []
  const { t, list, country } = words
  const union = (pick: (entry: RegistryEntry) => readonly string[]) => [...new Set(entries.flatMap(pick))]
  const recipients = union(entry => entry.recipients)
  const transfers = union(entry => entry.transfers)
  const asked = entries.find(entry => asksConsent(entry, facts))
  return [
    {
      entries: entries.map(({ id }) => id),
      service: words.text(lead.functionText),
      provider: lead.provider.name,
      hosts: union(entry => entry.hosts),
      purpose: words.text(lead.purposeText),
      disclosed: words.text(lead.valueText),
      stored: entries.filter(({ kind }) => kind !== 'request').map(entry => stored(entry, words)),
      country: country(lead.provider.country),
      further: [
        ...(recipients.length > 0 ? [t('policy.others.recipients', { recipients: list(recipients) })] : []),
        ...(transfers.length > 0
          ? [t('policy.others.transfers', { countries: list(transfers.map(country)) })]
          : []),
      ],
      way: t(`policy.way.${lead.mode ?? 'open'}`),
      consent: consentText(asked ?? lead, asked !== undefined, words),
    },
  ]
}

const stored = (entry: RegistryEntry, words: PolicyWords) => ({
  id: entry.id,
  name: entry.name,
  kind: words.t(`policy.storage.${entry.kind}`),
  lifetime: lifetimeText(entry.lifetime, words),
  purpose: words.text(entry.purposeText),
})
