import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { FieldAnnotations } from '../../../core/dataset/field.ts'
import type { MetadataTemplate } from '../../../core/dataset/metadata-templates.ts'
import { datasetObject } from '../explore/dataset-object.ts'

/** Whose eyes a dataset of v1 is written for, and which templates it shows. */
export interface DatasetView {
  readonly origin: string
  readonly language: string
  readonly extra: boolean
  readonly interop: boolean
  /** Templates of the portal beside `default`. */
  readonly templates: readonly MetadataTemplate[]
}

/** Templates that are not for other catalogues (explore-api §9.3). */
const EXTRA = new Set(['explore', 'processing', 'visualization', 'asset_content_configuration', 'internal'])

/** The dataset object of v1 (explore-api §14.5). */
export function datasetObject1(
  published: PublishedDataset,
  view: DatasetView,
): Readonly<Record<string, unknown>> {
  const { origin, language, extra, interop, templates } = view
  const asked = { origin, language, templates, includeLinks: false, includeAppMetas: true }
  const object = datasetObject(published, asked)
  const kindOf = (name: string) => templates.find(template => template.name === name)?.kind
  const { default: basic, ...others } = Object(object.metas) as Readonly<Record<string, object>>
  const chosen = (isWanted: (name: string) => boolean): object =>
    Object.fromEntries(Object.entries(others).filter(([name]) => isWanted(name)))
  return {
    datasetid: object.dataset_id,
    ...{ has_records: object.has_records, data_visible: object.data_visible, features: object.features },
    ...{ attachments: object.attachments, alternative_exports: object.alternative_exports },
    metas: { ...known(basic), domain: new URL(origin).host },
    fields: fieldsOf(object.fields),
    basic_metas: { default: known(basic), ...chosen(name => kindOf(name) === 'basic') },
    ...(interop ? { interop_metas: chosen(name => kindOf(name) === 'interop') } : {}),
    ...(extra ? { extra_metas: chosen(name => EXTRA.has(name)) } : {}),
  }
}

/** What is not known is left out. */
const known = (metas: object | undefined): object =>
  Object.fromEntries(Object.entries(metas ?? {}).filter(([, value]) => value !== null))

const fieldsOf = (fields: unknown): readonly object[] =>
  Array.isArray(fields)
    ? fields.map((field: Readonly<Record<string, unknown>>) => ({
        ...field,
        annotations: annotations(Object(field.annotations) as FieldAnnotations),
      }))
    : []

/** `[{name, args}]`, without arguments for a mere flag (explore-api §9.2). */
const annotations = (said: FieldAnnotations): readonly object[] =>
  Object.entries(said).map(([name, value]) => (value === true ? { name } : { name, args: [value] }))
