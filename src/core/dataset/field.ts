import type { LanguageMap } from '../i18n/language-map.ts'

/** Field types of Explore v2.1 (explore-api §9.2). */
export const FIELD_TYPES = [
  'text',
  'int',
  'double',
  'boolean',
  'date',
  'datetime',
  'geo_point_2d',
  'geo_shape',
  'json_blob',
  'file',
] as const
export type FieldType = (typeof FIELD_TYPES)[number]

/** Annotations of a field, as scalars (explore-api §9.2). */
export interface FieldAnnotations {
  readonly id?: true
  readonly facet?: true
  readonly facetsort?: 'count' | '-count' | 'alphanum' | '-alphanum' | 'num' | '-num'
  readonly disjunctive?: true
  readonly sortable?: true
  readonly unit?: string
  readonly decimals?: number
  readonly timeserie_precision?: 'year' | 'month' | 'day' | 'hour' | 'minute'
  /** Separator of the source's cells; such a field holds a list of texts. */
  readonly multivalued?: string
  /** Separator of the levels of a path. */
  readonly hierarchical?: string
  /** Some of its files are pictures that can be shown small; found at load, not declared. */
  readonly has_thumbnails?: true
}

/**
 * A named, typed part of a record. `name` is the wire identifier (`[A-Za-z0-9_]+`, unique in its dataset);
 * the position of a field in its schema names its physical columns (`core/sql/table.ts`).
 */
export interface Field {
  readonly name: string
  readonly label: LanguageMap
  readonly description: LanguageMap | null
  readonly type: FieldType
  readonly annotations: FieldAnnotations
}

/** What a publisher says of one field beside its inferred type; keyed by field name. */
export interface FieldSettings {
  readonly label?: LanguageMap
  readonly description?: LanguageMap
  readonly annotations?: FieldAnnotations
}
