import type { EvidenceKey } from '../dataset/evidence-keys.ts'
import type { FieldType } from '../dataset/field.ts'
import type { Evidence } from '../dataset/revision.ts'
import type { CastSpec } from '../record/cast-spec.ts'
import { BOOLEAN_PAIRS } from '../record/types-value.ts'
import type { ColumnProfile } from './column-profile.ts'
import { dateChoice, numberChoice } from './infer-format.ts'
import type { Tally } from './tally.ts'

/** A type that a column may have, and how many of its values fit it. */
export interface Candidate {
  readonly spec: CastSpec
  readonly fits: number
  /** What the column's own conventions rest on, when that is more than every value agreeing. */
  readonly notes: readonly Note[]
}

export interface Note {
  readonly because: EvidenceKey
  readonly params: Evidence['params']
}

export interface Decision extends Candidate {
  /** Values that are neither missing nor of the type: their records go to quarantine. */
  readonly misfits: number
}

/** A column keeps a type that so many of its values have: one in a hundred may be a slip. */
export const TOLERATED_MISFITS = 0.01
/** …when so many values fit. */
export const ENOUGH_FITS = 20

const TEXT: CastSpec = { type: 'text', list: false }

/** Chooses the type that most values have, text when too many do not fit. */
export function decideType(profile: ColumnProfile): Decision {
  const { tally, native, values } = profile
  if (native.list > 0 && native.json === 0)
    return { ...asText(values, 'type_lists'), spec: { type: 'text', list: true, separator: null } }
  const present = values - tally.markers
  if (present === 0) return asText(values, values === 0 ? 'type_empty' : 'type_markers')
  const [best] = candidates(profile).toSorted((a, b) => b.fits - a.fits)
  if (best === undefined || best.fits === 0) return asText(values, ...codeNotes(profile))
  const misfits = present - best.fits
  const tolerated = misfits <= present * TOLERATED_MISFITS && best.fits >= ENOUGH_FITS
  if (misfits > 0 && !tolerated) {
    const codes = codeNotes(profile)
    return asText(values, ...(codes.length > 0 ? codes : [mixedNote(best, present)]))
  }
  return { ...best, misfits }
}

/** A column of lists, because the publisher says what parts the items of a cell. */
export const declaredList = ({ values }: ColumnProfile, separator: string): Decision => ({
  spec: { type: 'text', list: true, separator },
  fits: values,
  misfits: 0,
  notes: [{ because: 'type_list_declared', params: { separator } }],
})

/** The column read as `type` because the publisher says so: with the conventions that fit its values best. */
export function declaredType(profile: ColumnProfile, type: FieldType): Decision {
  const { tally, native, values } = profile
  const notes: readonly Note[] = [{ because: 'type_declared', params: {} }]
  if (type === 'text') {
    const spec: CastSpec = native.list > 0 ? { type, list: true, separator: null } : TEXT
    return { spec, fits: values, misfits: 0, notes }
  }
  const found = candidates(profile, true).filter(({ spec }) => spec.type === type)
  const [best] = found.toSorted((a, b) => b.fits - a.fits)
  const spec = best?.spec ?? ({ type: 'json_blob' } as const)
  const fits = best?.fits ?? 0
  return { spec, fits, misfits: Math.max(0, values - tally.markers - fits), notes }
}

function asText(values: number, ...notes: readonly (Note | EvidenceKey)[]): Decision {
  const full = notes.map(note => (typeof note === 'string' ? { because: note, params: {} } : note))
  return { spec: TEXT, fits: values, misfits: 0, notes: full }
}

/** Most values are of a type, but too many are not. */
export const mixedNote = ({ spec, fits }: Candidate, values: number): Note => ({
  because: 'type_mixed',
  params: { type: spec.type, fits, values },
})

/** Why digits are not a quantity. */
function codeNotes({ tally }: ColumnProfile): readonly Note[] {
  const note = (because: EvidenceKey, values: number): readonly Note[] =>
    values > 0 ? [{ because, params: { values } }] : []
  return [
    ...note('type_leading_zeros', tally.zeroLed),
    ...note('type_too_many_digits', tally.wide),
    ...note('type_plus_signs', tally.plusSigned),
    ...note('type_rare_commas', rareCommas(tally)),
  ].slice(0, 1)
}

const rareCommas = (tally: Tally): number => {
  const { rare, valid } = numberChoice(tally)
  return rare ? valid : 0
}

