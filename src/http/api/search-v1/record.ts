import type { Field } from '../../../core/dataset/field.ts'
import type { WireRecord, WireValue } from '../../../core/record/shape.ts'
import { geoField } from './geofilter.ts'

/** Key under which the place of a record is asked for beside its fields. */
export const PLACE_KEY = '_place'

/** A record of v1: `datasetid`, `recordid`, `fields`, `geometry`, `record_timestamp`. */
export type V1Record = Readonly<Record<string, WireValue>>

/** Makes v1 records of a dataset (explore-api §14.2) from those of v2.1 with their technical members. */
export function recordWriter(datasetId: string, fields: readonly Field[]): (record: WireRecord) => V1Record {
  const byName = new Map(fields.map(field => [field.name, field]))
  const place = geoField(fields)?.name ?? ''
  return ({ _id, _timestamp, _size, [PLACE_KEY]: asked, ...values }) => {
    const shown = Object.entries(values).flatMap(([name, value]) =>
      value === null ? [] : [[name, shownValue(byName.get(name), value)] as const],
    )
    const geometry = pointOf(asked ?? values[place] ?? null)
    return {
      datasetid: datasetId,
      recordid: _id ?? null,
      fields: Object.fromEntries(shown),
      ...(geometry === null ? {} : { geometry }),
      record_timestamp: _timestamp ?? null,
    }
  }
}

/** The same record as a feature of GeoJSON. */
export const featureOf = ({ fields, geometry, recordid }: V1Record): WireValue => ({
  ...{ type: 'Feature', id: recordid ?? null, geometry: geometry ?? null, properties: fields ?? null },
})

type Members = { readonly [key: string]: WireValue }

const isMembers = (value: WireValue): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Points as `[lat, lon]`, shapes bare, lists as the publisher joined them. */
function shownValue(field: Field | undefined, value: WireValue): WireValue {
  if (Array.isArray(value) && field?.annotations.multivalued !== undefined)
    return value.join(field.annotations.multivalued)
  if (field?.type === 'geo_point_2d' && isMembers(value)) return [value.lat ?? null, value.lon ?? null]
  if (field?.type === 'geo_shape' && isMembers(value)) return value.geometry ?? null
  return value
}

/** The place of a record: its point, or the middle of its shape. */
export function pointOf(value: WireValue): WireValue {
  if (isMembers(value) && typeof value.lon === 'number' && typeof value.lat === 'number')
    return point(value.lon, value.lat)
  const found = positions(value)
  if (found.length === 0) return null
  const middle = (axis: 0 | 1): number => {
    const along = found.map(position => position[axis])
    return (along.reduce((a, b) => Math.min(a, b)) + along.reduce((a, b) => Math.max(a, b))) / 2
  }
  return point(middle(0), middle(1))
}

const point = (lon: number, lat: number): WireValue => ({ type: 'Point', coordinates: [lon, lat] })

/** Every position of a feature, a geometry or coordinates. */
export function positions(value: WireValue): readonly (readonly [lon: number, lat: number])[] {
  if (isMembers(value)) return positions(value.geometry ?? value.coordinates ?? null)
  if (!Array.isArray(value)) return []
  const [lon, lat]: readonly WireValue[] = value
  return typeof lon === 'number' && typeof lat === 'number' ? [[lon, lat]] : value.flatMap(positions)
}
