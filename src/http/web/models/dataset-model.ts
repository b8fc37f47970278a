import type { SafeHtml } from '../../../core/content/safe-html.ts'
import type { FieldType } from '../../../core/dataset/field.ts'
import type { Freshness } from '../../../core/dataset/freshness.ts'
import type { ExportUse } from '../../../core/export/formats.ts'
import type { DatasetTab, TableParams } from '../urls.ts'
import type { Chip, FacetGroup } from './facet-group.ts'
import type { Pager } from './pager.ts'
import type { NamedLink, Said } from './text.ts'

/** What all pages of one dataset show of it. */
export interface DatasetHead {
  readonly id: string
  readonly title: Said
  /** Plain text for search engines and previews. */
  readonly summary: Said
  readonly publisher: NamedLink | null
  readonly theme: NamedLink | null
  readonly license: { readonly label: string; readonly href: string | null } | null
  readonly updatedAt: string | null
  readonly freshness: Freshness
  /** EU frequency code, as in the metadata. */
  readonly frequency: string | null
  readonly records: number
  readonly revision: { readonly number: number; readonly publishedAt: string | null }
  /** Records of the source that did not fit and were set aside. */
  readonly quarantined: number
  readonly tabs: readonly DatasetTab[]
  /** The filter that is applied, kept from tab to tab. */
  readonly params: TableParams
  /** Main download; bytes when known. */
  readonly download: { readonly label: string; readonly href: string; readonly bytes: number | null } | null
}

/** A field as pages show it. */
export interface FieldView {
  readonly name: string
  readonly label: Said
  readonly description: Said | null
  readonly type: FieldType
  readonly unit: string | null
  readonly decimals: number | null
  /** An identifier: digits are never grouped. */
  readonly id: boolean
  readonly multivalued: boolean
  /** Whether its values are counted and refined by. */
  readonly facet: boolean
}

/** A value in the shape of the Explore API: texts, numbers, `{lon, lat}`, lists, files, JSON. */
export type CellValue = unknown

export interface Records {
  readonly fields: readonly FieldView[]
  /** A row for each record, its values in the order of `fields`. */
  readonly rows: readonly (readonly CellValue[])[]
}

/** A file to keep. */
export interface FileLink {
  readonly title: Said
  readonly href: string
  readonly bytes: number
}

export interface DatasetOverviewModel {
  readonly head: DatasetHead
  readonly description: { readonly html: SafeHtml; readonly lang: string } | null
  /** The first records. */
  readonly sample: Records
  readonly fields: readonly FieldView[]
  readonly keywords: readonly NamedLink[]
  readonly territory: readonly string[]
  readonly attributions: readonly string[]
  readonly references: readonly string[]
  /** Files beside the data that the reader may have. */
  readonly attachments: readonly FileLink[]
}

export interface DatasetTableModel {
  readonly head: DatasetHead
  /** Records that pass the filter. */
  readonly total: number
  /** Column headers with their sort links, in the order of `records.fields`. */
  readonly columns: readonly ColumnHead[]
  readonly records: Records
  readonly facets: readonly FacetGroup[]
  readonly chips: readonly Chip[]
  readonly clearHref: string
  readonly pager: Pager
  /** The condition as typed; `head.params` has it only when it could be used. */
  readonly where: string
  /** Why the filter cannot be used: sentences; the records are then those without it. */
  readonly fault: string | null
  /** Conditions to try. */
  readonly examples: readonly { readonly text: string; readonly href: string }[]
  /** The last record that pages reach, when there are more. */
  readonly reach: number | null
}

export interface ColumnHead {
  readonly field: FieldView
  readonly sorted: 'ascending' | 'descending' | 'none'
  /** The same page in the next order; null where the field cannot be sorted by. */
  readonly href: string | null
}

export interface DatasetExportModel {
  readonly head: DatasetHead
  readonly total: number
  readonly chips: readonly Chip[]
  readonly clearHref: string
  readonly groups: readonly FormatGroup[]
  /** Why the filter of the address cannot be used; null when it is. */
  readonly fault: string | null
}

/** Formats for the same use. */
export interface FormatGroup {
  readonly use: ExportUse
  readonly formats: readonly ExportFormat[]
}

export interface ExportFormat {
  /** `csv`, `xlsx`, `geojson` … as in the API's path. */
  readonly name: string
  readonly label: string
  /** Path of the API with the active filter. */
  readonly href: string
  readonly bytes: number | null
  /** Most records it can hold; null for no limit. */
  readonly limit: number | null
}
