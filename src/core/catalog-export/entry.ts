import type { Dataset } from '../dataset/dataset.ts'
import { metaValue, saidOf } from '../dataset/meta-value.ts'
import type { Revision } from '../dataset/revision.ts'
import { type LanguageMap, resolvedLanguage, resolveText } from '../i18n/language-map.ts'
import type { DatasetAccess } from '../permission/decide.ts'
import type { LegalIdentity } from '../portal/portal.ts'

/** A dataset as readers have it. */
export interface CatalogEntry {
  readonly dataset: Dataset
  readonly revision: Revision
  readonly access: DatasetAccess
}

/** The catalogue that is written, and for whom. */
export interface CatalogView {
  /** `https://data.example.org`, without a slash. */
  readonly origin: string
  readonly title: LanguageMap
  readonly description: LanguageMap
  /** Enabled languages of the portal, the default one first. */
  readonly languages: readonly [string, ...string[]]
  /** Who answers for the portal. */
  readonly legal: LegalIdentity
  /** Whether everybody may enter the portal. */
  readonly open: boolean
  /** Language of formats that have room for one. */
  readonly language: string
  /** Whether formats that have room for several are held to that one. */
  readonly oneLanguage: boolean
  /** Names of the formats of records to list; null for all. */
  readonly includeExports: readonly string[] | null
  /** Whether tables are linked with labels in their headers (explore-api §8.6). */
  readonly useLabels: boolean
}

/** Writes a catalogue dataset by dataset: `head`, any number of `entry`, `tail`, joined. */
export interface CatalogWriter {
  head(): string
  entry(entry: CatalogEntry): string
  tail(): string
}

/** A text in a language that is known, or not: `''`. */
export interface TaggedText {
  readonly text: string
  readonly language: string
}

/** The text for the reader; null when there is none. */
export function said(map: LanguageMap, entry: CatalogEntry, { language }: CatalogView): string | null {
  return resolveText(map, language, entry.revision.metadata.language) || null
}

/** The texts to write of a map: every language, or the reader's. Empty ones say nothing. */
export function texts(map: LanguageMap, fallback: string, view: CatalogView): readonly TaggedText[] {
  const all = Object.entries(map).flatMap(([language, text]) => (text === '' ? [] : [{ text, language }]))
  if (!view.oneLanguage || all.length < 2) return all
  const language = resolvedLanguage(map, view.language, fallback)
  return all.filter(one => one.language === language)
}

/** Its name by language; its identifier where nobody gave it one. */
export const titleOf = ({ dataset, revision }: CatalogEntry): LanguageMap =>
  Object.values(revision.metadata.title).some(text => text !== '')
    ? revision.metadata.title
    : { '': dataset.datasetId }

/** Whether everybody may see the dataset and read its records. */
export const isPublic = ({ dataset: { rules } }: CatalogEntry, { open }: CatalogView): boolean =>
  open && rules.visibility === 'domain' && rules.dataVisible

/** When the data changed, ISO 8601: as its publisher says, or when it was published. */
export const modifiedAt = ({ revision }: CatalogEntry): string =>
  new Date(revision.metadata.modified ?? revision.publishedAt ?? revision.createdAt).toISOString()

/** The name of a dataset as a resource, the same in every language (explore-api §8.6). */
export const datasetIri = ({ dataset }: CatalogEntry, { origin }: CatalogView): string =>
  `${origin}/explore/dataset/${encodeURIComponent(dataset.datasetId)}/`

/** Its page in the reader's language; the one that leads to their own where the portal has no such language. */
export const pageAddress = (entry: CatalogEntry, view: CatalogView): string =>
  view.languages.includes(view.language)
    ? datasetIri(entry, { ...view, origin: `${view.origin}/${view.language}` })
    : datasetIri(entry, view)

/** The catalogue refined to a value of a facet, which names a theme or a publisher as a resource. */
export const refinedIri = (facet: string, value: string, { origin }: CatalogView): string =>
  `${origin}/explore/?refine=${encodeURIComponent(`${facet}:${value.toWellFormed()}`)}`

/** A text of a template other than `default`; null when nothing is said. Lists are joined by commas. */
export function metaText(
  [template, member]: readonly [template: string, member: string],
  entry: CatalogEntry,
  view: CatalogView,
): string | null {
  const { metas, language } = entry.revision.metadata
  const value = metaValue(saidOf(metas, template, member), view.language, language)
  if (value === null) return null
  return (typeof value === 'object' ? value.join(', ') : String(value)) || null
}

/** The text of HTML: what a publisher wrote without its tags, on one line. */
export const plainText = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_, name: string) => ENTITIES[name] ?? ' ')
    .replace(/\s+/g, ' ')
    .trim()

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" },
}
