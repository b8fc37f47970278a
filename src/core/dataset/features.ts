import type { Field } from './field.ts'

/** Features by rule of thumb (explore-api §9.1): what a front office may offer of a dataset. */
export function datasetFeatures(fields: readonly Field[]): readonly string[] {
  const has = (...types: readonly string[]): boolean => fields.some(field => types.includes(field.type))
  return [
    ...(fields.length > 0 ? ['analyze'] : []),
    ...(has('geo_point_2d', 'geo_shape') ? ['geo'] : []),
    ...(has('date', 'datetime') ? ['timeserie'] : []),
    ...(fields.some(({ annotations }) => annotations.has_thumbnails === true) ? ['image'] : []),
  ]
}
