import type { DateOrder } from './types-date.ts'
import type { NumberFormat } from './types-number.ts'

/**
 * How the values of one column are read, all of them alike. Every type but text takes the markers of a missing
 * value (`types-value.ts`) and white space for null and leaves out white space at both ends; text takes only
 * white space alone for null and keeps every other character.
 */
export type CastSpec =
  | { readonly type: 'text'; readonly list: false }
  /** Lists that the format has, or cells cut at a separator. */
  | { readonly type: 'text'; readonly list: true; readonly separator: string | null }
  | { readonly type: 'int' | 'double'; readonly format: NumberFormat }
  | { readonly type: 'boolean'; readonly truth: string; readonly falsehood: string }
  | { readonly type: 'date' | 'datetime'; readonly order: DateOrder }
  | { readonly type: 'geo_point_2d'; readonly latitudeFirst: boolean }
  | { readonly type: 'geo_shape' | 'json_blob' | 'file' }