/** Ordered: of two types with the same number of values the first is chosen. */
function candidates(profile: ColumnProfile, declared = false): readonly Candidate[] {
  const { tally, native } = profile
  return [
    ...dates(profile, declared),
    ...numbers(profile, declared),
    boolean(profile, declared),
    point(profile, declared),
    { spec: { type: 'geo_shape' }, fits: tally.geometries + native.geometry, notes: [] },
    document(profile, declared),
    file(profile, declared),
  ]
}

/** Texts that name files of the archive; documents that describe files elsewhere only where somebody says so. */
const file = ({ tally, native, inArchive }: ColumnProfile, declared: boolean): Candidate => ({
  spec: { type: 'file' },
  fits: inArchive + (declared ? tally.documents + native.json : 0),
  notes: [],
})

/** Geometries are documents too, but not when there is hardly anything else. */
function document({ tally, native }: ColumnProfile, declared: boolean): Candidate {
  const others = tally.documents - tally.geometries + native.json + native.list
  const shapes = tally.geometries + native.geometry
  const onlyShapes = !declared && others <= (others + shapes) * TOLERATED_MISFITS
  return { spec: { type: 'json_blob' }, fits: onlyShapes ? 0 : others + shapes, notes: [] }
}

/** Whole numbers make a point only beside others with a fraction: `2,2` may be anything. */
const PRECISE = 0.2

/** Texts of two coordinates, or geometries that are points all of them. */
function point({ tally, native, points, values }: ColumnProfile, declared: boolean): Candidate {
  if (native.geometry > 0) {
    const fits = declared || points === native.geometry ? points : 0
    return { spec: { type: 'geo_point_2d', latitudeFirst: true }, fits, notes: [] }
  }
  const latitudeFirst = tally.latitudeFirst >= tally.longitudeFirst
  const pairs = latitudeFirst ? tally.latitudeFirst : tally.longitudeFirst
  const notes: readonly Note[] = latitudeFirst
    ? []
    : [{ because: 'type_longitude_first', params: { values: pairs } }]
  const fits = declared || tally.precise > (values - tally.markers) * PRECISE ? pairs : 0
  return { spec: { type: 'geo_point_2d', latitudeFirst }, fits, notes }
}

function numbers(profile: ColumnProfile, declared: boolean): readonly Candidate[] {
  const { tally, native } = profile
  const codes = tally.zeroLed > 0 || (tally.plusSigned > 0 && tally.negatives === 0)
  const { format, valid, fractions, rare, notes } = numberChoice(tally)
  const none = (codes || rare) && !declared
  const lenient = declared ? tally.zeroLed : 0
  const all = tally.integers + native.int + tally.plusSigned + lenient + native.double + valid
  const broken = native.double + fractions
  const onlyWide = tally.wide > 0 && broken === 0
  return [
    { spec: { type: 'int', format }, fits: none || (broken > 0 && !declared) ? 0 : all - broken, notes },
    { spec: { type: 'double', format }, fits: none || (onlyWide && !declared) ? 0 : all + tally.wide, notes },
  ]
}

function dates(profile: ColumnProfile, declared: boolean): readonly Candidate[] {
  const { tally, native } = profile
  const { order, valid, notes } = dateChoice(tally)
  // eight digits may be a number: only when every one of them is a day are they days
  const compact = order === 'compact'
  const doubtful = compact && (valid < tally.integers + tally.wide || valid < 2)
  const fits = doubtful && !declared ? 0 : valid
  const withTime = tally.timed > 0 || native.datetime > 0
  const zone: readonly Note[] =
    withTime && tally.timed > tally.zoned
      ? [{ because: 'type_no_offset', params: { values: tally.timed - tally.zoned } }]
      : []
  const dateFits = withTime && !declared ? 0 : fits + native.date
  return [
    { spec: { type: 'date', order }, fits: dateFits, notes },
    {
      spec: { type: 'datetime', order },
      fits: withTime || declared ? fits + native.date + native.datetime : 0,
      notes: [...notes, ...zone],
    },
  ]
}

function boolean({ tally, native }: ColumnProfile, declared: boolean): Candidate {
  let best: Candidate = {
    spec: { type: 'boolean', truth: 'true', falsehood: 'false' },
    fits: native.boolean,
    notes: [],
  }
  for (const [truth, falsehood] of BOOLEAN_PAIRS) {
    const yes = tally.words.get(truth) ?? 0
    const no = tally.words.get(falsehood) ?? 0
    // a lone "no" may be Norway; a lone "true" is nothing else
    const sure = (yes > 0 && no > 0) || truth.length > 3 || native.boolean > 0 || declared
    const fits = yes + no + native.boolean
    if (sure && fits > best.fits) best = { spec: { type: 'boolean', truth, falsehood }, fits, notes: [] }
  }
  return best
}
