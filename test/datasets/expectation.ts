import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FieldType } from '../../src/core/dataset/field.ts'

/** One way to read a column: its type, and the rules of `independent/cast.py`. */
export interface Reading {
  readonly type: FieldType
  /** A text that holds a list. */
  readonly list?: boolean
  readonly parse?: Readonly<Record<string, unknown>>
}

/** What must come out of one column of the source. */
export interface ExpectedField extends Reading {
  /** The name in the source; `#id` and `#geometry` are the feature's own. */
  readonly source: string
  /** The name on the wire; `names` when several are right, `anyName` when the source gives none. */
  readonly name?: string
  readonly names?: readonly string[]
  readonly anyName?: true
  /** Other readings that an expert can defend. */
  readonly alsoAccepted?: readonly (Reading & { readonly why: string })[]
  /** Why the column must not be published. */
  readonly drop?: string
  /** Why the column may be left out. */
  readonly optional?: string
  /** Outer white space may go, with the reason beside it. */
  readonly whitespace?: 'either'
  /** Positions of a shape may differ by this many degrees. */
  readonly tolerance?: number
}

/** What must come out of one file of the data folder (`expected/<portal>--<dataset>.json`). */
export interface Expectation {
  readonly portal: string
  readonly dataset: string
  readonly file: string
  readonly read: { readonly kind: string } & Readonly<Record<string, unknown>>
  readonly rowsIn: number
  readonly quarantined: { readonly min: number; readonly max: number; readonly why: string }
  /** Whether fields come in the order of the source. */
  readonly order: 'strict' | 'any'
  /** Fields that may be added to those of the source. */
  readonly extra: readonly { readonly type: FieldType; readonly why: string }[]
  /** Records that may be left out without quarantine. */
  readonly optionalPlaces?: { readonly places: readonly number[]; readonly why: string }
  /** Lines that are no records, yet may be quarantined. */
  readonly fillerRecords?: { readonly max: number; readonly why: string }
  /** Repairs that must be reported. */
  readonly warnings?: { readonly min: number; readonly why: string }
  readonly facts: readonly string[]
  readonly fields: readonly ExpectedField[]
}

/** Folder name of a data set's expectation and of everything kept about it. */
export const keyOf = (expectation: Expectation): string => `${expectation.portal}--${expectation.dataset}`

/** Path of the published file below the data folder. */
export const sourceOf = (data: string, expectation: Expectation): string =>
  join(data, expectation.portal, expectation.dataset, expectation.file)

/** What a reading is called in requests to the hashers: an Explore type, or `list`. */
export const kindOf = (reading: Reading): string => (reading.list === true ? 'list' : reading.type)

/** The expected reading first, then those also accepted. */
export const readingsOf = (field: ExpectedField): readonly Reading[] => [field, ...(field.alsoAccepted ?? [])]

const FOLDER = join(import.meta.dirname, 'expected')

/** Every committed expectation, by name. */
export const loadExpectations = (): readonly Expectation[] =>
  readdirSync(FOLDER)
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(name => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Expectation)
