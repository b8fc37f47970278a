import type { LanguageMap } from '../i18n/language-map.ts'
import type { Attachment } from './attachment.ts'

/** A value of a metadata template; a text may be one text, or one by language. */
export type MetaValue = string | number | boolean | readonly string[] | LanguageMap

/** Values of metadata templates other than `default`, by template and member (explore-api §9.3). */
export type TemplateValues = Readonly<Record<string, Readonly<Record<string, MetaValue>>>>

/** What a publisher says of a dataset. Texts are language maps; `theme` and `keyword` are by language too. */
export interface Metadata {
  readonly title: LanguageMap
  readonly description: LanguageMap
  readonly theme: readonly LanguageMap[]
  readonly keyword: readonly LanguageMap[]
  readonly publisher: string | null
  readonly license: string | null
  readonly licenseUrl: string | null
  /** Language of the data and of texts without a tag of their own. */
  readonly language: string
  readonly references: readonly string[]
  readonly attributions: readonly string[]
  readonly territory: readonly string[]
  /** Declared update frequency, an EU authority code such as `ANNUAL`, `DAILY`, `UNKNOWN`. */
  readonly updateFrequency: string | null
  /** When the publisher says the data changed; the publication instant otherwise. */
  readonly modified: string | null
  readonly timezone: string | null
  /** Values of further templates: `dcat`, `inspire`, `dublin-core`, and the portal's own. */
  readonly metas: TemplateValues
  readonly attachments: readonly Attachment[]
}

export const EMPTY_METADATA: Metadata = {
  title: {},
  description: {},
  theme: [],
  keyword: [],
  publisher: null,
  license: null,
  licenseUrl: null,
  language: 'en',
  references: [],
  attributions: [],
  territory: [],
  updateFrequency: null,
  modified: null,
  timezone: null,
  metas: {},
  attachments: [],
}
