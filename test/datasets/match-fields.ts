import type { FieldType } from '../../src/core/dataset/field.ts'
import { type Expectation, type ExpectedField, kindOf, type Reading, readingsOf } from './expectation.ts'

/** A field as the dataset object of Explore tells it (explore-api §9.1). */
export interface WireField {
  readonly name: string
  readonly type: FieldType
  readonly annotations?: Readonly<Record<string, unknown>>
}

/** A column of the source and the field it became, with every accepted reading of that type. */
export interface MatchedField {
  readonly index: number
  readonly expected: ExpectedField
  readonly field: WireField
  readonly readings: readonly Reading[]
}

export interface Matching {
  readonly matched: readonly MatchedField[]
  readonly disagreements: readonly string[]
}

/** What a field's values are on the wire: its type, or `list` for a multivalued text. */
export const wireKind = (field: WireField): string =>
  field.type === 'text' && field.annotations?.multivalued !== undefined ? 'list' : field.type

const isNamed = (expected: ExpectedField, field: WireField): boolean =>
  (expected.names ?? [expected.name]).includes(field.name)

const accepts = (expected: ExpectedField, field: WireField): boolean =>
  readingsOf(expected).some(reading => kindOf(reading) === wireKind(field))

/** The field without a name in the source: of the expected type if there is one, else of an accepted type. */
const findUnnamed = (expected: ExpectedField, free: readonly WireField[]): WireField | undefined =>
  free.find(field => wireKind(field) === kindOf(expected)) ?? free.find(field => accepts(expected, field))

const typeNames = (expected: ExpectedField): string => readingsOf(expected).map(kindOf).join(' or ')

/** Removes the fields that may be added, each once; what stays has no column in the source. */
const withoutExtras = (expectation: Expectation, free: readonly WireField[]): readonly WireField[] => {
  const allowed = expectation.extra.map(extra => extra.type)
  return free.filter(field => {
    const at = allowed.indexOf(field.type)
    if (at >= 0) allowed.splice(at, 1)
    return at < 0
  })
}

const isOrdered = (positions: readonly number[]): boolean =>
  positions.every((position, at) => at === 0 || position > (positions[at - 1] ?? -1))

/** Finds for every expected column its field; tells what is missing, unexpected, of another type or out of order. */
export const matchFields = (expectation: Expectation, fields: readonly WireField[]): Matching => {
  const disagreements: string[] = []
  const matched: MatchedField[] = []
  let free = [...fields]
  const take = (expected: ExpectedField, index: number, field: WireField | undefined): void => {
    if (field === undefined) {
      if (expected.optional === undefined) disagreements.push(`field ${expected.source} is missing`)
      return
    }
    free = free.filter(other => other !== field)
    const readings = readingsOf(expected).filter(reading => kindOf(reading) === wireKind(field))
    if (readings.length === 0)
      disagreements.push(`field ${field.name} is ${wireKind(field)}, expected ${typeNames(expected)}`)
    else matched.push({ index, expected, field, readings })
  }
  const wanted = expectation.fields
    .map((expected, index) => ({ expected, index }))
    .filter(({ expected }) => expected.drop === undefined)
  for (const { expected, index } of wanted.filter(item => item.expected.anyName !== true))
    take(
      expected,
      index,
      free.find(field => isNamed(expected, field)),
    )
  for (const { expected, index } of wanted.filter(item => item.expected.anyName === true))
    take(expected, index, findUnnamed(expected, free))
  for (const field of withoutExtras(expectation, free))
    disagreements.push(`field ${field.name} (${wireKind(field)}) has no column in the source`)
  if (expectation.order === 'strict' && !isOrdered(matched.map(({ field }) => fields.indexOf(field))))
    disagreements.push('fields are not in the order of the source')
  return { matched, disagreements }
}
