import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { Attachment, AttachmentKind } from '../../../core/dataset/attachment.ts'
import { datasetFeatures } from '../../../core/dataset/features.ts'
import type { Field } from '../../../core/dataset/field.ts'
import { metaValue, saidOf } from '../../../core/dataset/meta-value.ts'
import type { Metadata } from '../../../core/dataset/metadata.ts'
import type { MetadataTemplate, MetaMember } from '../../../core/dataset/metadata-templates.ts'
import { type LanguageMap, resolveText } from '../../../core/i18n/language-map.ts'

/** Whose eyes a dataset object is written for. */
export interface ObjectView {
  readonly origin: string
  readonly language: string
  readonly includeLinks: boolean
  readonly includeAppMetas: boolean
  /** Templates of the portal beside `default`. */
  readonly templates: readonly MetadataTemplate[]
}

const API = '/api/explore/v2.1'

/** Address of a dataset in the API, identifiers percent-encoded. */
export const datasetHref = (origin: string, datasetId: string): string =>
  `${origin}${API}/catalog/datasets/${encodeURIComponent(datasetId)}`

/** `2026-07-27T21:03:03.397000+00:00`: six digits of fraction, only when there is one (explore-api §9.3). */
export function metadataInstant(iso: string): string {
  const date = new Date(iso)
  const text = date.toISOString()
  const fraction = text.slice(20, 23)
  return `${text.slice(0, 19)}${fraction === '000' ? '' : `.${fraction}000`}+00:00`
}

const fieldObject = (field: Field, language: string, fallback: string): object => ({
  name: field.name,
  description: field.description === null ? null : resolveText(field.description, language, fallback),
  annotations: field.annotations,
  label: resolveText(field.label, language, fallback) || field.name,
  type: field.type,
})

/** The `default` template (explore-api §9.3): every member always there, `null` when nothing is known. */
export function defaultMetas({ dataset, revision }: PublishedDataset, language: string): object {
  const metadata: Metadata = revision.metadata
  const say = (map: Readonly<Record<string, string>>): string | null =>
    resolveText(map, language, metadata.language) || null
  const processed = metadataInstant(revision.publishedAt ?? dataset.createdAt)
  const list = (items: readonly string[]): readonly string[] | null => (items.length === 0 ? null : items)
  return {
    title: say(metadata.title) ?? dataset.datasetId,
    description: say(metadata.description),
    theme: list(metadata.theme.flatMap(map => say(map) ?? [])),
    keyword: list(metadata.keyword.flatMap(map => say(map) ?? [])),
    license: metadata.license,
    license_url: metadata.licenseUrl,
    language: metadata.language,
    metadata_languages: Object.keys(metadata.title).filter(tag => tag !== ''),
    timezone: metadata.timezone,
    modified: metadata.modified === null ? processed : metadataInstant(metadata.modified),
    modified_updates_on_metadata_change: false,
    modified_updates_on_data_change: metadata.modified === null,
    data_processed: processed,
    metadata_processed: processed,
    geographic_reference: null,
    geographic_reference_auto: null,
    territory: list(metadata.territory),
    geometry_types: null,
    bbox: null,
    publisher: metadata.publisher,
    references: metadata.references.join(';') || null,
    records_count: revision.recordsCount,
    attributions: list(metadata.attributions),
    source_domain: null,
    source_domain_title: null,
    source_domain_address: null,
    source_dataset: null,
    shared_catalog: null,
    federated: false,
    parent_domain: null,
    update_frequency: metadata.updateFrequency,
  }
}

/** The templates that a portal has activated: every member, `null` when nothing is said of it. */
const templateMetas = ({ revision }: PublishedDataset, { templates, language }: ObjectView): object =>
  Object.fromEntries(
    templates.map(({ name, members }) => [
      name,
      Object.fromEntries(
        members.map(member => [member.name, shownMeta(revision.metadata, name, member, language)]),
      ),
    ]),
  )

function shownMeta(
  metadata: Metadata,
  template: string,
  { name, type }: MetaMember,
  language: string,
): unknown {
  const value = metaValue(saidOf(metadata.metas, template, name), language, metadata.language)
  return type === 'datetime' && typeof value === 'string' ? metadataInstant(value) : value
}

/** Templates of the application (explore-api §9.3): what nobody counts or configures yet is unknown, so `null`. */
const APP_METAS = {
  explore: {
    ...{ download_count: null, api_call_count: null, attachments_download_count: null },
    ...{ file_fields_download_count: null, reuse_count: null, popularity_score: null },
    ...{ geographic_reference_path: null, geographic_reference_path_labels: null },
  },
  processing: { records_size: null },
  visualization: {},
  asset_content_configuration: {},
  internal: { license_id: null, theme_id: null, draft: false },
} as const

const links = (origin: string, datasetId: string): readonly object[] => {
  const self = datasetHref(origin, datasetId)
  return [
    { rel: 'self', href: self },
    { rel: 'catalog', href: `${origin}${API}/catalog` },
    ...['records', 'exports', 'facets', 'attachments'].map(rel => ({ rel, href: `${self}/${rel}` })),
  ]
}

/** Address of a file beside the data. */
export const attachmentHref = (origin: string, datasetId: string, { id, kind }: Attachment): string =>
  `${datasetHref(origin, datasetId)}/${kind}s/${encodeURIComponent(id)}`

/** Files beside the data; those that stand for an export are described too (explore-api §9.1). */
function attachmentObjects(
  { dataset, revision }: PublishedDataset,
  kind: AttachmentKind,
  { origin, language }: ObjectView,
): readonly object[] {
  const say = (map: LanguageMap): string => resolveText(map, language, revision.metadata.language)
  return revision.metadata.attachments
    .filter(attachment => attachment.kind === kind)
    .map(attachment => ({
      ...{ id: attachment.id, title: say(attachment.title), mimetype: attachment.mimetype },
      url: attachmentHref(origin, dataset.datasetId, attachment),
      ...(kind === 'alternative_export' ? { description: say(attachment.description) || null } : {}),
    }))
}

/** The dataset object of explore-api §9.1. */
export function datasetObject(published: PublishedDataset, view: ObjectView): Record<string, unknown> {
  const { dataset, revision } = published
  return {
    ...(view.includeLinks ? { _links: links(view.origin, dataset.datasetId) } : {}),
    visibility: dataset.rules.visibility,
    fields: revision.fields.map(field => fieldObject(field, view.language, revision.metadata.language)),
    dataset_id: dataset.datasetId,
    dataset_uid: dataset.uid,
    has_records: revision.fields.length > 0,
    features: datasetFeatures(revision.fields),
    attachments: attachmentObjects(published, 'attachment', view),
    alternative_exports: attachmentObjects(published, 'alternative_export', view),
    data_visible: published.access.dataVisible,
    metas: {
      default: defaultMetas(published, view.language),
      ...templateMetas(published, view),
      ...(view.includeAppMetas ? APP_METAS : {}),
    },
  }
}
