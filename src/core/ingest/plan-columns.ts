import { FIELD_TYPES, type Field, type FieldAnnotations, type FieldType } from '../dataset/field.ts'
import type { Evidence, IngestReport, ReadOptions } from '../dataset/revision.ts'
import { VitrineError } from '../errors.ts'
import type { SourceColumn } from '../format/reader.ts'
import type { ColumnPlan } from './analyse.ts'
import type { ColumnProfile } from './column-profile.ts'
import { fieldNames } from './field-names.ts'
import {
  type Decision,
  decideType,
  declaredList,
  declaredType,
  mixedNote,
  type Note,
  TOLERATED_MISFITS,
} from './infer-type.ts'

export interface Profiled {
  readonly columns: readonly SourceColumn[]
  readonly profiles: readonly ColumnProfile[]
  readonly rows: number
  /** What the publisher says of fields, by name. */
  readonly options: Pick<ReadOptions, 'types' | 'fields'>
}

interface Plan {
  readonly fields: readonly Field[]
  readonly columns: readonly ColumnPlan[]
  readonly evidence: readonly Evidence[]
  readonly warnings: IngestReport['warnings']
}

interface Kept {
  readonly source: number
  readonly label: string
  readonly name: string
  readonly profile: ColumnProfile
  /** Type that the format declares. */
  readonly native: FieldType | null
  readonly decision: Decision
}

/** Names and types of the fields, for the columns that hold anything or are called something. */
export function planColumns(input: Profiled): Plan {
  const { columns, profiles, rows } = input
  const present = columns.flatMap((column, source) => {
    const profile = profiles[source]
    return profile === undefined || isNothing(column.name, profile)
      ? []
      : [{ source, label: column.name, profile, native: column.type ?? null }]
  })
  const names = fieldNames(present.map(({ label, source }) => label || `column_${source + 1}`))
  const decided = present.map((column, i): Kept => {
    const name = names[i] ?? ''
    return { ...column, name, decision: decide({ ...column, name }, input.options) }
  })
  const kept = withinTolerance(decided, rows, input.options.types ?? {})
  const dropped = columns.length - present.length
  return {
    fields: kept.map(column => toField(column)),
    columns: kept.map(({ source, decision: { spec }, profile }) => ({
      ...{ source, cast: spec },
      files: spec.type === 'file' ? [...profile.files] : [],
    })),
    evidence: kept.flatMap(toEvidence),
    warnings: dropped === 0 ? [] : [{ code: 'columns_nameless_empty', params: { count: dropped } }],
  }
}

/** Nobody named the column and it holds separators at most. */
const isNothing = (name: string, profile: ColumnProfile): boolean =>
  !/[\p{L}\p{N}]/u.test(name) && profile.telling === 0

function decide(column: Omit<Kept, 'decision'>, { types, fields }: Profiled['options']): Decision {
  const { name, profile, native } = column
  const separator = fields?.[name]?.annotations?.multivalued
  if (separator !== undefined) return declaredList(profile, separator)
  const declared = types?.[name]
  if (declared === undefined)
    return native === null ? withoutCodes(name, decideType(profile)) : asFormatSays(profile, native)
  if (!FIELD_TYPES.includes(declared))
    throw new VitrineError('read_option_invalid', { option: 'types', expected: FIELD_TYPES.join(', ') })
  return declaredType(profile, declared)
}

/**
 * The format's own type, when every value is of it. What it calls text may still be days, shapes or documents;
 * its digits and words were meant as text.
 */
function asFormatSays(profile: ColumnProfile, type: FieldType): Decision {
  const found = decideType(profile)
  const declared = declaredType(profile, type)
  const keeps = type === 'text' ? !WRITTEN.has(found.spec.type) : declared.misfits === 0
  return keeps ? { ...declared, notes: [{ because: 'type_of_format', params: {} }] } : found
}

/** Types that formats with fewer types of their own write as text. */
const WRITTEN: ReadonlySet<FieldType> = new Set([
  'date',
  'datetime',
  'geo_point_2d',
  'geo_shape',
  'json_blob',
  'file',
])

/** Words of a name that make its whole numbers codes, and those that do when a value is no number. */
const CODES = new Set([
  'postal',
  'postcode',
  'zip',
  'zipcode',
  'plz',
  'cp',
  'insee',
  'nis',
  'siren',
  'siret',
  'finess',
])
const IDENTIFIERS =
  /^(?:id|ident|identif\w*|code|codes|ref|reference|num|numero|number|nummer|no|nr|key|cle|matricule)$/

/** Whole numbers that nobody adds up: postal codes, and identifiers of which one has a letter. */
function withoutCodes(name: string, decision: Decision): Decision {
  if (decision.spec.type !== 'int') return decision
  const words = name.split('_')
  const code = words.some(word => CODES.has(word))
  const identifier = decision.misfits > 0 && words.some(word => IDENTIFIERS.test(word))
  return code || identifier ? asText(decision, { because: 'type_code_name', params: { name } }) : decision
}

/**
 * Each column may lose one record in a hundred; all together no more than two: the worst become text until
 * that holds.
 */
function withinTolerance(
  kept: readonly Kept[],
  rows: number,
  declared: Readonly<Record<string, string>>,
): readonly Kept[] {
  const guessed = kept.filter(({ name, decision }) => decision.misfits > 0 && declared[name] === undefined)
  const worstFirst = guessed.toSorted((a, b) => b.decision.misfits - a.decision.misfits)
  let lost = guessed.reduce((sum, { decision }) => sum + decision.misfits, 0)
  const demoted = new Set<Kept>()
  for (const column of worstFirst) {
    if (lost <= rows * TOLERATED_MISFITS * 2) break
    lost -= column.decision.misfits
    demoted.add(column)
  }
  return kept.map(column => (demoted.has(column) ? { ...column, decision: asText(column.decision) } : column))
}

const asText = (decision: Decision, note?: Note): Decision => {
  const fits = decision.fits + decision.misfits
  return { spec: { type: 'text', list: false }, fits, misfits: 0, notes: [note ?? mixedNote(decision, fits)] }
}

function toField({ name, label, profile, decision }: Kept): Field {
  const { spec } = decision
  return {
    name,
    label: { '': label === '' ? name : label },
    description: null,
    type: spec.type,
    annotations:
      spec.type === 'text' && spec.list
        ? { multivalued: spec.separator ?? ',' }
        : annotations(spec.type, profile),
  }
}

/** Categories: so few, so short and so often the same that a reader will want to choose among them. */
const MOST_CATEGORIES = 200
const LEAST_REPEATS = 3
const LONGEST_CATEGORY = 80

function annotations(type: FieldType, profile: ColumnProfile): FieldAnnotations {
  const { distinct, values, longest } = profile
  const few = distinct !== null && distinct > 1 && distinct <= MOST_CATEGORIES
  const categories = few && values >= distinct * LEAST_REPEATS && longest <= LONGEST_CATEGORY
  return type === 'text' && categories ? { facet: true } : {}
}

function toEvidence({ name, profile, decision }: Kept): readonly Evidence[] {
  const { spec, fits, misfits, notes } = decision
  const about = `type:${name}`
  const missing = spec.type === 'text' ? profile.blanks : profile.blanks + profile.tally.markers
  const share = misfits === 0 ? 'type_all_values' : 'type_most_values'
  const first: readonly Note[] =
    spec.type === 'text' && notes.length > 0 ? [] : [{ because: share, params: { fits, misfits, missing } }]
  return [...first, ...notes].map(({ because, params }) => ({ about, decision: spec.type, because, params }))
}
