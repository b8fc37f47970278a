import type { EvidenceKey } from '../dataset/evidence-keys.ts'
import type { Evidence, ReadOptions } from '../dataset/revision.ts'
import { ColumnNames } from './json-columns.ts'
import { headerNames, looksLikeHeader } from './json-header.ts'
import type { ArrayFound, JsonSurvey, ObjectFound } from './json-survey.ts'

/** Where the records of a document are and how each is written. */
export interface JsonShape {
  /** Objects in an array, rows in an array, scalars in an array, objects by key, or the one object itself. */
  readonly kind: 'objects' | 'rows' | 'values' | 'keyed' | 'single'
  /** RFC 6901, below the place the survey began at. */
  readonly pointer: string
  readonly columns: readonly string[]
  /** Members of the objects that are records. */
  readonly members: ColumnNames
  /** Elements of `rows` that are no record: 1 when the first names the columns. */
  readonly skip: 0 | 1
}

/** Names under which services wrap their records. */
const WRAPPERS = new Set(
  'records results result data items rows features values entries elements list objects value hits docs'.split(
    ' ',
  ),
)
/** An object with more members than this describes something itself: it is a record, not a wrapper. */
const WRAPPER_MEMBERS = 8

const NO_MEMBERS = new ColumnNames()

interface Decision {
  readonly shape: JsonShape
  readonly evidence: readonly Evidence[]
}

/** Decides where the records are; null when there are none. `base` is the pointer the survey began at. */
export const decideShape = (survey: JsonSurvey, options: ReadOptions, base: string): Decision | null => {
  const { arrays, object } = survey
  const because = evidenceAt(base)
  if (object === null) {
    const [array] = arrays
    if (array === undefined || array.items === 0) return null
    const shape = shapeOfArray(array, arrays, options)
    return {
      shape,
      evidence: [because(shape, base === '' ? 'json_root_array' : 'json_path', { items: array.items })],
    }
  }
  const largest = largestArray(arrays)
  const found = largest === null ? null : shapeOfArray(largest, arrays, options)
  const others = { others: listed(arrays.filter(array => array !== largest)) }
  if (largest !== null && found?.kind === 'rows')
    return { shape: found, evidence: [because(found, 'json_rows', { items: largest.items, ...others })] }
  if (isKeyed(object)) {
    const shape = keyed(object)
    return { shape, evidence: [because(shape, 'json_keyed', { items: object.members })] }
  }
  if (largest !== null && found !== null && base === '' && isWrapped(largest)) {
    return {
      shape: found,
      evidence: [because(found, 'json_largest_array', { items: largest.items, ...others })],
    }
  }
  if (object.members === 0) return null
  const shape: JsonShape = {
    kind: 'single',
    pointer: '',
    columns: object.columns.names,
    members: object.columns,
    skip: 0,
  }
  return { shape, evidence: [because(shape, 'json_single', { others: listed(arrays) })] }
}

const evidenceAt =
  (base: string) =>
  (shape: JsonShape, because: EvidenceKey, params: Evidence['params']): Evidence => ({
    about: 'path',
    decision: `${base}${shape.pointer}`,
    because,
    params,
  })

const listed = (arrays: readonly ArrayFound[]): string =>
  [...arrays]
    .filter(array => array.objects + array.arrays > 0)
    .sort((a, b) => b.items - a.items)
    .slice(0, 8)
    .map(array => `${array.pointer} (${array.items})`)
    .join(', ')

/** The largest array of records, leaving out those that only name the columns of another. */
const largestArray = (arrays: readonly ArrayFound[]): ArrayFound | null => {
  const naming = new Set(arrays.map(array => labelsFor(array, arrays)))
  return arrays
    .filter(array => !naming.has(array))
    .filter(array => array.objects > 0 || labelsFor(array, arrays) !== null)
    .reduce<ArrayFound | null>(
      (large, array) => (large === null || array.items > large.items ? array : large),
      null,
    )
}

const isWrapped = (array: ArrayFound): boolean => {
  const members = array.parent?.members ?? 1
  if (WRAPPERS.has(array.pointer.slice(array.pointer.lastIndexOf('/') + 1).toLowerCase())) return true
  return members <= WRAPPER_MEMBERS && array.items >= 2 && array.items > members / 2
}

/** Objects only, and each has at least half of the members that any of them has. */
const isKeyed = (object: ObjectFound): boolean =>
  object.members >= 2 &&
  object.objects === object.members &&
  object.memberTotal >= object.objects * object.memberColumns.names.length * 0.5 &&
  object.memberTotal > 0

const keyed = (object: ObjectFound): JsonShape => {
  const members = object.memberColumns
  return { kind: 'keyed', pointer: '', columns: [members.free('key'), ...members.names], members, skip: 0 }
}

const shapeOfArray = (array: ArrayFound, arrays: readonly ArrayFound[], options: ReadOptions): JsonShape => {
  const { pointer } = array
  const scalars = array.items - array.objects - array.arrays
  if (array.objects > 0 && array.objects >= array.arrays && array.objects >= scalars) {
    return { kind: 'objects', pointer, columns: array.columns.names, members: array.columns, skip: 0 }
  }
  const members = NO_MEMBERS
  if (array.arrays < scalars) return { kind: 'values', pointer, columns: ['value'], members, skip: 0 }
  const labels = labelsFor(array, arrays)?.labels
  if (labels != null)
    return { kind: 'rows', pointer, columns: headerNames(labels, array.width), members, skip: 0 }
  const skip = (options.header ?? looksLikeHeader(array.first)) && array.items > 1 ? 1 : 0
  const names = headerNames(skip === 1 ? array.first : [], array.width)
  return { kind: 'rows', pointer, columns: names, members, skip }
}

/** The array that names the columns of an array of arrays: it has one text for each. */
const labelsFor = (array: ArrayFound, arrays: readonly ArrayFound[]): ArrayFound | null =>
  array.arrays === 0
    ? null
    : (arrays.find(other => other.items === array.width && other.labels?.length === array.width) ?? null)
